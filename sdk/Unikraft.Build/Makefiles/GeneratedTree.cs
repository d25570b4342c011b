using System.Collections.Immutable;
using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Makefiles;

/// <summary>The files generated from a project: a folder's content as a value, written when and where the caller wants.</summary>
/// <param name="Texts">Files with a text of their own.</param>
/// <param name="Copies">Files taken over from elsewhere.</param>
public sealed record GeneratedTree(ImmutableArray<GeneratedFile> Texts, ImmutableArray<CopiedFile> Copies)
{
    /// <summary>Folders of which make reads every file, so that a file left over from an earlier run would have an effect.</summary>
    private static readonly string[] WholeFolders = [ProjectGenerator.PatchFolder, ProjectGenerator.OriginFolder];

    /// <summary>Gets all relative paths, in ordinal order.</summary>
    public ImmutableArray<string> RelativePaths =>
        [.. Texts.Select(static t => t.RelativePath).Concat(Copies.Select(static c => c.RelativePath)).Order(StringComparer.Ordinal)];

    /// <summary>
    /// Writes the tree: only files whose content differs, each by a temporary file and a rename, and removes what an earlier run left in the
    /// folders of patches and origins.
    /// </summary>
    /// <returns>The absolute paths of the files that changed (UK1401 when one cannot be written).</returns>
    public Result<ImmutableArray<string>> WriteTo(string folder)
    {
        var changed = ImmutableArray.CreateBuilder<string>();
        var problems = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var text in Texts)
            Take(GeneratedFiles.WriteIfChanged(Path.Combine(folder, text.RelativePath), text.Text), text.RelativePath);
        foreach (var copy in Copies)
            Take(GeneratedFiles.CopyIfChanged(copy.Source, Path.Combine(folder, copy.RelativePath)), copy.RelativePath);
        foreach (var name in WholeFolders)
            RemoveLeftovers(folder, name, changed, problems);
        return new Result<ImmutableArray<string>>(changed.DrainToImmutable(), problems.DrainToImmutable());

        void Take(Result<bool> result, string relativePath)
        {
            problems.AddRange(result.Diagnostics);
            if (result.Value)
                changed.Add(Path.Combine(folder, relativePath));
        }
    }

    private void RemoveLeftovers(string folder, string name, ImmutableArray<string>.Builder changed, ImmutableArray<Diagnostic>.Builder problems)
    {
        var whole = Path.Combine(folder, name);
        if (!Directory.Exists(whole))
            return;
        var wanted = RelativePaths.ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(whole).Where(f => !wanted.Contains($"{name}/{Path.GetFileName(f)}")).ToList())
        {
            if (GeneratedFiles.Delete(file) is { } problem)
                problems.Add(problem);
            else
                changed.Add(file);
        }
    }
}
