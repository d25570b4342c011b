namespace Unikraft.Build.Images;

/// <summary>The first difference between two builds of one image.</summary>
/// <param name="File">The source file, or the object when the source is unknown; the image when all objects are the same.</param>
/// <param name="Section">The section; empty when the files differ outside of any.</param>
/// <param name="Symbol">The symbol at or before the difference; empty when there is none.</param>
/// <param name="Offset">Where in the section the first byte differs; the shorter length when one is the beginning of the other.</param>
public sealed record ImageDifference(string File, string Section, string Symbol, long Offset)
{
    /// <summary>Says it in words.</summary>
    public override string ToString()
    {
        var section = Section.Length > 0 ? $"section {Section}, " : "";
        var symbol = Symbol.Length > 0 ? $"symbol {Symbol}, " : "";
        return $"{section}{symbol}file {File}, byte {Offset} of {(Section.Length > 0 ? "the section" : "the file")}";
    }
}
