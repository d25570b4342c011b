using System.Collections.Immutable;

namespace Unikraft.Build.Sbom;

/// <summary>One thing an image is made of or with.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">A name that no other component of the image has: letters, digits, <c>.</c> and <c>-</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version; null when unknown.</param>
public sealed record Component(ComponentKind Kind, string Id, string Name, string? Version)
{
    /// <summary>Gets the SPDX expression of its licence; null when unknown.</summary>
    public string? License { get; init; }

    /// <summary>Gets what it is, in a few words.</summary>
    public string? Description { get; init; }

    /// <summary>Gets the name of its file; null when it is none.</summary>
    public string? FileName { get; init; }

    /// <summary>Gets the SHA-256 of its file, 64 lower-case hexadecimal digits.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Gets the SHA-512 of its file, 128 lower-case hexadecimal digits.</summary>
    public string? Sha512 { get; init; }

    /// <summary>Gets its package URL; null when it has none.</summary>
    public string? Purl { get; init; }

    /// <summary>Gets where its file can be had; null when unknown.</summary>
    public string? Address { get; init; }

    /// <summary>Gets the patches that were applied to it, in the order in which they were.</summary>
    public ImmutableArray<Patch> Patches { get; init; } = [];

    /// <summary>Gets further facts, each under a name of its own.</summary>
    public ImmutableArray<(string Name, string Value)> Facts { get; init; } = [];

    /// <summary>Gets the id of the component it is a part of; null when it stands for itself.</summary>
    public string? PartOf { get; init; }

    /// <summary>Gets the ids of the components it is made of or needs, sorted.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];
}
