namespace Netlab.Attachments;

/// <summary>The wire to the measuring host: IP packets in and out.</summary>
internal interface IPacketPort : IDisposable
{
    /// <summary>Waits for a packet of the measuring host.</summary>
    /// <returns>Its length in <paramref name="buffer"/>; 0 when nothing came for a while; -1 when the wire is gone.</returns>
    int Receive(Span<byte> buffer);

    /// <summary>Gives a packet to the measuring host; a packet that the wire refuses is lost, as on any wire.</summary>
    void Send(ReadOnlySpan<byte> packet);
}
