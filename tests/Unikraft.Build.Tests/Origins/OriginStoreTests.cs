using System.Net;
using System.Net.Sockets;
using System.Text;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Origins;

namespace Unikraft.Build.Tests.Origins;

public sealed class OriginStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private OriginStore Store => new(Path.Combine(folder.Path, "store"));

    [Fact]
    public async Task An_archive_is_fetched_verified_kept_read_only_and_then_found_offline()
    {
        var origin = Origin(FileCandidate());
        Assert.Equal("UK2013", Assert.Single((await Store.FindAsync(origin with { Candidates = [Unreachable(origin)] })).Diagnostics).Code);
        var archive = (await Store.ObtainAsync(origin, new OriginOptions())).Value!;
        Assert.Equal(Store.PathOf(archive.Candidate.Sha256), archive.Path);
        Assert.Equal("foo-1.0", archive.Root);
        Assert.True(archive.Holds("a.c"));
        Assert.False(archive.Holds("b.c"));
        Assert.False((File.GetUnixFileMode(archive.Path) & UnixFileMode.UserWrite) != 0);
        Assert.Equal(archive.Path, (await Store.FindAsync(origin with { Candidates = [Unreachable(origin)] })).Value!.Path);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(Store.Folder, "work")));
    }

    [Fact]
    public async Task A_wrong_hash_is_an_error_with_both_digests_and_nothing_is_kept()
    {
        var wrong = FileCandidate() with { Sha256 = new string('0', 64) };
        var right = FileCandidate().Sha256;
        var result = await Store.ObtainAsync(Origin(wrong), new OriginOptions());
        Assert.Equal(["UK2014", "UK2013"], result.Diagnostics.Select(d => d.Code));
        Assert.Contains(wrong.Sha256, result.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Contains(right, result.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(Store.Folder, "sha256")));
    }

    [Fact]
    public async Task The_next_candidate_is_tried_and_a_wrong_hash_before_it_is_a_warning()
    {
        var right = FileCandidate();
        var result = await Store.ObtainAsync(Origin(right with { Sha256 = new string('0', 64) }, right), new OriginOptions());
        Assert.Equal(right, result.Value!.Candidate);
        Assert.Equal(("UK2014", Severity.Warning), (Assert.Single(result.Diagnostics).Code, result.Diagnostics[0].Severity));
    }

    [Fact]
    public async Task Offline_one_error_names_every_candidate_its_hash_and_where_to_put_it()
    {
        var origin = Origin(
            new UrlCandidate(new Uri("http://127.0.0.1:9/foo.tar.gz"), "foo.tar.gz", new string('1', 64)),
            new DebianCandidate("foo", "1.0-1", "foo_1.0.orig.tar.xz", new string('2', 64)));
        var error = Assert.Single((await Store.FindAsync(origin)).Diagnostics);
        Assert.Equal("UK2013", error.Code);
        foreach (var part in new[] { "foo.tar.gz", "foo_1.0.orig.tar.xz", new string('1', 64), new string('2', 64), Store.PathOf(new string('1', 64)) })
            Assert.Contains(part, error.Remedy, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:9/foo.tar.gz: the network was not to be used; Debian source package foo 1.0-1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_failed_candidate_says_why()
    {
        using var server = new SmallServer("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        var origin = Origin(
            new UrlCandidate(new Uri($"http://127.0.0.1:{server.Port}/foo.tar.gz"), "foo.tar.gz", new string('1', 64)),
            new UrlCandidate(new Uri("http://127.0.0.1:9/foo.tar.gz"), "foo.tar.gz", new string('1', 64)),
            new UrlCandidate(new Uri("file:///nonexistent/foo.tar.gz"), "foo.tar.gz", new string('1', 64)),
            new DebianCandidate("foo", "1", "foo.tar.gz", new string('1', 64)));
        var error = Assert.Single((await Store.ObtainAsync(origin, new OriginOptions { AptGet = "/nonexistent/apt-get" })).Diagnostics);
        foreach (var reason in new[] { "answered 404", "refused", "no such file", "'/nonexistent/apt-get' was not found" })
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_never_answers_costs_the_time_limit_only()
    {
        using var server = new SmallServer(null);
        var origin = Origin(new UrlCandidate(new Uri($"http://127.0.0.1:{server.Port}/foo.tar.gz"), "foo.tar.gz", new string('1', 64)));
        var result = await Store.ObtainAsync(origin, new OriginOptions { Timeout = TimeSpan.FromMilliseconds(300) });
        Assert.Contains("no answer within", Assert.Single(result.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_fetched_by_http()
    {
        var file = FileCandidate();
        var bytes = await File.ReadAllBytesAsync(file.Address.LocalPath);
        using var server = new SmallServer($"HTTP/1.1 200 OK\r\nContent-Length: {bytes.Length}\r\nConnection: close\r\n\r\n", bytes);
        var result = await Store.ObtainAsync(Origin(file with { Address = new Uri($"http://127.0.0.1:{server.Port}/foo-1.0.tar.gz") }), new OriginOptions());
        Assert.True(result.Succeeded, string.Join("\n", result.Diagnostics));
    }

    [Fact]
    public async Task A_damaged_file_in_the_store_is_replaced()
    {
        var origin = Origin(FileCandidate());
        var path = (await Store.ObtainAsync(origin, new OriginOptions())).Value!.Path;
        File.Delete(path);
        await File.WriteAllTextAsync(path, "half");
        Assert.True((await Store.ObtainAsync(origin, new OriginOptions())).Succeeded);
        Assert.Equal(origin.Candidates[0].Sha256, Archives.Sha256(path));
    }

    [Fact]
    public async Task Ten_at_once_get_the_same_archive()
    {
        var origin = Origin(FileCandidate());
        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => Store.ObtainAsync(origin, new OriginOptions()))));
        Assert.All(results, r => Assert.True(r.Succeeded, string.Join("\n", r.Diagnostics)));
        Assert.Single(results.Select(r => r.Value!.Path).Distinct());
    }

    [Fact]
    public async Task Debian_sources_come_by_a_private_view_of_apts_own_configuration()
    {
        folder.File("etc/sources.list", "# comment\ndeb [signed-by=/k] http://deb.example/debian stable main\n\tdeb-src http://deb.example/debian stable main\n");
        folder.File("etc/sources.list.d/x.sources", "Types: deb\nURIs: http://deb.example/debian\nSuites: stable\n");
        folder.File("etc/sources.list.d/ignored.save", "deb http://bad.example x y\n");
        var file = FileCandidate();
        var log = Path.Combine(folder.Path, "apt.log");

        // Plays apt-get: notes its arguments and sources, and delivers the file where the real one does.
        var apt = folder.File("apt-get", $$"""
            #!/bin/sh
            echo "$@" >> {{log}}
            for a in "$@"; do case "$a" in Dir::Etc::sourceparts=*) cat "${a#*=}"/* >> {{log}} ;; esac; done
            case "$*" in *" source "*) cp {{file.Address.LocalPath}} ./foo_1.0.orig.tar.gz ;; *) echo "E: some mirror has no sources" >&2; exit 100 ;; esac
            """);
        File.SetUnixFileMode(apt, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var origin = Origin(new DebianCandidate("foo", "1.0-1", "foo_1.0.orig.tar.gz", file.Sha256));
        var result = await Store.ObtainAsync(origin, new OriginOptions { AptFolder = Path.Combine(folder.Path, "etc"), AptGet = apt });
        Assert.True(result.Succeeded, string.Join("\n", result.Diagnostics));
        var text = await File.ReadAllTextAsync(log);
        Assert.Contains("--download-only --only-source foo=1.0-1", text, StringComparison.Ordinal);
        Assert.Contains("\ndeb-src [signed-by=/k] http://deb.example/debian stable main\ndeb-src http://deb.example/debian stable main\n", text, StringComparison.Ordinal);
        Assert.Contains("Types: deb-src\nURIs", text, StringComparison.Ordinal);
        Assert.DoesNotContain("bad.example", text, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?m)^deb ", text);
    }

    [Fact]
    public async Task A_source_package_that_apt_does_not_find_is_a_reason()
    {
        folder.File("etc/sources.list", "deb http://deb.example/debian stable main\n");
        var apt = folder.File("apt-get", "#!/bin/sh\necho 'E: Unable to find a source package for foo' >&2\nexit 100\n");
        File.SetUnixFileMode(apt, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var origin = Origin(new DebianCandidate("foo", "1.0-1", "foo.tar.gz", new string('1', 64)));
        var result = await Store.ObtainAsync(origin, new OriginOptions { AptFolder = Path.Combine(folder.Path, "etc"), AptGet = apt });
        Assert.Contains("apt: Unable to find a source package for foo", Assert.Single(result.Diagnostics).Message, StringComparison.Ordinal);
    }

    private static Origin Origin(params OriginCandidate[] candidates) => new("foo", "1.0") { Candidates = [.. candidates] };

    private static OriginCandidate Unreachable(Origin origin) => new UrlCandidate(new Uri("http://127.0.0.1:9/foo-1.0.tar.gz"), "foo-1.0.tar.gz", origin.Candidates[0].Sha256);

    private UrlCandidate FileCandidate()
    {
        var path = Path.Combine(folder.Path, "foo-1.0.tar.gz");
        var hash = File.Exists(path) ? Archives.Sha256(path) : Archives.TarGz(path, ("foo-1.0/a.c", "int a;\n"));
        return new UrlCandidate(new Uri(path), "foo-1.0.tar.gz", hash);
    }

    /// <summary>Answers every connection with the same bytes, or never.</summary>
    private sealed class SmallServer : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly List<TcpClient> clients = [];

        public SmallServer(string? head, byte[]? body = null)
        {
            listener.Start();
            _ = Task.Run(async () =>
            {
                while (true)
                {
                    var client = await listener.AcceptTcpClientAsync();
                    clients.Add(client);
                    if (head is null)
                        continue;
                    _ = await client.GetStream().ReadAtLeastAsync(new byte[4096], 1);
                    await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
                    await client.GetStream().WriteAsync(body ?? []);
                    client.Close();
                }
            });
        }

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        public void Dispose()
        {
            listener.Stop();
            clients.ForEach(static c => c.Dispose());
        }
    }
}
