using System.Collections.Immutable;

namespace Unikraft.Build.Projects;

/// <summary>A microlibrary an application is built with, from a package or from another project.</summary>
/// <param name="Id">What the user calls it: package id or project name.</param>
/// <param name="Root">The absolute folder that holds its <c>Makefile.uk</c>.</param>
public sealed record LibraryReference(string Id, string Root)
{
    /// <summary>Gets the Kconfig symbol that turns it on, from its metadata; null when unknown.</summary>
    public string? Symbol { get; init; }

    /// <summary>Gets its version, for the Kraftfile; null when unknown.</summary>
    public string? Version { get; init; }

    /// <summary>Gets the versions of the core it was made for, as a range of NuGet (<c>[0.17,0.20)</c>); null for all.</summary>
    public string? CoreRange { get; init; }

    /// <summary>Gets the ids of the libraries it needs, as far as known.</summary>
    public ImmutableArray<string> DependsOn { get; init; } = [];
}
