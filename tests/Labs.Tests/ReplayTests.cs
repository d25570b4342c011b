using System.IO.Compression;
using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;

namespace Labs.Tests;

/// <summary>What a guest recorded, Linux replays to the same bytes; so does what uk-scamper recorded (hard labs on Linux: <see cref="HardLabTests"/>).</summary>
public sealed class ReplayTests : IDisposable
{
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
        var program = await BuildScamperAsync();
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

    private static async Task<byte[]> UnpackAsync(string path)
    {
        await using var packed = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        await packed.CopyToAsync(plain);
        return plain.ToArray();
    }

    private static List<string> Lines(string json) => [.. json.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.ToJsonString())];

    internal static async Task<string> BuildScamperAsync()
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
