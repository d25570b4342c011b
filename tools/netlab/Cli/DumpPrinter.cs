using Netlab.Results;

namespace Netlab.Cli;

/// <summary>Sends the lines of a prober where they belong: the dump to standard output, the rest to standard error.</summary>
internal sealed class DumpPrinter(bool jsonOnly)
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
                Console.Error.WriteLine(line);
            else
                Console.Out.WriteLine(line);
        }
    }

    /// <summary>Ends the output: the dump, one blank line, the summary.</summary>
    public void Finish(Summary summary)
    {
        lock (_lock)
        {
            if (!jsonOnly && !_endsBlank)
                Console.Out.WriteLine();
            Console.Out.WriteLine(summary.ToJson());
        }
    }
}
