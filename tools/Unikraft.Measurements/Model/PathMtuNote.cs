namespace Unikraft.Measurements;

/// <summary>A finding of path MTU discovery.</summary>
/// <param name="Type">1: fragmentation needed; 2: fragmentation needed with a useless MTU; 3: silence.</param>
/// <param name="Mtu">MTU in bytes.</param>
/// <param name="Hop">The reply that says so; null: none.</param>
public sealed record PathMtuNote(byte Type, ushort Mtu, TraceHop? Hop);
