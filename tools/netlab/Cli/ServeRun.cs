using Netlab.Attachments;
using Netlab.Model;
using Netlab.Runs;
using Unikraft.Measurements.Pcap;

namespace Netlab.Cli;

/// <summary>Serves a lab to whoever comes, until Ctrl+C or the end of the wire.</summary>
internal static class ServeRun
{
    /// <summary>Serves; prints nothing but a line that it is ready.</summary>
    public static async Task<int> RunAsync(NetlabOptions options, Lab lab, CancellationToken cancellation)
    {
        var clock = new RunClock();
        var pcap = options.Pcap is null ? null : new PcapWriter(OutputFolder.Open(options.Pcap));
        IPacketPort port = options.Mode switch
        {
            RunMode.Socket => QemuPort.Listen(options.Subject, lab.Vp),
            RunMode.Tun => await NamespaceWire.OpenAsync(lab, options.Subject, cancellation),
            _ => await NamespaceWire.OpenNamedAsync(lab, options.Subject, cancellation),
        };
        using (var server = new LabServer(lab, port, pcap, clock))
        {
            Console.Error.WriteLine($"{lab.Case} is ready: you are {lab.Vp}, destinations {string.Join(", ", lab.Destinations)}. Ctrl+C ends it.");
            server.WaitForEnd(cancellation);
        }
        if (options.Mode == RunMode.Netns)
            await NamespaceWire.RemoveNamedAsync(options.Subject);
        if (options.Mode == RunMode.Socket)
            File.Delete(options.Subject);
        return 0;
    }
}
