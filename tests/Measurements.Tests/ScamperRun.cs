namespace Measurements.Tests;

/// <summary>Files of Debian's scamper for commands of which the repository has no samples: alias resolution by every method, and what is passed over.</summary>
public sealed class ScamperRun : IAsyncLifetime
{
    /// <summary>Two namespaces of its own that see only each other; the far one has several addresses, and one behind it.</summary>
    private const string Network = """
        set -e
        ip link set lo up
        ip link add near type veth peer name far
        coproc FAR { exec unshare -n sh -c 'echo; exec sleep 60'; }
        trap 'kill $FAR_PID' EXIT
        read -r -u "${FAR[0]}"
        ip link set far netns "$FAR_PID"
        there() { nsenter -t "$FAR_PID" -n "$@"; }
        ip addr add 10.9.0.1/24 dev near; ip addr add fd09::1/64 dev near nodad; ip link set near up
        for address in 10.9.0.2/24 10.9.0.3/24 10.9.0.5/24; do there ip addr add $address dev far; done
        for address in fd09::2/64 fd09::3/64; do there ip addr add $address dev far nodad; done
        there ip link set far up; there ip link set lo up
        there ip addr add 10.9.1.1/32 dev lo; ip route add 10.9.1.1 via 10.9.0.2
        there sysctl -qw net.ipv4.icmp_ratelimit=0 net.ipv6.icmp.ratelimit=0

        """;

    private readonly TemporaryFolder _folder = new();

    /// <summary>Alias resolutions that Debian's tools read.</summary>
    public string Aliases => Path.Combine(_folder.Path, "aliases.warts");

    /// <summary>A prefixscan that excludes addresses, which Debian's tools do not read.</summary>
    public string Excluding => Path.Combine(_folder.Path, "excluding.warts");

    /// <summary>An object of each kind that is passed over.</summary>
    public string Others => Path.Combine(_folder.Path, "others.warts");

    public async Task InitializeAsync()
    {
        var runs = string.Join('\n', Scamper(Aliases,
            "dealias -m mercator -w 1 -U 7 -s 1234 -d 4321 -t 9 10.9.0.2",
            "dealias -m mercator -w 1 10.9.1.1",
            "dealias -m mercator -w 1 -q 1 10.9.0.77",
            "dealias -m mercator -w 1 fd09::2",
            "dealias -m ally -w 1 -W 150 -q 2 -p '-P udp' 10.9.0.2 10.9.0.3",
            "dealias -m ally -w 1 -W 150 -q 2 -f 300 -O nobs -p '-P icmp-echo -c 0x1234 -i 10.9.0.2' -p '-P tcp-syn-sport -i 10.9.0.3'",
            "dealias -m ally -w 1 -W 150 -q 2 -p '-P icmp-echo' fd09::2 fd09::3",
            "dealias -m radargun -w 1 -W 30 -r 200 -q 2 -O shuffle -p '-P icmp-echo -i 10.9.0.2' -p '-P udp-dport -i 10.9.0.3' -p '-P tcp-ack-sport -i 10.9.0.5'",
            "dealias -m radargun -w 1 -W 30 -r 200 -q 2 -p '-P icmp-echo -i fd09::2 -M 1300 -s 1400' -p '-P udp -i fd09::3'",
            "dealias -m prefixscan -w 1 -W 20 -q 2 -p '-P icmp-echo' 10.9.0.2 10.9.0.4/29",
            "dealias -m bump -w 1 -W 30 -q 2 -f 30 -p '-P icmp-echo -i 10.9.0.2' -p '-P udp -i 10.9.0.3'"))
            + '\n' + Scamper(Excluding, "dealias -m prefixscan -w 1 -W 20 -q 1 -x 10.9.0.3 -x 10.9.0.6 -p '-P udp' 10.9.0.2 10.9.0.4/29")
            + '\n' + Scamper(Others, "neighbourdisc -i near 10.9.0.3", "tbit -t null 10.9.0.2", "sting 10.9.0.2", "sniff -S 10.9.0.1 -c 1 -G 1 icmp[icmpid] == 7", "host -s 10.9.0.2 -W 1 -R 0 example.com");
        await Tool.RunAsync("unshare", "-n", "bash", "-c", Network + runs);
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    private static string Scamper(string output, params string[] commands) =>
        $"timeout 60 scamper -p 1000 -O warts -o {output} -I {string.Join(' ', commands.Select(command => $"\"{command}\""))}";
}
