using System.Collections.Immutable;
using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Projects;

/// <summary>A platform an image is built for: its name, the values it fixes in the configuration, and the name of its image.</summary>
/// <param name="Name">The name, as in property <c>UkPlatforms</c>.</param>
/// <param name="ImageSuffix">What stands in the image's file name after <c>name_</c> (build-interface 1.3).</param>
/// <param name="Requests">The configuration values it needs.</param>
public sealed record Platform(string Name, string ImageSuffix, ImmutableArray<ConfigRequest> Requests)
{
    /// <summary>Gets KVM, started by QEMU, x86_64.</summary>
    public static Platform Kvm { get; } = new(
        "kvm",
        "qemu-x86_64",
        [new("ARCH_X86_64", "y"), new("PLAT_KVM", "y"), new("KVM_VMM_QEMU", "y")]);

    /// <summary>Gets Xen (PVH), x86_64.</summary>
    public static Platform Xen { get; } = new("xen", "xen-x86_64", [new("ARCH_X86_64", "y"), new("PLAT_XEN", "y")]);

    /// <summary>Gets all platforms.</summary>
    public static ImmutableArray<Platform> All { get; } = [Kvm, Xen];

    /// <summary>Finds a platform by its name (UK1104 when there is none).</summary>
    public static Result<Platform> Parse(string name) =>
        All.FirstOrDefault(p => p.Name == name) is { } platform
            ? Result.Of(platform)
            : Result.Failed<Platform>(Diagnostic.Error(
                "UK1104",
                $"There is no platform '{name}'.",
                NearestName.Propose(name, All.Select(static p => p.Name), "Platforms are: " + string.Join(", ", All.Select(static p => p.Name)) + ".")));

    /// <summary>Gets the file name of an image.</summary>
    public string ImageFileName(string imageName) => $"{imageName}_{ImageSuffix}";
}
