using System.Collections.Immutable;

namespace Unikraft.Build.Sbom;

/// <summary>Everything an image is made of and with. The same input gives the same bill, whatever machine and folder it is made in.</summary>
/// <param name="Image">The image.</param>
/// <param name="Components">What is in it, the core first, then by the order of libraries.</param>
/// <param name="Tools">What it was made with.</param>
/// <param name="Created">The time both formats ask for; not that of the build, which would make every bill another one.</param>
public sealed record BillOfMaterials(Component Image, ImmutableArray<Component> Components, ImmutableArray<Component> Tools, DateTimeOffset Created)
{
    /// <summary>Gets the image, what is in it, and what it was made with.</summary>
    public IEnumerable<Component> All => [Image, .. Components, .. Tools];
}
