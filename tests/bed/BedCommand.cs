namespace TestBed;

/// <summary>A command that ran in a bed.</summary>
/// <param name="Status">Its exit status.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
public sealed record BedCommand(int Status, string Output, string Errors);
