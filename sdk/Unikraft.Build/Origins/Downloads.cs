using System.Net;

namespace Unikraft.Build.Origins;

/// <summary>Fetches files by address.</summary>
internal static class Downloads
{
    private const long MaximumBytes = 1L << 30;

    /// <summary>Fetches a file; null when it is there, else the reason why not.</summary>
    public static async Task<string?> FetchAsync(Uri address, string file, OriginOptions options, CancellationToken cancellation)
    {
        if (address.IsFile)
        {
            if (!File.Exists(address.LocalPath))
                return "there is no such file";
            File.Copy(address.LocalPath, file);
            return null;
        }

        try
        {
            using var handler = new SocketsHttpHandler { ConnectTimeout = options.ConnectTimeout, AutomaticDecompression = DecompressionMethods.None };
            using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
            client.DefaultRequestHeaders.UserAgent.ParseAdd("Unikraft.Sdk");
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                return $"the server answered {(int)response.StatusCode} {response.ReasonPhrase}";
            await using var body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            await using var target = File.Create(file);
            return await CopyAsync(body, target, cancellation).ConfigureAwait(false);
        }
        catch (HttpRequestException problem)
        {
            return (problem.InnerException ?? problem).Message.TrimEnd('.');
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"no connection within {options.ConnectTimeout.TotalSeconds:0} seconds";
        }
    }

    private static async Task<string?> CopyAsync(Stream body, Stream target, CancellationToken cancellation)
    {
        var buffer = new byte[1 << 16];
        long total = 0;
        int count;
        while ((count = await body.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            total += count;
            if (total > MaximumBytes)
                return "the file is larger than 1 GiB";
            await target.WriteAsync(buffer.AsMemory(0, count), cancellation).ConfigureAwait(false);
        }

        return null;
    }
}
