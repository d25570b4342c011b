using System.IO.Compression;
using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;

namespace Labs.Tests;

/// <summary>What a guest recorded, Linux replays to the same bytes; so does what uk-scamper recorded (hard labs on Linux: <see cref="HardLabTests"/>).</summary>
public sealed class ReplayTests : IDisposable
{
    private static readonly Lazy<Task<string>> Program = new(BuildScamperAsync);
    private static readonly string[] Labs = ["ex04", "ex17", "bad links"];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("replay-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Linux_replays_what_a_guest_recorded()
    {
        var bad = HardLab.WithLinks("bad links", "ex05", 3, "\"loss_percent\": 3, \"duplicate_percent\": 20, \"corrupt_percent\": 2").ToJson();
        await File.WriteAllTextAsync(At("bad links.json"), bad);
        string[] paths = [Path.Combine(Repository.Labs, "ex04.json"), Path.Combine(Repository.Labs, "ex17.json"), At("bad links.json")];
        var result = await NetlabAsync([.. paths, "--image", LabRuns.Image(), "--kvm", "off", "--jobs", "3", "--output", At("out"), "--", .. Recording.InGuest]);
        Assert.True(result.ExitCode == 0, result.StandardError);
        var program = await LabRuns.ProgramAsync();
        foreach (var lab in Labs)
            Assert.Equal((lab, ""), (lab, await Recording.ReplayAsync(program, Path.Combine(At("out"), lab))));
    }

    [Fact]
    public async Task A_recording_of_uk_scamper_replays_in_all_formats()
    {
        var program = await ScamperProgramAsync();
        string[] commands = ["trace -P icmp-paris 20.9.9.9", "trace -P udp -w 1 20.0.3.2", "trace -P tcp -w 1 -g 2 20.0.4.2", "trace -M 20.9.9.9",
            "trace -N 3 20.9.9.9", "trace -z 20.0.5.2 -Z set -f 4 20.9.9.9", "ping -c 3 -i 0.1 20.9.9.9", "ping -R -c 1 20.0.0.2"];
        var run = await NetlabAsync([Path.Combine(Repository.Labs, "ex02.json"), "--output", At("lab"), "--exec", "--", program, "-p", "500", "--record", At("run.pcapng"),
            "--pcap", At("run.pcap"), "-O", "warts", "-o", At("run.warts"), "-I", .. commands]);
        Assert.True(run.ExitCode == 0, run.StandardError);

        // A replay needs neither network nor rights; the JSON is what Debian's reader makes of the warts.
        await ScamperAsync(program, "--replay", At("run.pcapng"), "-o", At("again.warts"), "--pcap", At("again.pcap"));
        await ScamperAsync(program, "--replay", At("run.pcapng"), "-O", "json", "-o", At("again.json"));
        await ScamperAsync(program, "--replay", At("run.pcapng"), "-o", At("again.warts.gz"));
        Assert.Equal(await File.ReadAllBytesAsync(At("run.warts")), await File.ReadAllBytesAsync(At("again.warts")));
        Assert.Equal(await File.ReadAllBytesAsync(At("run.warts")), await UnpackAsync(At("again.warts.gz")));
        Assert.Equal(await File.ReadAllBytesAsync(At("run.pcap")), await File.ReadAllBytesAsync(At("again.pcap")));
        var json = await Cli.Wrap("sc_warts2json").WithArguments(At("run.warts")).ExecuteBufferedAsync();
        Assert.Equal(Lines(json.StandardOutput), Lines(await File.ReadAllTextAsync(At("again.json"))));
    }

    [Fact]
    public async Task A_run_through_a_control_socket_replays_without_its_engine()
    {
        // The engine is uk-scamper; a deadline makes the client ask for the time, too.
        var run = await RunInLabAsync($"""
            '{await ScamperProgramAsync()}' -p 1000 -U engine.sock & engine=$!
            while [ ! -S engine.sock ]; do sleep 0.05; done
            '{await LabRuns.ProgramAsync()}' -U engine.sock -a targets.txt --seed 3 --deadline 60 -l commands.log -o out.warts --json run.json --record {Recording.Name}; status=$?
            kill $engine
            exit $status
            """);

        Assert.True(run.ExitCode == 0, run.StandardError);
        Assert.Equal(3, (await File.ReadAllLinesAsync(At("run.json"))).Length);
        Assert.Equal("", await Recording.ReplayAsync(await LabRuns.ProgramAsync(), _folder.FullName));
    }

    [Fact]
    public async Task A_run_through_a_control_socket_that_was_interrupted_replays_to_the_same_end()
    {
        var run = await RunInLabAsync($"""
            '{await ScamperProgramAsync()}' -p 100 -U engine.sock & engine=$!
            while [ ! -S engine.sock ]; do sleep 0.05; done
            '{await LabRuns.ProgramAsync()}' -U engine.sock -a targets.txt --seed 3 -l commands.log -o out.warts --json run.json --record {Recording.Name} & client=$!
            while [ ! -s run.json ]; do sleep 0.01; done
            kill -TERM $client
            wait $client; status=$?
            kill $engine
            exit $status
            """);

        Assert.True(run.ExitCode == 5, $"{run.ExitCode}: {run.StandardError}");
        Assert.InRange((await File.ReadAllLinesAsync(At("run.json"))).Length, 1, 2);
        Assert.Equal("exit status 5: seed: 3\n", await Recording.ReplayAsync(await LabRuns.ProgramAsync(), _folder.FullName));
        foreach (var (first, again) in new[] { ("out.warts", "again.warts"), ("run.json", "again.json") })
            Assert.Equal(await File.ReadAllBytesAsync(At(first)), await File.ReadAllBytesAsync(At(again)));
    }

    [Fact]
    public async Task A_resumed_run_replays_with_what_it_found()
    {
        var program = await LabRuns.ProgramAsync();
        // The last record and the end of the cycle are cut off, which leaves a part of a record.
        var run = await RunInLabAsync($"""
            set -e
            '{program}' -a targets.txt --seed 3 -o out.warts --json run.json
            truncate -s -150 out.warts
            '{program}' -a targets.txt --resume -l commands.log -o out.warts --json run.json --record {Recording.Name}
            """);

        Assert.True(run.ExitCode == 0, run.StandardError);
        Assert.Contains("resumed: 2 done", run.StandardError, StringComparison.Ordinal);
        Assert.Equal(3, (await File.ReadAllLinesAsync(At("run.json"))).Length);
        Assert.Equal("", await Recording.ReplayAsync(program, _folder.FullName));
    }

    /// <summary>Runs a script beside a list of three destinations, in the network of worked example 4.</summary>
    private async Task<BufferedCommandResult> RunInLabAsync(string script)
    {
        await File.WriteAllTextAsync(At("targets.txt"), "20.9.9.9\n20.0.6.2\n20.0.5.2\n");
        await File.WriteAllTextAsync(At("script"), $"cd '{_folder.FullName}'\n{script}");
        return await NetlabAsync([Path.Combine(Repository.Labs, "ex04.json"), "--output", At("lab"), "--exec", "--", "sh", At("script")]);
    }

    private static async Task<byte[]> UnpackAsync(string path)
    {
        await using var packed = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        await packed.CopyToAsync(plain);
        return plain.ToArray();
    }

    private static List<string> Lines(string json) => [.. json.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.ToJsonString())];

    /// <summary>The Linux build of uk-scamper, built once for all tests.</summary>
    internal static Task<string> ScamperProgramAsync() => Program.Value;

    private static async Task<string> BuildScamperAsync()
    {
        var folder = Path.Combine(Repository.Root, "artifacts/labs-test/scamper");
        var result = await Cli.Wrap("make").WithArguments(["-s", "-C", Path.Combine(Repository.Root, "lib-scamper"), "host", $"O={folder}"])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        Assert.True(result.ExitCode == 0, result.StandardError);
        return Path.Combine(folder, "release/uk-scamper");
    }

    private static async Task ScamperAsync(string program, params string[] arguments)
    {
        var result = await Cli.Wrap(program).WithArguments(arguments).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        Assert.True(result.ExitCode == 0, result.StandardError);
    }

    private static async Task<BufferedCommandResult> NetlabAsync(IEnumerable<string> arguments) =>
        await Cli.Wrap("dotnet").WithArguments([Path.Combine(AppContext.BaseDirectory, "netlab.dll"), .. arguments])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
