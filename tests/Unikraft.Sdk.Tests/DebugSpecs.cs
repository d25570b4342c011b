using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using Unikraft.Sdk.Tests.Harness;

namespace Unikraft.Sdk.Tests;

/// <summary>A real gdb against a running guest, as docs/ide.md describes it and the launch.json of the template does it.</summary>
public sealed class DebugSpecs
{
    [Fact]
    public async Task Gdb_stops_at_main_and_shows_where_the_guest_is()
    {
        var app = (await Samples.ApplicationAsync("debugged")).Body("""
              <ItemGroup>
                <UkSelect Include="LIBNOLIBC" />
                <UkConfig Include="DEBUG_LEVEL" Value="2" />
              </ItemGroup>
            """)
            .Write("src/answer.c", "#include \"../answer.h\"\n\n__attribute__((noinline)) int answer(void)\n{\n    volatile int result = 42;\n    return result;\n}\n");
        File.Delete(app.PathOf("answer.c"));
        (await app.Run("build")).Succeeded();
        var port = FreePort();
        var guest = app.Run("run", "--no-build", "-p:UkAccelerator=tcg", "-p:UkRunTimeout=100", $"-p:UkQemuArguments=-gdb tcp:127.0.0.1:{port} -S");
        string[] commands =
        [
            // The guest may still be on its way: gdb tries again for that long.
            "set tcp connect-timeout 90", $"target remote 127.0.0.1:{port}", "break main", "continue", "backtrace", "list 7,7",
            "break answer", "continue", "next", "backtrace", "info locals", "info source", "delete", "continue",
        ];
        // From a folder of its own, so that only the .gdb file can know where sources are.
        var gdb = await Cli.Wrap("gdb")
            .WithArguments(["--quiet", "--batch", "-nx", "-x", app.Image + ".gdb", app.Image + ".dbg", .. commands.SelectMany(c => new[] { "-ex", c })])
            .WithWorkingDirectory("/").WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        var said = gdb.StandardOutput + gdb.StandardError;
        string[] expected =
        [
            @"Breakpoint 1, .*\bmain \(.*\) at app/.*main\.c:\d+", @"printf\(""the answer is %d", @"#0 .*\banswer \(.*\) at .*answer\.c:\d+\n#1 .*\bmain \(.*main\.c", "result = 42",
            $"Located in {Regex.Escape(app.PathOf("src/answer.c"))}",
        ];
        Assert.All(expected, pattern => Assert.True(Regex.IsMatch(said, pattern), $"no '{pattern}':\n{said}"));
        var result = await guest;
        Assert.Contains("The guest waits for gdb", result.Log, StringComparison.Ordinal);
        Assert.Equal(7, result.ExitCode);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
