using Unikraft.Measurements.Tnt;

namespace Unikraft.Measurements;

/// <summary>A finished trace. What a format does not say is 0, empty or null.</summary>
public sealed record TraceRecord : Record
{
    /// <summary>The list it belongs to.</summary>
    public ListRecord? List { get; init; }

    /// <summary>The cycle it belongs to.</summary>
    public CycleRecord? Cycle { get; init; }

    /// <summary>Who probed.</summary>
    public Address Source { get; init; }

    /// <summary>Where to.</summary>
    public Address Destination { get; init; }

    /// <summary>The router that was asked for.</summary>
    public Address Router { get; init; }

    /// <summary>When it started.</summary>
    public UnixTime Start { get; init; }

    /// <summary>How it probed.</summary>
    public TraceMethod Method { get; init; }

    /// <summary>Why it ended.</summary>
    public TraceStopReason StopReason { get; init; }

    /// <summary>More about that; see <see cref="TraceStopReason"/>.</summary>
    public byte StopData { get; init; }

    /// <summary>Options.</summary>
    public TraceFlags Flags { get; init; }

    /// <summary>Most probes for a TTL.</summary>
    public byte Attempts { get; init; }

    /// <summary>Highest TTL; 0: none.</summary>
    public byte HopLimit { get; init; }

    /// <summary>First TTL.</summary>
    public byte FirstHop { get; init; }

    /// <summary>TOS byte of the probes.</summary>
    public byte Tos { get; init; }

    /// <summary>Seconds to wait for a reply.</summary>
    public byte WaitSeconds { get; init; }

    /// <summary>Least time between probes in units of 10 ms.</summary>
    public byte WaitProbe { get; init; }

    /// <summary>Loops allowed.</summary>
    public byte Loops { get; init; }

    /// <summary>What was done at a loop.</summary>
    public byte LoopAction { get; init; }

    /// <summary>Silent TTLs in a row that end it.</summary>
    public byte GapLimit { get; init; }

    /// <summary>What was done then; 1: stop, 2: last-ditch probes.</summary>
    public byte GapAction { get; init; }

    /// <summary>Confidence that all interfaces were seen, in percent; 0: not asked for.</summary>
    public byte Confidence { get; init; }

    /// <summary>TTLs probed at once.</summary>
    public byte SimultaneousQueries { get; init; } = 1;

    /// <summary>IP length of a probe.</summary>
    public ushort ProbeSize { get; init; }

    /// <summary>Probes sent.</summary>
    public ushort ProbeCount { get; init; }

    /// <summary>TTLs, counted from 1, silent ones included.</summary>
    public ushort HopCount { get; init; }

    /// <summary>Fragment offset of the probes.</summary>
    public ushort FragmentOffset { get; init; }

    /// <summary>Source port; ICMP methods: the id.</summary>
    public ushort SourcePort { get; init; }

    /// <summary>Destination port; with <see cref="TraceFlags.IcmpChecksum"/> the checksum that was kept.</summary>
    public ushort DestinationPort { get; init; }

    /// <summary>A number of the user.</summary>
    public uint UserId { get; init; }

    /// <summary>Text of an error; null: none.</summary>
    public string? ErrorText { get; init; }

    /// <summary>Replies in the order of the file; a silent TTL has none.</summary>
    public IReadOnlyList<TraceHop> Hops { get; init; } = [];

    /// <summary>Replies to last-ditch probes.</summary>
    public IReadOnlyList<TraceHop> LastDitch { get; init; } = [];

    /// <summary>Path MTU discovery; null: none.</summary>
    public PathMtu? PathMtu { get; init; }

    /// <summary>Doubletree; null: none.</summary>
    public DoubletreeResult? Doubletree { get; init; }

    /// <summary>Other attributes, in the order of the file.</summary>
    public IReadOnlyList<TraceAttribute> Attributes { get; init; } = [];

    /// <summary>The path as TNT annotated it; null: a plain trace.</summary>
    public TntPath? Tnt { get; init; }
}
