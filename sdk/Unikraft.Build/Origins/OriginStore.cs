using System.Collections.Immutable;
using System.Security.Cryptography;
using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Origins;

/// <summary>
/// Keeps the archives of origins by their SHA-256, for all projects of a user. A file gets its final name only after its hash was checked, by a rename:
/// two processes may obtain the same archive, and none ever sees half of one.
/// </summary>
/// <param name="folder">The folder of the store, absolute; created when needed.</param>
public sealed class OriginStore(string folder)
{
    /// <summary>Gets the folder of the user's store: UK_ORIGIN_STORE, else <c>~/.cache/unikraft/origins</c>.</summary>
    public static string DefaultFolder =>
        Environment.GetEnvironmentVariable("UK_ORIGIN_STORE") is { Length: > 0 } set
            ? Path.GetFullPath(set)
            : Path.Combine(CacheFolder(), "unikraft", "origins");

    /// <summary>Gets the folder of the store.</summary>
    public string Folder { get; } = folder;

    /// <summary>Gets the place of an archive in the store, whether it is there or not.</summary>
    public string PathOf(string sha256) => Path.Combine(Folder, "sha256", sha256);

    /// <summary>Finds the archive of an origin without using the network (UK2013 when the store has none).</summary>
    public Task<Result<OriginArchive>> FindAsync(Origin origin, CancellationToken cancellation = default) =>
        ObtainAsync(origin, new OriginOptions { Offline = true }, cancellation);

    /// <summary>
    /// Obtains the archive of an origin: from the store, else from the candidates in their order. Each archive is verified before it is kept, and its
    /// entries are checked (UK2013 no candidate worked, UK2014 wrong hash, UK2015 dangerous archive).
    /// </summary>
    public async Task<Result<OriginArchive>> ObtainAsync(Origin origin, OriginOptions options, CancellationToken cancellation = default)
    {
        foreach (var candidate in origin.Candidates)
        {
            if (await IsKeptAsync(candidate, cancellation).ConfigureAwait(false))
                return await OpenAsync(origin, candidate, [], cancellation).ConfigureAwait(false);
        }

        var attempts = new List<Attempt>();
        foreach (var candidate in origin.Candidates)
        {
            var attempt = await TryAsync(candidate, options, cancellation).ConfigureAwait(false);
            if (attempt.Reason is null)
                return await OpenAsync(origin, candidate, WrongHashes(attempts, Severity.Warning), cancellation).ConfigureAwait(false);
            attempts.Add(attempt);
        }

        return Result.Failed<OriginArchive>(WrongHashes(attempts, Severity.Error).Append(Unreachable(origin, attempts)));
    }

    private static string CacheFolder() =>
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache && Path.IsPathRooted(cache)
            ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");

    /// <summary>The hash is computed again at each use: a damaged file is removed and obtained anew.</summary>
    private async Task<bool> IsKeptAsync(OriginCandidate candidate, CancellationToken cancellation)
    {
        var path = PathOf(candidate.Sha256);
        try
        {
            if (!File.Exists(path))
                return false;
            if (await HashAsync(path, cancellation).ConfigureAwait(false) == candidate.Sha256)
                return true;
            File.Delete(path);
            return false;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private async Task<Attempt> TryAsync(OriginCandidate candidate, OriginOptions options, CancellationToken cancellation)
    {
        if (options.Offline && candidate is not UrlCandidate { Address.IsFile: true })
            return new Attempt(candidate, "the network was not to be used");
        var work = Path.Combine(Folder, "work", Guid.NewGuid().ToString("N"));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.Timeout);
        try
        {
            Directory.CreateDirectory(work);
            return await FetchAsync(candidate, options, work, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new Attempt(candidate, $"no answer within {options.Timeout.TotalSeconds:0} seconds");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new Attempt(candidate, problem.Message.TrimEnd('.'));
        }
        finally
        {
            RemoveQuietly(work);
        }
    }

    private async Task<Attempt> FetchAsync(OriginCandidate candidate, OriginOptions options, string work, CancellationToken cancellation)
    {
        var file = Path.Combine(work, candidate.FileName);
        var reason = candidate switch
        {
            UrlCandidate url => await Downloads.FetchAsync(url.Address, file, options, cancellation).ConfigureAwait(false),
            DebianCandidate debian => await new DebianSources(options, work).FetchAsync(debian, file, cancellation).ConfigureAwait(false),
            _ => "this kind of candidate is not known",
        };
        if (reason is not null)
            return new Attempt(candidate, reason);
        var hash = await HashAsync(file, cancellation).ConfigureAwait(false);
        if (hash != candidate.Sha256)
            return new Attempt(candidate, $"the file has SHA-256 {hash}, expected {candidate.Sha256}") { WrongHash = hash };
        Keep(file, candidate.Sha256);
        return new Attempt(candidate, null);
    }

    private void Keep(string file, string sha256)
    {
        var path = PathOf(sha256);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.Move(file, path, overwrite: true);
    }

    private async Task<Result<OriginArchive>> OpenAsync(Origin origin, OriginCandidate candidate, IEnumerable<Diagnostic> soFar, CancellationToken cancellation)
    {
        var path = PathOf(candidate.Sha256);
        var content = await ArchiveInspector.InspectAsync(path, candidate.FileName, cancellation).ConfigureAwait(false);
        var found = soFar.Concat(content.Diagnostics).ToImmutableArray();
        return content.Value is { } archive && content.Succeeded
            ? Result.Of(new OriginArchive(origin, candidate, path, origin.Root?.Trim('/') ?? archive.Top, archive.Files), found)
            : Result.Failed<OriginArchive>(found);
    }

    private static IEnumerable<Diagnostic> WrongHashes(IEnumerable<Attempt> attempts, Severity severity) =>
        attempts.Where(static a => a.WrongHash is not null).Select(a => new Diagnostic(
            "UK2014",
            severity,
            $"'{a.Candidate.FileName}' from {a.Candidate} has SHA-256 {a.WrongHash}, expected {a.Candidate.Sha256}; it was thrown away.",
            "Somebody changed the file, or the hash in Candidates is wrong: compare it with the publisher's."));

    private Diagnostic Unreachable(Origin origin, List<Attempt> attempts)
    {
        var reasons = string.Join("; ", attempts.Select(static a => $"{a.Candidate}: {a.Reason}"));
        var places = string.Join(", or ", origin.Candidates.Select(c => $"'{c.FileName}' (SHA-256 {c.Sha256}) to '{PathOf(c.Sha256)}'"));
        return Diagnostic.Error("UK2013", $"The origin '{origin.Name}' {origin.Version} could not be obtained. {reasons}.", $"Restore with a network, or copy {places}.");
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellation)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false));
    }

    private static void RemoveQuietly(string work)
    {
        try
        {
            Directory.Delete(work, recursive: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Left for the next cleaning of the cache; the result does not depend on it.
        }
    }

    private sealed record Attempt(OriginCandidate Candidate, string? Reason)
    {
        public string? WrongHash { get; init; }
    }
}
