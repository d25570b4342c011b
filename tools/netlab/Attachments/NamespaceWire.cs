using System.ComponentModel;
using System.Runtime.InteropServices;
using CliWrap;
using CliWrap.Buffered;
using Netlab.Model;

namespace Netlab.Attachments;

/// <summary>Makes a TUN device the way out of a network namespace, so that Linux programs there live in the lab.</summary>
internal static class NamespaceWire
{
    /// <summary>Name of the interface in a namespace of our own.</summary>
    public const string InterfaceName = "lab0";

    /// <summary>Replaces this process by itself inside a fresh network namespace; a user who is not root becomes root of a user namespace.</summary>
    /// <exception cref="NetlabException">UK4011 when unshare(1) is missing.</exception>
    public static void Enter(IReadOnlyList<string> arguments)
    {
        string[] identity = Native.GetEffectiveUserId() == 0 ? [] : ["--user", "--map-root-user"];
        var self = Environment.ProcessPath!;
        // Under `dotnet netlab.dll` the process is the host, which needs the assembly again.
        string[] program = Path.GetFileNameWithoutExtension(self) == "dotnet" ? [self, Environment.GetCommandLineArgs()[0]] : [self];
        string?[] command = ["unshare", .. identity, "--net", "--", .. program, .. arguments, null];
        _ = Native.ExecVp("unshare", command);
        throw new NetlabException("UK4011", $"unshare cannot be started ({Marshal.GetLastPInvokeErrorMessage()}). Install Debian's package util-linux.");
    }

    /// <summary>Takes the calling thread, and what it starts from now on, to a fresh network namespace; the caller is root in its user namespace.</summary>
    /// <exception cref="NetlabException">UK4010 when the system refuses.</exception>
    public static void Leave()
    {
        if (Native.Unshare(Native.CLONE_NEWNET) != 0)
            throw new NetlabException("UK4010", $"a network namespace cannot be made ({Marshal.GetLastPInvokeErrorMessage()}). Run as root, or allow user namespaces.");
    }

    /// <summary>Makes a TUN device in the namespace of this process and routes everything there.</summary>
    public static async Task<TunPort> OpenAsync(Lab lab, string name, CancellationToken cancellation)
    {
        var port = TunPort.Open(name);
        await ConfigureAsync(lab, port.Name, [], cancellation);
        return port;
    }

    /// <summary>Makes a named namespace with a TUN device, for use with <c>ip netns exec</c>.</summary>
    public static async Task<TunPort> OpenNamedAsync(Lab lab, string netns, CancellationToken cancellation)
    {
        await IpAsync(["netns", "add", netns], cancellation);
        try
        {
            // The kernel numbers the device; it keeps its wire when it moves to the other namespace.
            var port = TunPort.Open("netlab%d");
            await IpAsync(["link", "set", port.Name, "netns", netns], cancellation);
            await ConfigureAsync(lab, port.Name, ["-n", netns], cancellation);
            return port;
        }
        catch
        {
            await RemoveNamedAsync(netns);
            throw;
        }
    }

    /// <summary>Removes a named namespace.</summary>
    public static Task RemoveNamedAsync(string netns) => IpAsync(["netns", "delete", netns], CancellationToken.None);

    /// <summary>One start of ip for all commands: several labs begin in one second.</summary>
    private static Task ConfigureAsync(Lab lab, string device, string[] where, CancellationToken cancellation) => IpAsync(
        [lab.Vp.IsIpv6 ? "-6" : "-4", .. where, "-batch", "-"],
        cancellation,
        "link set lo up\n"
        // On a wire with one end there is no duplicate to be looked for.
        + $"addr add {lab.Vp}/{lab.PrefixLength} dev {device} {(lab.Vp.IsIpv6 ? "nodad" : "")}\n"
        // Without a link-local address the kernel sends no packets of its own accord.
        + $"link set {device} addrgenmode none\n"
        + $"link set {device} up\n"
        + $"route add default dev {device}\n");

    private static async Task IpAsync(string[] arguments, CancellationToken cancellation, string input = "")
    {
        BufferedCommandResult result;
        try
        {
            result = await CliWrap.Cli.Wrap("ip").WithArguments(arguments).WithStandardInputPipe(PipeSource.FromString(input))
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(cancellation);
        }
        catch (Win32Exception e)
        {
            throw new NetlabException("UK4011", $"ip cannot be started ({e.Message}). Install Debian's package iproute2.", inner: e);
        }
        if (result.ExitCode != 0)
            throw new NetlabException("UK4010", $"'ip {string.Join(' ', arguments)}' failed: {result.StandardError.Trim()}. Run as root, or use --exec, which needs no rights.");
    }
}
