using Unikraft.Build.Diagnostics;

namespace Unikraft.Sdk.Tasks;

/// <summary>Ends a task with one coded error.</summary>
public sealed class CodedException(Diagnostic diagnostic) : Exception(diagnostic.ToString())
{
    /// <summary>Gets the error to report.</summary>
    public Diagnostic Diagnostic { get; } = diagnostic;
}
