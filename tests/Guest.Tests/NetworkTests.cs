using System.Text.RegularExpressions;
using Unikraft.Build.Machines;

namespace Guests.Tests;

/// <summary>virtio-net on all transports: a guest that answers ARP and echo requests (tests/guest/net).</summary>
public sealed partial class NetworkTests
{
    private const int Flood = 500;

    /// <summary>Machines, memory in MiB, and what makes QEMU take another path through the drivers.</summary>
    public static TheoryData<MachineType, int, string> Variants => new()
    {
        { MachineType.Microvm, 4, "" },
        { MachineType.Microvm, 4, "-global virtio-mmio.force-legacy=false" },
        { MachineType.Microvm, 8, "-global virtio-net-device.any_layout=off" },
        { MachineType.Microvm, 8, "-M microvm,acpi=on,pit=on,pic=on,rtc=on,auto-kernel-cmdline=on" },
        { MachineType.Microvm, 8, "-M microvm,acpi=on,ioapic2=off,pit=on,pic=on,rtc=on,auto-kernel-cmdline=on" },
        { MachineType.Microvm, 8, "-M microvm,auto-kernel-cmdline=on" },
        { MachineType.Microvm, 8, "-append virtio_net.rx_buffers=4" },
        { MachineType.Pc, 8, "" },
        { MachineType.Pc, 8, "-global virtio-net-pci.vectors=0" },
        { MachineType.Q35, 8, "" },
        { MachineType.Q35, 8, "-global virtio-net-pci.vectors=0" },
        { MachineType.Q35, 8, "-global virtio-pci.disable-legacy=on" },
    };

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task Frames_pass_both_ways_and_none_is_lost_or_changed(MachineType type, int memory, string qemu)
    {
        var image = await GuestImages.BuildAsync("net");
        using var peer = new EthernetPeer();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var machine = new Machine(image)
        {
            Type = type,
            MemoryMiB = memory,
            Networks = [new NetworkAttachment(peer.SocketPath, "02:00:00:00:00:55")],
            QemuArguments = [.. qemu.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        };
        var boot = Boot.RunAsync(machine, limit.Token);
        var end = await TalkUntilEndAsync(boot, TalkAsync(peer, limit.Token), limit);

        Assert.True(end.Result.Succeeded, string.Join('\n', end.Result.Diagnostics));
        Assert.True(end.Exit is { Outcome: MachineOutcome.Exited, Status: 0 }, $"{end.Exit}\n{end.Console}");
        Assert.Contains("1 devices, mac 02:00:00:00:00:55 mtu 1500", end.Console, StringComparison.Ordinal);
        var sent = int.Parse(Sent().Match(end.Console).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(1 + 1 + Sizes.Length + Flood, sent);
    }

    private static readonly int[] Sizes = [0, 1, 18, 19, 1000, 1471, 1472];

    [GeneratedRegex(@"received \d+ sent (\d+) ")]
    private static partial Regex Sent();

    /// <summary>A conversation that fails must not leave a machine behind; a machine that ends early must not leave the conversation waiting.</summary>
    private static async Task<Boot> TalkUntilEndAsync(Task<Boot> boot, Task talk, CancellationTokenSource limit)
    {
        try
        {
            await Task.WhenAny(boot, talk).Unwrap();
            return await boot;
        }
        finally
        {
            await limit.CancelAsync();
            await boot;
        }
    }

    private static async Task TalkAsync(EthernetPeer peer, CancellationToken cancellation)
    {
        await peer.AcceptAsync(cancellation);
        await peer.ReceiveAsync(cancellation); // the guest is there
        await peer.SendAsync(Frames.ArpRequest(), cancellation);
        var mac = Frames.MacOfArpReply(await peer.ReceiveAsync(cancellation));
        Assert.Equal(new byte[] { 2, 0, 0, 0, 0, 0x55 }, mac);

        for (var i = 0; i < Sizes.Length; i++)
        {
            var payload = new byte[Sizes[i]];
            Random.Shared.NextBytes(payload);
            await peer.SendAsync(Frames.EchoRequest(mac, (ushort)i, payload), cancellation);
            Frames.AssertEchoReply(await peer.ReceiveAsync(cancellation), (ushort)i, payload);
        }
        await FloodAsync(peer, mac, cancellation);
        foreach (var length in new[] { 14, 1519, 9000, 65000 }) // nothing for the guest to answer, whatever reaches it
            await peer.SendAsync(Frames.OfLength(mac, length), cancellation);
        await peer.SendAsync(Frames.Udp(mac), cancellation);
    }

    /// <summary>More requests at once than there are buffers; every one is answered, in order.</summary>
    private static async Task FloodAsync(EthernetPeer peer, byte[] mac, CancellationToken cancellation)
    {
        var sending = Task.Run(
            async () =>
            {
                for (var i = 0; i < Flood; i++)
                    await peer.SendAsync(Frames.EchoRequest(mac, (ushort)i, [1, 2, 3]), cancellation);
            },
            cancellation);
        for (var i = 0; i < Flood; i++)
            Frames.AssertEchoReply(await peer.ReceiveAsync(cancellation), (ushort)i, [1, 2, 3]);
        await sending;
    }
}
