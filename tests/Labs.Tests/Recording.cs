using CliWrap;
using CliWrap.Buffered;

namespace Labs.Tests;

/// <summary>Recordings of labs (docs/replay.md): made beside the other results of a lab, replayed on Linux.</summary>
internal static class Recording
{
    /// <summary>Name of the recording in the folder of results.</summary>
    public const string Name = "run.pcapng";

    /// <summary>Options that make it, and JSON beside it, in a guest.</summary>
    public static readonly string[] InGuest = ["--record", "/" + Name, "--json", "/run.json"];

    /// <summary>A program that is uTNT and records each run beside its <c>-o</c>, the fourth of netlab's arguments.</summary>
    public static async Task<string> WrapAsync(string program, string folder)
    {
        var path = Path.Combine(folder, "recorder");
        await File.WriteAllTextAsync(path, $"""
            #!/bin/sh
            exec '{program}' "$@" --record "$(dirname "$4")/{Name}" --json "$(dirname "$4")/run.json"

            """);
        await Cli.Wrap("chmod").WithArguments(["+x", path]).ExecuteAsync();
        return path;
    }

    /// <summary>Replays the recording of a folder of results; what is not the same, empty: nothing.</summary>
    public static async Task<string> ReplayAsync(string program, string folder)
    {
        string At(string name) => Path.Combine(folder, name);
        var result = await Cli.Wrap(program)
            .WithArguments(["--replay", At(Name), "-o", At("again.warts"), "-l", At("again.log"), "--json", At("again.json"), "-v"])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        if (result.ExitCode != 0)
            return $"exit status {result.ExitCode}: {result.StandardError}";
        (string First, string Again)[] files = [("out.warts", "again.warts"), ("commands.log", "again.log"), ("run.json", "again.json")];
        return string.Join(", ", files.Where(pair => !File.ReadAllBytes(At(pair.First)).AsSpan().SequenceEqual(File.ReadAllBytes(At(pair.Again)))).Select(pair => pair.First));
    }
}
