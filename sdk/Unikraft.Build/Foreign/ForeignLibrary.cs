using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Foreign;

/// <summary>A library somebody made for Unikraft, as a folder with a <c>Makefile.uk</c> of its own. Read as text: nothing of it runs here.</summary>
/// <param name="Root">The folder, absolute.</param>
/// <param name="Registered">The libraries it registers, in order; at least one. Their names follow from nothing else (build-interface 2.2).</param>
public sealed partial record ForeignLibrary(string Root, ImmutableArray<RegisteredLibrary> Registered)
{
    /// <summary>Gets the symbol that turns the folder on: that of the first library that has one.</summary>
    public string? Symbol => Registered.Select(static r => r.Symbol).FirstOrDefault(static s => s is not null);

    /// <summary>Reads a folder (UK1120: no Makefile.uk, or it registers nothing).</summary>
    public static Result<ForeignLibrary> Read(string root)
    {
        var file = Path.Combine(root, "Makefile.uk");
        if (!File.Exists(file))
            return Result.Failed<ForeignLibrary>(Diagnostic.Error("UK1120", $"The folder '{root}' has no Makefile.uk.", "Name the folder of a Unikraft library."));
        var found = Registration().Matches(File.ReadAllText(file))
            .Select(static m => new RegisteredLibrary(m.Groups["name"].Value, m.Groups["symbol"] is { Success: true } symbol ? symbol.Value : null))
            .DistinctBy(static r => r.Name)
            .ToImmutableArray();
        return found.IsEmpty
            ? Result.Failed<ForeignLibrary>(Diagnostic.Error("UK1120", "Nothing registers a library here.", "A library's Makefile.uk calls addlib_s with its name and its symbol.").At(file))
            : Result.Of(new ForeignLibrary(root, found));
    }

    /// <summary>One registration a line, as kraft's line-wise reader expects, too (build-interface 4).</summary>
    [GeneratedRegex(@"^[ \t]*\$\(eval[ \t]+\$\(call[ \t]+(?:addlib(?:_tree)?(?:_s)?|addplatlib(?:_s)?,[\w.-]+),[ \t]*(?<name>[\w.-]+)[ \t]*(?:,[ \t]*\$\(CONFIG_(?<symbol>\w+)\)[ \t]*)?\)\)", RegexOptions.Multiline)]
    private static partial Regex Registration();
}
