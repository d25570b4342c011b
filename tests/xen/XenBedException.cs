namespace Xen.Bed;

/// <summary>The test bed could not do its work; the message is coded (docs/errors/xen-testbed.md).</summary>
public sealed class XenBedException(string code, string message, Exception? inner = null) : Exception($"{code}: {message}", inner);
