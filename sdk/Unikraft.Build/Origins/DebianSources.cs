using System.Text;
using CliWrap;
using Unikraft.Build.Makefiles;

namespace Unikraft.Build.Origins;

/// <summary>
/// Fetches files of Debian source packages by the machine's own apt: its mirrors, keys and proxies. A private copy of the configuration asks for
/// sources instead of packages; nothing on the machine is reconfigured, and no privilege is needed.
/// </summary>
/// <param name="options">Where apt and its configuration are.</param>
/// <param name="work">A folder of our own that is removed afterwards.</param>
internal sealed class DebianSources(OriginOptions options, string work)
{
    private readonly string parts = Path.Combine(work, "sources.list.d");

    /// <summary>Fetches a file; null when it is there, else the reason why not.</summary>
    public async Task<string?> FetchAsync(DebianCandidate candidate, string file, CancellationToken cancellation)
    {
        if (Tools.Find(options.AptGet) is null)
            return $"the program '{options.AptGet}' was not found";
        if (WriteSources() == 0)
            return $"apt has no sources in '{options.AptFolder}'";

        // A mirror of binary packages only makes the update fail as a whole; what counts is whether the package is found then.
        var update = await AptAsync(["update"], cancellation).ConfigureAwait(false);
        var source = await AptAsync(["source", "--download-only", "--only-source", $"{candidate.Package}={candidate.PackageVersion}"], cancellation).ConfigureAwait(false);
        var fetched = Path.Combine(work, "download", candidate.FileName);
        if (!File.Exists(fetched))
            return Reason(source) ?? Reason(update) ?? $"the source package has no file '{candidate.FileName}'";
        File.Move(fetched, file);
        return null;
    }

    /// <summary>Copies the machine's sources with deb turned into deb-src; returns how many files there are.</summary>
    private int WriteSources()
    {
        Directory.CreateDirectory(parts);
        var main = Path.Combine(options.AptFolder, "sources.list");
        var folder = Path.Combine(options.AptFolder, "sources.list.d");
        var files = (File.Exists(main) ? new[] { main } : [])
            .Concat(Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Where(static f => Path.GetExtension(f) is ".list" or ".sources").Order(StringComparer.Ordinal) : []);
        var count = 0;
        foreach (var source in files)
            File.WriteAllText(Path.Combine(parts, $"{count++:000}{Path.GetExtension(source)}"), AsSources(source));
        return count;
    }

    private static string AsSources(string file)
    {
        var text = new StringBuilder();
        var isDeb822 = Path.GetExtension(file) == ".sources";
        foreach (var line in File.ReadAllLines(file))
        {
            if (isDeb822)
                text.Append(line.StartsWith("Types:", StringComparison.OrdinalIgnoreCase) ? "Types: deb-src" : line).Append('\n');
            else if (line.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is ["deb" or "deb-src", var entry])
                text.Append("deb-src ").Append(entry).Append('\n');
        }

        return text.ToString();
    }

    private async Task<string> AptAsync(string[] arguments, CancellationToken cancellation)
    {
        foreach (var folder in new[] { "lists/partial", "cache/archives/partial", "download" })
            Directory.CreateDirectory(Path.Combine(work, folder));
        string[] settings =
        [
            "Dir::Etc::sourcelist=/dev/null",
            $"Dir::Etc::sourceparts={parts}",
            $"Dir::State::lists={Path.Combine(work, "lists")}",
            $"Dir::Cache={Path.Combine(work, "cache")}",
            "Acquire::Languages=none",
            "Acquire::Retries=1",
            $"Acquire::http::Timeout={options.ConnectTimeout.TotalSeconds:0}",
            $"Acquire::https::Timeout={options.ConnectTimeout.TotalSeconds:0}",
        ];
        var output = new StringBuilder();
        await Cli.Wrap(options.AptGet)
            .WithArguments(["-q", .. settings.SelectMany(static s => new[] { "-o", s }), .. arguments])
            .WithWorkingDirectory(Path.Combine(work, "download"))
            .WithEnvironmentVariables(static e => e.Set("LC_ALL", "C"))
            .WithValidation(CommandResultValidation.None)
            .WithStandardOutputPipe(PipeTarget.ToStringBuilder(output))
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(output))
            .ExecuteAsync(cancellation)
            .ConfigureAwait(false);
        return output.ToString();
    }

    private static string? Reason(string output) =>
        output.Split('\n').Where(static l => l.StartsWith("E: ", StringComparison.Ordinal)).Select(static l => "apt: " + l[3..].Trim().TrimEnd('.')).FirstOrDefault();
}
