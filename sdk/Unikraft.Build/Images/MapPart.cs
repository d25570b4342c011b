namespace Unikraft.Build.Images;

/// <summary>A part of an image, as the linker placed it.</summary>
/// <param name="Section">The section of the image, for example <c>.text</c>.</param>
/// <param name="Input">The section of the object, for example <c>.text.main</c>.</param>
/// <param name="Address">Address in memory.</param>
/// <param name="Size">Bytes.</param>
/// <param name="File">The object, as the linker was given it; a member of an archive in parentheses.</param>
public sealed record MapPart(string Section, string Input, ulong Address, long Size, string File)
{
    /// <summary>The name of what the compiler made from several microlibraries at once (CONFIG_OPTIMIZE_LTO).</summary>
    public const string LinkTimeCode = "(link-time code)";

    /// <summary>Gets the microlibrary: <c>/build/liblwip.o</c> and <c>/build/liblwip.ld.o</c> are liblwip, <c>/lib/libgcc.a(x.o)</c> is libgcc.</summary>
    public string Library => File.EndsWith(".ltrans.o", StringComparison.Ordinal) ? LinkTimeCode : Path.GetFileName(File.Split('(')[0]).Split('.')[0];
}
