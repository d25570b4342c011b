namespace Oracle.Tests.Tnt;

/// <summary>A pair between which a tunnel may be hidden.</summary>
internal sealed record Candidate(Hop Start, Hop Next, Triggers Trigger, bool SilentIngress);
