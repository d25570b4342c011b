using CliWrap;
using CliWrap.Buffered;
using Unikraft.Measurements;

namespace Measurements.Tests;

/// <summary>Alias resolutions of Debian's scamper, and what of its files is passed over.</summary>
public sealed class DealiasTests(ScamperRun run) : IClassFixture<ScamperRun>
{
    [Fact]
    public async Task Every_method_is_read_like_by_scampers_tools()
    {
        var records = MeasurementFile.Read(run.Aliases).ToList();

        Convert.AssertSameLines(await Tool.JsonAsync(run.Aliases), Convert.Lines(Convert.Json(records)));
        Assert.Equal(await Tool.RunAsync("sc_warts2text", run.Aliases), Convert.Text(records));
        var aliases = records.OfType<DealiasRecord>().ToList();
        Assert.Equal(11, aliases.Count);
        Assert.Equal(Enum.GetValues<DealiasMethod>()[1..], aliases.Select(record => record.Method).Distinct().Order());
        Assert.Contains(aliases, record => record.Result == DealiasResult.NotAliases);
        Assert.Contains(aliases.SelectMany(record => record.Probes).SelectMany(probe => probe.Replies), reply => reply is { Protocol: 6, TcpFlags: 0x14 });
    }

    [Fact]
    public async Task What_json_leaves_out_is_as_sc_wartsdump_prints_it()
    {
        var records = MeasurementFile.Read(run.Aliases).OfType<DealiasRecord>().ToList();
        var dump = await Tool.RunAsync("sc_wartsdump", run.Aliases);
        Assert.Equal(
            dump.Split('\n').Where(line => line.StartsWith(" probedef ", StringComparison.Ordinal)),
            records.SelectMany(record => record.Definitions).Select(kind => $" probedef {kind.Id}: dst: {kind.Destination}, ttl: {kind.Ttl}, tos: 0x{kind.Tos:x2}"));
        Assert.All(records, record => Assert.True(record.List is { Name: "default" } && record.Cycle is not null));
    }

    [Fact]
    public void A_prefixscan_that_excludes_addresses_is_read_although_debians_tools_cannot()
    {
        var record = MeasurementFile.Read(run.Excluding).OfType<DealiasRecord>().Single();
        Assert.Equal(["10.9.0.3", "10.9.0.6"], record.Prefix!.Excluded.Select(address => address.ToString()));
        Assert.Equal(("10.9.0.4", 29), (record.Prefix.Far.ToString(), record.Prefix.Length));
        Assert.DoesNotContain(record.Definitions, kind => record.Prefix.Excluded.Contains(kind.Destination));
        Assert.Equal(record.Definitions.Count, record.Probes.Select(probe => probe.Definition).Distinct().Count());
        var json = Convert.Json([record]);
        Assert.Equal(json, Convert.Json(Convert.Read(json)));
    }

    [Fact]
    public async Task Other_types_are_passed_over_counted_and_reported()
    {
        var records = MeasurementFile.Read(run.Others).ToList();
        var unknown = records.OfType<UnknownRecord>().ToList();
        Assert.Equal(["10", "11", "12", "13", "14"], unknown.Select(record => record.Type).Order());
        Assert.IsType<CycleRecord>(records[^1]);
        // Each is as long as the way to the next one.
        Assert.All(records.Zip(records.Skip(1)).Where(pair => pair.First is UnknownRecord), pair => Assert.Equal(pair.Second.Offset, pair.First.Offset + ((UnknownRecord)pair.First).Length));

        foreach (var format in new[] { "text", "json", "csv", "pcap" })
        {
            var result = await Cli.Wrap("dotnet").WithArguments([Path.Combine(AppContext.BaseDirectory, "measurements.dll"), "--format", format, run.Others])
                .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
            Assert.Equal(0, result.ExitCode);
            Assert.All(unknown, record => Assert.Contains($"warning UK7043: 1 objects of type {record.Type}, {record.Length} bytes, were passed over.", result.StandardError, StringComparison.Ordinal));
        }
    }
}
