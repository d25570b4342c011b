using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Unikraft.Build.Foreign;
using Unikraft.Build.Makefiles;
using Unikraft.Build.Projects;

namespace Unikraft.Build.Trees;

/// <summary>
/// Removes the products of a Unikraft tree's build that the tree would keep although what they were made from has changed. What the last build was
/// made from is kept below the build folder; a record is written after the products it condemns are gone, so a kill in between repeats the work.
/// </summary>
/// <param name="tree">The tree.</param>
/// <param name="application">The application.</param>
public sealed class StaleProducts(CoreTree tree, Application application)
{
    /// <summary>The folder of the records, of a build folder.</summary>
    public const string RecordFolder = ".unikraft-sdk";

    private readonly string build = application.BuildFolder;

    /// <summary>Removes what is stale. To be called before make, after the files were generated.</summary>
    public void Forget()
    {
        var state = TreeState();
        if (Before("tree") is { } before && before != state)
            ForgetObjects(build);
        Record("tree", state);
        foreach (var root in application.Libraries.Select(static l => l.Root).Prepend(application.GeneratedFolder))
            Forget(root);
    }

    private void Forget(string root)
    {
        if (ForeignLibrary.Read(root).Value is not { } library)
            return;
        var names = library.Registered.Select(static r => r.Name).ToImmutableArray();
        var record = names[0];
        var now = MakefilesOf(root);
        if (Before(record) is { } before && before != now)
            Forget(names, MakefileChanges.Between(before, now, names));
        Record(record, now);
    }

    private void Forget(ImmutableArray<string> names, MakefileChanges changes)
    {
        if (changes.Image)
            ForgetObjects(build);
        foreach (var name in names)
        {
            var folder = Path.Combine(build, name);
            if (changes.Library)
                ForgetObjects(folder);
            foreach (var file in Objects(folder).Where(o => changes.Files.Contains(Scope(o))))
                File.Delete(file);

            // The linked library is made from the objects, and from nothing that says which these are.
            File.Delete(Path.Combine(build, name + ".ld.o"));
            File.Delete(Path.Combine(build, name + ".o"));
        }
    }

    /// <summary>The name of an object as file-scope variables spell it: <c>main.isr.o</c> is <c>MAIN_ISR</c>.</summary>
    private static string Scope(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var variant = Path.GetExtension(name);
        return ProjectNames.Upper(variant.Length > 1 ? $"{Path.GetFileNameWithoutExtension(name)}_{variant[1..]}" : name);
    }

    private static void ForgetObjects(string folder)
    {
        foreach (var file in Objects(folder))
            File.Delete(file);
    }

    private static List<string> Objects(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.o", SearchOption.AllDirectories)] : [];

    /// <summary>All makefiles of a library, in a fixed order. The sources are make's own business.</summary>
    private static string MakefilesOf(string root)
    {
        var text = new StringBuilder();
        foreach (var file in Directory.EnumerateFiles(root, "Makefile.*").Concat(Directory.EnumerateFiles(root, "*syms.uk")).Order(StringComparer.Ordinal))
            text.Append("# ").Append(Path.GetFileName(file)).Append('\n').Append(File.ReadAllText(file)).Append('\n');
        return text.ToString();
    }

    /// <summary>The makefiles of the tree itself, by size and time: nobody edits them while a project is built with them.</summary>
    private string TreeState()
    {
        var text = new StringBuilder(tree.Version.Full).Append('\n');
        foreach (var file in TrackedInputs.FilesOfMake(tree.Root).Select(static f => new FileInfo(f)).OrderBy(static f => f.FullName, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}\n");
        return text.ToString();
    }

    private string? Before(string record) => PathOf(record) is var path && File.Exists(path) ? File.ReadAllText(path) : null;

    private void Record(string record, string text) => GeneratedFiles.WriteIfChanged(PathOf(record), text);

    private string PathOf(string record) => Path.Combine(build, RecordFolder, record);
}
