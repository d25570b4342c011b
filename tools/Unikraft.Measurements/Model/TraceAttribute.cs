namespace Unikraft.Measurements;

/// <summary>An attribute of a warts trace that this library does not interpret.</summary>
/// <param name="Type">Type, 1 to 15.</param>
/// <param name="Data">Its bytes.</param>
public sealed record TraceAttribute(byte Type, ReadOnlyMemory<byte> Data);
