namespace Xen.Bed;

/// <summary>A command that ran in domain 0.</summary>
/// <param name="Status">Its exit status.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
public sealed record DomainCommand(int Status, string Output, string Errors);
