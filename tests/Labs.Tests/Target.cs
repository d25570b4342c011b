namespace Labs.Tests;

/// <summary>Where the prober runs.</summary>
public enum Target
{
    /// <summary>The Linux build, in a network namespace.</summary>
    Linux,

    /// <summary>The image on microvm.</summary>
    Microvm,

    /// <summary>The image on q35.</summary>
    Q35,

    /// <summary>The image on pc.</summary>
    Pc,
}
