using System.Globalization;
using System.Text;

namespace Unikraft.Build.Makefiles;

/// <summary>
/// Which compiler, assembler and linker the machine has, for every core. The commands of a build name them, so an upgrade changes no command: it would leave the objects of two compilers in one image.
/// </summary>
public static class Toolchain
{
    private const string RecordName = ".toolchain";
    private static readonly string[] Programs = ["gcc", "g++", "as", "ld", "objcopy"];

    /// <summary>Describes the programs, a line each: the file behind the name, its length in bytes and its time, which a package brings along. Nothing is run.</summary>
    public static string Describe()
    {
        var text = new StringBuilder();
        foreach (var program in Programs)
        {
            text.Append(program).Append('=');
            if (Tools.Find(program) is { } found)
            {
                var file = File.ResolveLinkTarget(found, returnFinalTarget: true) as FileInfo ?? new FileInfo(found);
                text.Append(CultureInfo.InvariantCulture, $"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Deletes the objects below a build folder that another toolchain has made. What came with an origin stays.</summary>
    /// <param name="buildFolder">The build folder, absolute; it exists.</param>
    /// <exception cref="IOException">A file cannot be deleted or written.</exception>
    public static void ForgetObjectsOfOther(string buildFolder)
    {
        var record = Path.Combine(buildFolder, RecordName);
        var now = Describe();
        if (File.Exists(record) && File.ReadAllText(record) == now)
            return;
        foreach (var file in Directory.EnumerateFiles(buildFolder, "*.o", SearchOption.AllDirectories).Where(static f => !f.Contains("/origin/", StringComparison.Ordinal)).ToList())
            File.Delete(file);
        File.WriteAllText(record, now);
    }
}
