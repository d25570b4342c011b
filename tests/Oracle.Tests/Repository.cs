using System.Runtime.CompilerServices;
using CliWrap;
using CliWrap.Buffered;

namespace Oracle.Tests;

/// <summary>Where the files of the repository are.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "../.."));

    public static string Labs => Path.Combine(Root, "tools/netlab/labs");

    public static string Expected => Path.Combine(Root, "tests/Labs.Tests/expected");

    /// <summary>The image that build.sh makes.</summary>
    public static string Image => Path.Combine(Root, "samples/uTNT/bin/Release/kvm/uTNT_qemu-x86_64");

    /// <summary>Where labs that differ stay.</summary>
    public static string FailedLabs => Path.Combine(Root, "artifacts/oracle/failed");

    private static readonly Lazy<Task<string>> Program = new(BuildProgramAsync);

    /// <summary>Builds uTNT for Linux, once for all tests.</summary>
    public static Task<string> ProgramAsync() => Program.Value;

    private static async Task<string> BuildProgramAsync()
    {
        var folder = Path.Combine(Root, "artifacts/oracle/utnt");
        var result = await Cli.Wrap("make").WithArguments(["-C", Path.Combine(Root, "samples/uTNT"), "host", $"O={folder}"])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        Assert.True(result.ExitCode == 0, result.StandardError);
        return Path.Combine(folder, "release/utnt");
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
