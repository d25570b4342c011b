namespace Unikraft.Build.Projects;

/// <summary>A value that somebody wants a symbol to have. Item <c>UkConfig</c>, or a line of a defconfig.</summary>
/// <param name="Symbol">The Kconfig symbol, with or without <c>CONFIG_</c>.</param>
/// <param name="Value">The value as a user writes it: <c>y</c>, <c>n</c>, a number, or a string without quotes.</param>
public sealed record ConfigRequest(string Symbol, string Value)
{
    /// <summary>Gets the file that asks for it; null when the SDK itself does.</summary>
    public string? File { get; init; }

    /// <summary>Gets the line in <see cref="File" />; 0 when unknown.</summary>
    public int Line { get; init; }
}
