using Netlab.Results;

namespace Netlab.Cli;

/// <summary>Sends the lines of a prober where they belong: the dump to the output, the rest to the errors.</summary>
internal sealed class DumpPrinter(RunConsole console, bool jsonOnly)
{
    private readonly Lock _lock = new();
    private bool _endsBlank;

    /// <summary>What was read.</summary>
    public TraceDump Dump { get; } = new();

    /// <summary>Takes a line of console output.</summary>
    public void Take(string line)
    {
        line = line.TrimEnd('\r');
        lock (_lock)
        {
            var ofDump = Dump.Add(line);
            if (ofDump)
                _endsBlank = line.Length == 0;
            if (!ofDump || jsonOnly)
                console.Errors.WriteLine(line);
            else
                console.Output.WriteLine(line);
        }
    }

    /// <summary>Ends the output: the dump, one blank line, the summary.</summary>
    public void Finish(Summary summary)
    {
        lock (_lock)
        {
            if (!jsonOnly && !_endsBlank)
                console.Output.WriteLine();
            console.Output.WriteLine(summary.ToJson());
        }
    }
}
