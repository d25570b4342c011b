using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Unikraft.Sdk.Tests.Harness;

/// <summary>A server of known vulnerabilities on this machine, in the form NuGet asks for (resource VulnerabilityInfo of the server API).</summary>
internal sealed class AuditSource : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly string package;

    /// <summary>Starts it; every version of the package is reported as vulnerable.</summary>
    public AuditSource(string package)
    {
        this.package = package;
        Address = $"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}/";
        listener.Prefixes.Add(Address);
        listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Gets the address of the server.</summary>
    public string Address { get; }

    public void Dispose() => listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                var body = Encoding.UTF8.GetBytes(Answer(context.Request.Url!.AbsolutePath));
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(body);
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
        }
    }

    private string Answer(string path) => path switch
    {
        "/index.json" => $$"""{"version":"3.0.0","resources":[{"@id":"{{Address}}vulnerabilities.json","@type":"VulnerabilityInfo/6.7.0"}]}""",
        "/vulnerabilities.json" => $$"""[{"@name":"all","@id":"{{Address}}page.json","@updated":"2026-01-01T00:00:00Z"}]""",
        _ => $$"""{"{{package}}":[{"url":"https://example.org/advisory","severity":2,"versions":"(, 99.0.0)"}]}""",
    };

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
