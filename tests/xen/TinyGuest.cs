using CliWrap;
using CliWrap.Buffered;
using TestBed;

namespace Xen.Bed;

/// <summary>The guest of tiny.c.</summary>
public static class TinyGuest
{
    /// <summary>Compiles it.</summary>
    /// <param name="path">Where to.</param>
    /// <exception cref="BedException">UK3200: gcc does not work.</exception>
    public static async Task BuildAsync(string path)
    {
        var result = await Cli.Wrap("gcc")
            .WithArguments([
                "-m32", "-O2", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-ffreestanding", "-fno-pie", "-fno-stack-protector", "-fno-asynchronous-unwind-tables",
                "-nostdlib", "-static", "-no-pie", "-Wl,--build-id=none,-Ttext-segment=0x100000,-e,entry", "-o", path, Path.Combine(XenBed.Sources, "tiny.c"),
            ])
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
        if (result.ExitCode != 0)
            throw new BedException("UK3200", $"gcc cannot compile the tiny guest. Install Debian's package gcc.\n{result.StandardError}");
    }

    /// <summary>An xl configuration.</summary>
    /// <param name="kernel">Its path in domain 0.</param>
    /// <param name="words">What it shall do (tiny.c).</param>
    public static string Config(string kernel, string words) => $"""
        type = "pvh"
        kernel = "{kernel}"
        memory = 4
        # Without it Xen 4.17 refuses so small a guest: what xl computes is less than one page for each of its tables.
        shadow_memory = 1
        extra = "{words}"

        """;
}
