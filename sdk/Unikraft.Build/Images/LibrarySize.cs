using System.Collections.Immutable;

namespace Unikraft.Build.Images;

/// <summary>What one microlibrary takes of an image.</summary>
/// <param name="Name">The name make knows it by, for example <c>liblwip</c>.</param>
/// <param name="FileBytes">Bytes in the file.</param>
/// <param name="ZeroBytes">Memory that starts as zero and takes nothing in the file.</param>
/// <param name="Sections">Bytes by section of the image, by name, those of <paramref name="ZeroBytes" /> included.</param>
public sealed record LibrarySize(string Name, long FileBytes, long ZeroBytes, ImmutableArray<SectionSize> Sections)
{
    /// <summary>Gets the bytes in a section of the image.</summary>
    public long In(string section) => Sections.FirstOrDefault(s => s.Name == section)?.Bytes ?? 0;
}
