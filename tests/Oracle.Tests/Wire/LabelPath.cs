namespace Oracle.Tests.Wire;

/// <summary>A label switched path from one place of the chain to another, in one direction.</summary>
internal sealed record LabelPath(int Start, int End, int Step, bool Propagate, bool Ultimate, bool AllPrefixes, bool Dup, bool Opaque)
{
    /// <summary>Whether the router at a place is the ingress or between the ends.</summary>
    public bool Holds(int place) => (place - Start) * Step >= 0 && (End - place) * Step > 0;

    /// <summary>Whether the router before the end sends packets on without a label.</summary>
    public bool IsPoppedAt(int place) => !Ultimate && place + Step == End;

    /// <summary>PHP: longer than one link; UHP: one link is enough (tnt.md section 13, rule 1).</summary>
    public bool IsLongEnoughFrom(int place) => (End - place) * Step >= (Ultimate ? 1 : 2);
}
