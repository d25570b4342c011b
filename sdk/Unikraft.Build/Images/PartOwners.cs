using System.Text.RegularExpressions;

namespace Unikraft.Build.Images;

/// <summary>
/// Tells the microlibrary that a part of an image belongs to. Of an image optimized at link time the linker knows only one temporary object; there the core's
/// <c>IMAGE.lto</c> says which object each symbol comes from (<c>core/make/lto-origins.sh</c>), and sections are named after symbols.
/// </summary>
/// <param name="buildFolder">The folder with an object <c>LIB.o</c> and a folder <c>LIB/</c> for each microlibrary.</param>
/// <param name="objects">The object of each symbol that the compiler made while linking.</param>
public sealed partial class PartOwners(string buildFolder, IReadOnlyDictionary<string, string> objects)
{
    /// <summary>The name of what the compiler made while linking and nobody can tell the microlibrary of: texts that several have in common, for example.</summary>
    public const string LinkTimeCode = "(link-time code)";

    private readonly string folder = buildFolder.TrimEnd('/') + '/';

    /// <summary>Reads the list that lies beside an image; without one every microlibrary of code made while linking stays unknown.</summary>
    /// <param name="image">The image in make's folder.</param>
    public static PartOwners Of(string image)
    {
        var list = $"{image}.lto";
        var objects = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in File.Exists(list) ? File.ReadLines(list) : [])
        {
            if (line.IndexOf(' ', StringComparison.Ordinal) is > 0 and var blank)
                objects[line[..blank]] = line[(blank + 1)..];
        }

        return new PartOwners(Path.GetDirectoryName(Path.GetFullPath(image))!, objects);
    }

    /// <summary>Names the microlibrary of a part.</summary>
    /// <param name="input">The section of the object, for example <c>.text.main</c>.</param>
    /// <param name="file">The object, as the linker was given it; a member of an archive in parentheses.</param>
    public string LibraryOf(string input, string file)
    {
        if (!file.EndsWith(".ltrans.o", StringComparison.Ordinal))
            return LibraryOfObject(file);
        return ObjectOf(input) is { } source ? LibraryOfObject(source) : LinkTimeCode;
    }

    /// <summary>The object of the symbol that a section is named after: <c>.text.unlikely.NAME</c>, <c>.rodata.NAME.str1.1</c>. A name may have dots itself.</summary>
    private string? ObjectOf(string input)
    {
        for (var dot = input.IndexOf('.', 1); dot > 0; dot = input.IndexOf('.', dot + 1))
        {
            var name = input[(dot + 1)..];
            if (objects.TryGetValue(name, out var found) || objects.TryGetValue(PoolSuffix().Replace(name, ""), out found))
                return found;
        }

        return null;
    }

    /// <summary><c>/build/liblwip.o</c>, <c>/build/liblwip.ld.o</c> and <c>/build/liblwip/udp.o</c> are liblwip, <c>/lib/libgcc.a(x.o)</c> is libgcc.</summary>
    private string LibraryOfObject(string file)
    {
        var below = file.StartsWith(folder, StringComparison.Ordinal) ? file[folder.Length..] : Path.GetFileName(file.Split('(')[0]);
        return below.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? below[..slash] : below.Split('.')[0];
    }

    [GeneratedRegex(@"(\.str[0-9.]+|\.cst[0-9]+|\.cold)+$")]
    private static partial Regex PoolSuffix();
}
