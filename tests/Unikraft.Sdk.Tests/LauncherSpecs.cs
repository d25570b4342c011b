using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using Unikraft.Sdk.Tests.Harness;

namespace Unikraft.Sdk.Tests;

/// <summary>UkCompilerLauncher with the programs it is for.</summary>
public sealed partial class LauncherSpecs
{
    [Fact]
    public async Task The_second_clone_in_another_folder_takes_its_objects_from_the_cache()
    {
        var folder = Directory.CreateTempSubdirectory("uk-ccache-");
        try
        {
            var cache = new Dictionary<string, string?> { ["CCACHE_DIR"] = folder.FullName };
            var (first, second) = (await Samples.ApplicationAsync("cached"), (await PackedSdk.GetAsync()).Project("cached", "the-second-clone"));
            TestFiles.CopyFolder(first.Folder, second.Folder);
            (await first.RunWith(cache, "build", "-p:UkCompilerLauncher=ccache")).Succeeded().HasNoWarning();
            await Ccache(cache, "-z");
            (await second.RunWith(cache, "build", "-p:UkCompilerLauncher=ccache")).Succeeded().HasNoWarning();
            var statistics = await Ccache(cache, "--print-stats");
            var (hits, misses) = (Count(statistics, "direct_cache_hit") + Count(statistics, "preprocessed_cache_hit"), Count(statistics, "cache_miss"));
            Assert.True(hits >= 40 && hits >= 0.95 * (hits + misses), $"{hits} hits, {misses} misses\n{statistics}");
            Assert.Equal(await File.ReadAllBytesAsync(first.Image), await File.ReadAllBytesAsync(second.Image));
            // A changed header is noticed through the cache, and the image can be verified.
            second.Write("answer.h", "#define ANSWER_STATUS 9\nint answer(void);\n");
            (await second.RunWith(cache, "build", "--no-restore", "-p:UkCompilerLauncher=ccache", "-t:UkVerify")).Succeeded().HasNoWarning();
            Assert.NotEqual(await File.ReadAllBytesAsync(first.Image), await File.ReadAllBytesAsync(second.Image));
            // Without it the objects are compiled anew, dependency files included.
            (await second.Run("build", "--no-restore")).Succeeded().HasNoWarning();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Distcc_compiles_on_the_machine_it_is_told_and_the_image_is_the_same()
    {
        using var stop = new CancellationTokenSource();
        var app = await Samples.ApplicationAsync("built");
        var (port, log) = (FreePort(), new StringBuilder());
        var own = Directory.CreateDirectory(app.PathOf("distcc")).FullName;
        var daemon = Cli.Wrap("distccd")
            .WithArguments(["--daemon", "--no-detach", "--listen", "127.0.0.1", "--allow", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--jobs", "2", "--log-stderr", "--log-level", "info"])
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(log))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(CancellationToken.None, stop.Token);
        try
        {
            await ListensAsync(port);
            // Without the fallback a compilation that cannot be sent fails.
            var hosts = new Dictionary<string, string?> { ["DISTCC_HOSTS"] = $"127.0.0.1:{port}/2", ["DISTCC_FALLBACK"] = "0", ["DISTCC_DIR"] = own };
            (await app.RunWith(hosts, "build", "-p:UkCompilerLauncher=distcc")).Succeeded().HasNoWarning();
            Assert.Equal(await File.ReadAllBytesAsync((await Samples.BuiltApplicationAsync()).Image), await File.ReadAllBytesAsync(app.Image));
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAny(daemon.Task);
        }

        Assert.InRange(Compiled().Count(log.ToString()), 40, 1000);
    }

    [Fact]
    public async Task A_launcher_that_is_not_there_is_an_error_that_says_so()
    {
        var app = await Samples.ApplicationAsync();
        (await app.Run("build", "-p:UkCompilerLauncher=no-such-launcher")).Failed("UK1031", "'no-such-launcher' was not found");
    }

    private static async Task<string> Ccache(Dictionary<string, string?> environment, string argument) =>
        (await Cli.Wrap("ccache").WithArguments([argument]).WithEnvironmentVariables(environment).ExecuteBufferedAsync()).StandardOutput;

    private static int Count(string statistics, string name) =>
        int.Parse(Regex.Match(statistics, $@"(?m)^{name}\s+(\d+)").Groups[1].Value, CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task ListensAsync(int port)
    {
        for (var i = 0; ; i++)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (i < 100)
            {
                await Task.Delay(100);
            }
        }
    }

    [GeneratedRegex("COMPILE_OK")]
    private static partial Regex Compiled();
}
