using System.Formats.Tar;
using System.IO.Compression;
using CliWrap;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Makefiles;

namespace Unikraft.Build.Origins;

/// <summary>Lists archives, and refuses those that would write outside of their folder or create devices.</summary>
public static class ArchiveInspector
{
    /// <summary>Sources become five to twenty times smaller; what becomes a hundred times smaller was made to fill a disk.</summary>
    private const int Ratio = 100;

    /// <summary>What a small archive may hold in any case, for example a file of zeros.</summary>
    private const long Allowance = 64L << 20;

    /// <summary>Lists an archive without unpacking it (UK2015 when an entry is dangerous, UK2018 when it would fill the disk, UK2016 when it cannot be read).</summary>
    /// <param name="path">The archive.</param>
    /// <param name="fileName">The name whose suffix tells the format.</param>
    /// <param name="cancellation">Stops reading.</param>
    public static async Task<Result<ArchiveContent>> InspectAsync(string path, string fileName, CancellationToken cancellation = default)
    {
        try
        {
            return Suffix(fileName) switch
            {
                ".zip" => Judge(fileName, ReadZip(path, Limit(path))),
                ".gz" or ".tgz" => Judge(fileName, ReadGzip(path)),
                ".xz" or ".txz" => await ReadByToolAsync(fileName, path, "xz", cancellation).ConfigureAwait(false),
                ".bz2" or ".tbz2" => await ReadByToolAsync(fileName, path, "bzip2", cancellation).ConfigureAwait(false),
                _ => Unreadable(fileName, "its suffix is none of .tar.gz, .tgz, .tar.xz, .txz, .tar.bz2, .tbz2, .zip"),
            };
        }
        catch (UnpackLimitException)
        {
            return Result.Failed<ArchiveContent>(Diagnostic.Error(
                "UK2018", $"The archive '{fileName}' is refused: unpacked it is more than {Limit(path):N0} bytes, {Ratio} times its size.", "Use another archive; nothing was unpacked."));
        }
        catch (Exception problem) when (problem is InvalidDataException or FormatException or EndOfStreamException or IOException or UnauthorizedAccessException)
        {
            return Unreadable(fileName, problem.Message.TrimEnd('.'));
        }
    }

    private static string Suffix(string fileName)
    {
        var suffix = Path.GetExtension(fileName);
        var needsTar = suffix is ".gz" or ".xz" or ".bz2";
        return needsTar && !Path.GetFileNameWithoutExtension(fileName).EndsWith(".tar", StringComparison.Ordinal) ? "" : suffix;
    }

    private static IEnumerable<Entry> ReadGzip(string path)
    {
        using var file = File.OpenRead(path);
        using var unpacked = new LimitedStream(new GZipStream(file, CompressionMode.Decompress), Limit(path));
        foreach (var entry in ReadTar(unpacked))
            yield return entry;
    }

    /// <summary>Formats .NET cannot read are unpacked by the program that tar would call, too.</summary>
    private static async Task<Result<ArchiveContent>> ReadByToolAsync(string fileName, string path, string tool, CancellationToken cancellation)
    {
        if (Tools.Find(tool) is null)
            return Result.Failed<ArchiveContent>(Tools.Missing(tool));
        var temporary = Path.GetTempFileName();
        try
        {
            var result = await Cli.Wrap(tool)
                .WithArguments(["-dc", "--", path])
                .WithStandardInputPipe(PipeSource.Null)
                .WithStandardOutputPipe(PipeTarget.Create((output, stop) => CopyLimitedAsync(output, temporary, Limit(path), stop)))
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(cancellation)
                .ConfigureAwait(false);
            if (result.ExitCode != 0)
                return Unreadable(fileName, $"{tool} cannot unpack it");
            await using var tar = File.OpenRead(temporary);
            return Judge(fileName, ReadTar(tar));
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static async Task CopyLimitedAsync(Stream source, string target, long limit, CancellationToken cancellation)
    {
        await using var limited = new LimitedStream(source, limit);
        await using var file = File.Create(target);
        await limited.CopyToAsync(file, cancellation).ConfigureAwait(false);
    }

    private static long Limit(string path) => Allowance + (Ratio * new FileInfo(path).Length);

    private static IEnumerable<Entry> ReadTar(Stream stream)
    {
        using var reader = new TarReader(stream);
        while (reader.GetNextEntry() is { } entry)
        {
            var kind = entry.EntryType switch
            {
                TarEntryType.Directory => EntryKind.Folder,
                TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile => EntryKind.File,
                TarEntryType.SymbolicLink => EntryKind.SymbolicLink,
                TarEntryType.HardLink => EntryKind.HardLink,
                TarEntryType.GlobalExtendedAttributes or TarEntryType.ExtendedAttributes => EntryKind.Information,
                _ => EntryKind.Special,
            };
            yield return new Entry(entry.Name, kind, entry.LinkName ?? "");
        }
    }

    private static IEnumerable<Entry> ReadZip(string path, long limit)
    {
        const int formatMask = 0xF000;
        using var archive = ZipFile.OpenRead(path);
        var left = limit;
        foreach (var entry in archive.Entries)
        {
            if ((left -= entry.Length) < 0)
                throw new UnpackLimitException();
            // The upper half is the Unix mode where the archive was made on Unix, else 0 (APPNOTE 4.4.15).
            var format = (entry.ExternalAttributes >> 16) & formatMask;
            var kind = entry.FullName.EndsWith('/') ? EntryKind.Folder : format switch
            {
                0xA000 => EntryKind.SymbolicLink,
                0x8000 or 0 => EntryKind.File,
                0x4000 => EntryKind.Folder,
                _ => EntryKind.Special,
            };
            yield return new Entry(entry.FullName, kind, kind == EntryKind.SymbolicLink ? ReadLink(entry) : "");
        }
    }

    private static string ReadLink(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open());
        var target = new char[4096];
        return new string(target, 0, reader.ReadBlock(target));
    }

    private static Result<ArchiveContent> Judge(string fileName, IEnumerable<Entry> entries)
    {
        var files = new HashSet<string>(StringComparer.Ordinal);
        var folders = new HashSet<string>(StringComparer.Ordinal);
        var tops = new HashSet<string>(StringComparer.Ordinal);
        var topIsFolder = true;
        foreach (var entry in entries.Where(static e => e.Kind != EntryKind.Information))
        {
            if (Danger(entry) is { } danger)
                return Refused(fileName, entry, danger);

            var parts = entry.Name.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(static p => p != ".").ToArray();
            if (parts.Length == 0)
                continue;
            tops.Add(parts[0]);
            topIsFolder &= parts.Length > 1 || entry.Kind == EntryKind.Folder;
            if (Conflict(entry, parts, files, folders) is { } conflict)
                return Refused(fileName, entry, conflict);
        }

        if (files.Count == 0)
            return Unreadable(fileName, "it holds no file");
        return Result.Of(new ArchiveContent(files, tops.Count == 1 && topIsFolder ? tops.Single() : ""));
    }

    private static Result<ArchiveContent> Refused(string fileName, Entry entry, string why) => Result.Failed<ArchiveContent>(
        Diagnostic.Error("UK2015", $"The archive '{fileName}' is refused: its entry '{entry.Name}' {why}.", "Use another archive; nothing was unpacked."));

    /// <summary>Takes an entry in. Of two with one name tar and unzip keep different ones; a file below a link would be written where the link leads.</summary>
    private static string? Conflict(Entry entry, string[] parts, HashSet<string> files, HashSet<string> folders)
    {
        for (var length = 1; length < parts.Length; length++)
        {
            var parent = string.Join('/', parts, 0, length);
            if (files.Contains(parent))
                return $"lies below '{parent}', which is no folder";
            folders.Add(parent);
        }

        var name = string.Join('/', parts);
        var isNew = entry.Kind == EntryKind.Folder ? !files.Contains(name) : !folders.Contains(name) && files.Add(name);
        if (entry.Kind == EntryKind.Folder)
            folders.Add(name);
        return isNew ? null : "is there twice";
    }

    private static string? Danger(Entry entry)
    {
        if (entry.Name.StartsWith('/') || entry.Name.Contains('\\', StringComparison.Ordinal) || entry.Name.Split('/').Contains(".."))
            return "lies outside of the archive's folder";
        return entry.Kind switch
        {
            EntryKind.Special => "is a device, a pipe or of an unknown kind",
            EntryKind.SymbolicLink when Escapes(Path.GetDirectoryName(entry.Name) ?? "", entry.Target) => $"is a link to '{entry.Target}', outside of the archive's folder",
            EntryKind.HardLink when Escapes("", entry.Target) => $"is a link to '{entry.Target}', outside of the archive's folder",
            _ => null,
        };
    }

    private static bool Escapes(string folder, string target)
    {
        if (target.Length == 0 || target.StartsWith('/') || target.Contains('\\', StringComparison.Ordinal))
            return true;
        var depth = 0;
        foreach (var part in $"{folder}/{target}".Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            depth += part switch { "." => 0, ".." => -1, _ => 1 };
            if (depth < 0)
                return true;
        }

        return false;
    }

    private static Result<ArchiveContent> Unreadable(string fileName, string reason) => Result.Failed<ArchiveContent>(
        Diagnostic.Error("UK2016", $"The archive '{fileName}' cannot be read: {reason}.", "Obtain it again, or use another candidate."));

    private enum EntryKind
    {
        File,
        Folder,
        SymbolicLink,
        HardLink,
        Special,
        Information,
    }

    private sealed record Entry(string Name, EntryKind Kind, string Target);
}
