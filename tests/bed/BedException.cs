namespace TestBed;

/// <summary>A test bed could not do its work; the message is coded (docs/errors/test-beds.md).</summary>
public sealed class BedException(string code, string message, Exception? inner = null) : Exception($"{code}: {message}", inner);
