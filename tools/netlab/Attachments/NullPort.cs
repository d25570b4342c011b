namespace Netlab.Attachments;

/// <summary>A wire to nowhere.</summary>
internal sealed class NullPort : IPacketPort
{
    /// <inheritdoc />
    public int Receive(Span<byte> buffer) => -1;

    /// <inheritdoc />
    public void Send(ReadOnlySpan<byte> packet)
    {
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }
}
