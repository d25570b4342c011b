using System.Collections.Immutable;

namespace Unikraft.Build.Origins;

/// <summary>Third-party sources in an unmodified archive. Item <c>UkOrigin</c>.</summary>
/// <param name="Name">The name items refer to it by, for example <c>musl</c>.</param>
/// <param name="Version">Its version.</param>
public sealed record Origin(string Name, string Version)
{
    /// <summary>Gets the SPDX expression of its licence.</summary>
    public string? License { get; init; }

    /// <summary>Gets the folder in the archive that paths of items are relative to; null for the archive's only top-level folder.</summary>
    public string? Root { get; init; }

    /// <summary>Gets where it can be obtained, in the order to try.</summary>
    public ImmutableArray<OriginCandidate> Candidates { get; init; } = [];
}
