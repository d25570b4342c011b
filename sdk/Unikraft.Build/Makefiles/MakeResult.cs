using System.Collections.Immutable;
using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Makefiles;

/// <summary>How a run of make ended.</summary>
/// <param name="ExitCode">The exit code; -1 when make did not start or was cancelled.</param>
/// <param name="Diagnostics">All diagnostics, including the one that explains a failure nobody else explained.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Steps">How many steps make reported: 0 when there was nothing to do.</param>
public sealed record MakeResult(int ExitCode, ImmutableArray<Diagnostic> Diagnostics, TimeSpan Duration, int Steps)
{
    /// <summary>Gets whether make succeeded.</summary>
    public bool Succeeded => ExitCode == 0;
}
