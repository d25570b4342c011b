using System.Collections.Immutable;
using System.Text;

namespace Unikraft.Build.Projects;

/// <summary>
/// Gives sources whose objects would collide a variant, so that none is lost (build-interface 2.3): the object is named after the base name alone.
/// </summary>
public static class SourceVariants
{
    /// <summary>Sorts the sources and adds variants: the first of a name stays as it is, later ones take the name of their folder.</summary>
    /// <returns>The sources in ordinal order of their paths. Two equal paths stay equal; the validator refuses them.</returns>
    public static ImmutableArray<SourceFile> Resolve(IEnumerable<SourceFile> sources)
    {
        var sorted = sources
            .OrderBy(static s => s.Origin ?? "", StringComparer.Ordinal)
            .ThenBy(static s => s.Path, StringComparer.Ordinal)
            .ThenBy(static s => string.Join('|', s.Variants), StringComparer.Ordinal)
            .ToList();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var result = ImmutableArray.CreateBuilder<SourceFile>(sorted.Count);
        foreach (var source in sorted)
        {
            result.Add(Reserve(source, source.Variants, taken) ? source : WithVariant(source, taken));
        }

        return result.MoveToImmutable();
    }

    /// <summary>The prefix of a source's file-scope variables after the library's: base name without its last suffix, upper case.</summary>
    public static string FileScope(SourceFile source) => ProjectNames.Upper(BaseName(source.Path));

    /// <summary>Gets a file name without folder and last suffix; of <c>x.m4&gt;.c</c> the part before.</summary>
    public static string BaseName(string path) => Path.GetFileNameWithoutExtension(path);

    private static SourceFile WithVariant(SourceFile source, HashSet<string> taken)
    {
        var folders = (Path.GetDirectoryName(source.Path) ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        var own = source.Variants.IsEmpty ? [""] : source.Variants;

        // The name isr changes the compiler's flags, so it may neither appear nor vanish by itself; the validator reports the collision.
        if (own.Contains("isr"))
            return source;
        for (var depth = 1; depth <= folders.Length; depth++)
        {
            var name = Identifier(string.Join('_', folders[^depth..]));
            if (Try(name) is { } found)
                return found;
        }

        for (var number = 2; ; number++)
        {
            if (Try("v" + number.ToString(System.Globalization.CultureInfo.InvariantCulture)) is { } found)
                return found;
        }

        SourceFile? Try(string name)
        {
            var variants = own.Select(v => v.Length == 0 ? name : $"{v}_{name}").ToImmutableArray();
            return !variants.Contains("isr") && Reserve(source, variants, taken) ? source with { Variants = variants } : null;
        }
    }

    private static bool Reserve(SourceFile source, ImmutableArray<string> variants, HashSet<string> taken)
    {
        var scope = FileScope(source);
        var keys = variants.IsEmpty ? [scope] : variants.Select(v => $"{scope}|{ProjectNames.Upper(v)}").ToArray();
        if (keys.Any(taken.Contains))
            return false;
        taken.UnionWith(keys);
        return true;
    }

    private static string Identifier(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
            result.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        return result.Length > 0 ? result.ToString() : "v";
    }
}
