namespace Unikraft.Build.Machines;

/// <summary>A virtio network card on a UNIX socket on which somebody listens for a QEMU stream: frames with a 4-byte big-endian length before each.</summary>
/// <param name="SocketPath">Path of the socket.</param>
/// <param name="MacAddress">Address of the card, six hexadecimal bytes with colons.</param>
public sealed record NetworkAttachment(string SocketPath, string MacAddress = "02:00:00:00:00:01");
