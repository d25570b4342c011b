namespace Oracle.Tests.Wire;

/// <summary>A label stack entry as a time-exceeded message shows it.</summary>
internal sealed record Entry(int Label, int Ttl);
