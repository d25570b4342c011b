namespace Unikraft.Measurements;

/// <summary>What a cycle record says.</summary>
public enum CycleKind
{
    /// <summary>The cycle starts here (warts type 2).</summary>
    Start,

    /// <summary>Results of a cycle follow that started elsewhere (warts type 3).</summary>
    Definition,

    /// <summary>The cycle ends here (warts type 4).</summary>
    Stop,
}
