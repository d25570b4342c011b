using System.CommandLine;
using Unikraft.Measurements.Csv;
using Unikraft.Measurements.Json;
using Unikraft.Measurements.Pcap;
using Unikraft.Measurements.PlainText;

namespace Unikraft.Measurements.Command;

/// <summary>The command line.</summary>
internal static class CommandLine
{
    private const string StandardStream = "-";

    private static readonly Dictionary<string, Func<Stream, RecordWriter>> Formats = new()
    {
        ["text"] = stream => new ScamperTextWriter(stream),
        ["json"] = stream => new JsonLinesWriter(stream),
        ["csv"] = stream => new CsvWriter(stream),
        ["pcap"] = stream => new PcapWriter(stream),
    };

    private static readonly Argument<string[]> Files = new("FILE") { Description = "Files of results; - is standard input.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string> Format = Choice("--format", "Format to write: text, json, csv or pcap.", "text", Formats.Keys);
    private static readonly Option<string?> Output = new("--output", "-o") { Description = "File to write; default: standard output.", HelpName = "FILE" };
    private static readonly Option<string> Layout = Choice("--tnt-layout", "Layout of traces with flag 0x80: automatic, current or 2018.", "automatic", ["automatic", "current", "2018"]);

    /// <summary>Does what the arguments say; the result is the exit status.</summary>
    public static int Run(string[] arguments)
    {
        var root = new RootCommand("Prints and converts results of scamper, lib-scamper and uTNT: warts, JSON lines, CSV, pcap, plain or compressed by gzip (docs/measurements.md).") { Files };
        root.Options.Add(Format);
        root.Options.Add(Output);
        root.Options.Add(Layout);
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
            return Fail(2, new MeasurementException("UK7041", parsed.Errors[0].Message.TrimEnd('.'), "See --help."));
        if (parsed.Action is not null)
            return parsed.Invoke();
        try
        {
            Convert(parsed);
            return 0;
        }
        catch (MeasurementException failure)
        {
            return Fail(1, failure);
        }
    }

    private static void Convert(ParseResult parsed)
    {
        var options = new ReadOptions
        {
            TntLayout = parsed.GetValue(Layout) switch { "current" => TntLayout.Current, "2018" => TntLayout.Tnt2018, _ => TntLayout.Automatic },
        };
        using var writer = Formats[parsed.GetValue(Format)!](Open(parsed.GetValue(Output) ?? StandardStream));
        foreach (var file in parsed.GetValue(Files)!)
            Convert(file, options, writer);
    }

    // What is left out is said once for each kind, also when the file ends in an error.
    private static void Convert(string file, ReadOptions options, RecordWriter writer)
    {
        var leftOut = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var unknown = new SortedDictionary<string, (int Count, long Bytes)>(StringComparer.Ordinal);
        var records = file == StandardStream ? MeasurementFile.Read(Console.OpenStandardInput(), options) : MeasurementFile.Read(file, options);
        try
        {
            foreach (var record in records)
            {
                if (record is UnknownRecord { Type: var type, Length: var length })
                    unknown[type] = (unknown.GetValueOrDefault(type).Count + 1, unknown.GetValueOrDefault(type).Bytes + length);
                else if (!writer.Write(record))
                    leftOut[record.GetType().Name] = leftOut.GetValueOrDefault(record.GetType().Name) + 1;
            }
        }
        finally
        {
            foreach (var (kind, count) in leftOut)
                Console.Error.WriteLine($"{file}: warning UK7042: {count} objects of {kind} were left out. The format has no place for them.");
            foreach (var (type, (count, bytes)) in unknown)
                Console.Error.WriteLine($"{file}: warning UK7043: {count} objects of type {type}, {bytes} bytes, were passed over. They are of a kind that is not read.");
        }
    }

    private static Stream Open(string file)
    {
        if (file == StandardStream)
            return Console.OpenStandardOutput();
        try
        {
            return File.Create(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MeasurementException("UK7040", $"'{file}' cannot be written: {failure.Message.TrimEnd('.')}", "Make room, or choose another place.", inner: failure);
        }
    }

    private static Option<string> Choice(string name, string description, string usual, IEnumerable<string> words)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => usual, HelpName = "WORD" };
        option.AcceptOnlyFromAmong([.. words]);
        return option;
    }

    private static int Fail(int status, MeasurementException failure)
    {
        Console.Error.WriteLine(failure.Message);
        return status;
    }
}
