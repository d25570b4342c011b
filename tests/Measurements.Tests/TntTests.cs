using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using Unikraft.Measurements;
using Unikraft.Measurements.Pcap;
using Unikraft.Measurements.Tnt;

namespace Measurements.Tests;

/// <summary>Annotated paths: uTNT on a lab writes its records and its JSON; both read the same. The capture of the run has the same round trips.</summary>
public sealed partial class TntTests
{
    [Theory]
    [InlineData("ex04", "attribute")]
    [InlineData("ex04", "attribute", true)]
    [InlineData("ex03", "attribute")]
    [InlineData("ex09", "attribute")]
    [InlineData("ex12", "2018")]
    public async Task Warts_and_json_of_utnt_have_the_same_path(string lab, string format, bool ipv6 = false)
    {
        using var folder = new TemporaryFolder();
        var program = await ProgramAsync();
        var json = Path.Combine(folder.Path, "paths.json");
        var labFile = Path.Combine(folder.Path, "lab.json");
        var labText = await File.ReadAllTextAsync(Path.Combine(Repository.Root, $"tools/netlab/labs/{lab}.json"));
        await File.WriteAllTextAsync(labFile, ipv6 ? Ipv4().Replace(labText, "2620:$1:$2:$3::$4") : labText);
        await Tool.RunAsync("dotnet", Path.Combine(AppContext.BaseDirectory, "netlab.dll"), labFile,
            "--program", program, "--output", folder.Path, "--", "--format", format);
        var warts = Directory.GetFiles(folder.Path, "*.warts").Single();
        await File.WriteAllTextAsync(json, await DumpAsync(program, warts));

        var fromWarts = MeasurementFile.Read(warts).OfType<TraceRecord>().Single();
        var fromJson = MeasurementFile.Read(json).OfType<TraceRecord>().Single();

        Assert.True(lab == "ex03" || fromWarts.Tnt!.Hops.Any(hop => hop.IsRevealed));
        if (format == "attribute")
        {
            Assert.Equal("0.1.0", fromWarts.Tnt!.Run!.Version);
            Assert.True(fromWarts.Tnt.Account!.Sent > 0);
            Assert.Equal(lab != "ex03", fromWarts.Tnt.Searches!.Count > 0);
            Assert.All(fromWarts.Tnt.Hops.Where(hop => hop.Tags != TntTags.None), hop => Assert.NotEmpty(hop.Reasons));
        }
        Assert.Equal(Describe(fromJson.Tnt!), Describe(fromWarts.Tnt!));
        Assert.Equal(fromJson.Hops.Select(hop => hop.Address), fromWarts.Hops.Select(hop => hop.Address));

        // Each plain hop has its exchange on the wire, with the round trip it records.
        var wire = Exchanges.Match(MeasurementFile.Read(Path.Combine(folder.Path, "lab.pcap"))).ToList();
        foreach (var hop in fromWarts.Hops)
        {
            var exchange = wire.First(e => e.Reply.Source == hop.Address && e.Probe.Ttl == hop.ProbeTtl && e.Probe.Destination == fromWarts.Destination);
            Assert.InRange(hop.RttMicroseconds - (exchange.RttNanoseconds / 1000), -100_000, 100_000);
        }
    }

    [Theory]
    [InlineData("tnt-dpr.warts")]
    [InlineData("tnt-uhp-buddy.warts")]
    public async Task Files_of_the_first_tnt_are_read_like_by_utnt(string name)
    {
        var path = Path.Combine(Repository.Samples, name);
        var fromJson = Convert.Read(await DumpAsync(await ProgramAsync(), path)).OfType<TraceRecord>().Single();
        var fromWarts = MeasurementFile.Read(path).OfType<TraceRecord>().Single();
        Assert.Equal(Describe(fromJson.Tnt!), Describe(fromWarts.Tnt!));
        // Their annotation is no host name.
        Assert.Throws<MeasurementException>(() => MeasurementFile.Read(path, new ReadOptions { TntLayout = TntLayout.Current }).Count());
    }

    [GeneratedRegex(@"\b(\d+)\.(\d+)\.(\d+)\.(\d+)\b")]
    private static partial Regex Ipv4();

    private static IEnumerable<string> Describe(TntPath path) => path.Hops.Select(hop =>
        $"{hop.Position} {hop.IsRevealed} {hop.Step} {hop.EchoReplyTtl} {hop.Tags} {hop.Failures} {hop.Discovery & ~TntDiscovery.Revealed} "
        + $"{hop.Reply?.Address} {hop.Doubts} {string.Join(' ', hop.Reasons)} {hop.Reply?.ProbeTtl} {hop.Reply?.RttMicroseconds} {hop.Reply?.ReplyTtl} {hop.Reply?.IcmpType} {hop.Reply?.Sent} {string.Join(' ', hop.Reply?.Labels ?? [])}")
        .Append($"{path.ProbesReported} {path.Account} {path.Run}")
        .Concat((path.Searches ?? []).Select(search => $"{search with { Attempts = [] }} {string.Join(' ', search.Attempts)}"));

    private static async Task<string> DumpAsync(string program, string warts)
    {
        var json = Path.GetTempFileName();
        try
        {
            await Tool.RunAsync(program, "-d", "1", "--quiet", "--json", json, warts);
            return await File.ReadAllTextAsync(json);
        }
        finally
        {
            File.Delete(json);
        }
    }

    private static async Task<string> ProgramAsync()
    {
        var folder = Path.Combine(Repository.Root, "artifacts/labs-test");
        var result = await Cli.Wrap("make").WithArguments(["-C", Path.Combine(Repository.Root, "samples/uTNT"), "host", $"O={folder}"])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        Assert.True(result.ExitCode == 0, result.StandardError);
        return Path.Combine(folder, "release/utnt");
    }
}
