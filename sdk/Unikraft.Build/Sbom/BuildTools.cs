using System.Collections.Immutable;
using CliWrap;
using CliWrap.Buffered;
using Unikraft.Build.Makefiles;

namespace Unikraft.Build.Sbom;

/// <summary>The programs that make an image, with the versions they state, and the part of the compiler that is linked into it.</summary>
public static class BuildTools
{
    private const string LibgccLicense = "GPL-3.0-or-later WITH GCC-exception-3.1";

    private static readonly (string Program, string Name, string License)[] Programs =
    [
        ("gcc", "gcc", "GPL-3.0-or-later"),
        ("ld", "binutils", "GPL-3.0-or-later"),
        ("make", "make", "GPL-3.0-or-later"),
    ];

    /// <summary>Asks each program for its version. One that is missing is left out: without it there would be no image.</summary>
    public static async Task<ImmutableArray<Component>> FindAsync(CancellationToken cancellation = default)
    {
        var tools = ImmutableArray.CreateBuilder<Component>();
        foreach (var (program, name, license) in Programs)
        {
            // "gcc (Debian 12.2.0-14+deb12u1) 12.2.0": the whole line tells whose build it is, the last word is the version.
            if (await AskAsync(program, "--version", cancellation).ConfigureAwait(false) is { } line)
                tools.Add(new Component(ComponentKind.Tool, $"tool-{name}", name, line.Split(' ')[^1]) { License = license, Description = line });
        }

        return tools.DrainToImmutable();
    }

    /// <summary>Describes libgcc; null without a compiler.</summary>
    public static async Task<Component?> FindRuntimeAsync(CancellationToken cancellation = default)
    {
        var file = await AskAsync("gcc", "-print-libgcc-file-name", cancellation).ConfigureAwait(false);
        var version = await AskAsync("gcc", "-dumpfullversion", cancellation).ConfigureAwait(false);
        return file is null || !File.Exists(file)
            ? null
            : new Component(ComponentKind.CompilerRuntime, "runtime-libgcc", "libgcc", version)
            {
                License = LibgccLicense,
                Description = "The arithmetic that the compiler calls.",
                FileName = Path.GetFileName(file),
                Sha256 = LibraryFacts.Sha256(file),
            };
    }

    private static async Task<string?> AskAsync(string program, string question, CancellationToken cancellation)
    {
        if (Tools.Find(program) is null)
            return null;
        var answer = await Cli.Wrap(program)
            .WithArguments([question])
            .WithEnvironmentVariables(static e => e.Set("LC_ALL", "C"))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellation)
            .ConfigureAwait(false);
        return answer.ExitCode == 0 ? answer.StandardOutput.Split('\n')[0].Trim() : null;
    }
}
