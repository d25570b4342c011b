namespace Unikraft.BuildReport;

/// <summary>What one thing took.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Count">How often it ran.</param>
/// <param name="Seconds">Seconds, all runs together.</param>
public sealed record TimeRow(string Name, int Count, double Seconds);
