using Labs.Tests;
using Netlab.Attachments;
using Netlab.Model;
using Netlab.Results;
using Netlab.Runs;

namespace Xen.Tests;

/// <summary>netlab behind the bridge of domain 0, seen from domain 0 itself.</summary>
[Collection(BedCollection.Name)]
public sealed class WireTests(BedFixture fixture)
{
    [Fact]
    public async Task A_lab_stands_behind_the_bridge_and_another_one_can_follow()
    {
        foreach (var name in new[] { "ex01", "ex04" })
        {
            var lab = LabReader.ReadFile(Path.Combine(Repository.Labs, name + ".json"));
            using var server = new LabServer(lab, QemuPort.Connect(fixture.Bed.NetworkSocket, lab.Vp), pcap: null, new RunClock());

            var trace = await fixture.Bed.RunAsync($"""
                ip addr add {lab.Vp}/24 dev xenbr0
                ip route add default via {lab.Gateway}
                traceroute -n -I -q 1 -w 5 {lab.Destinations[0]}
                ip addr flush dev xenbr0
                """);

            Assert.Equal(0, trace.Status);
            var hops = trace.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]).ToList();
            Assert.Equal(lab.Routers[0].Left.ToString(), hops[0]);
            Assert.Equal(lab.Destinations[0].ToString(), hops[^1]);
            Assert.Equal(hops.Count, server.Exchanges.Count(ProbeCounter.IsProbe));
        }
    }
}
