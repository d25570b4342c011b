namespace Unikraft.Build.Kconfig;

/// <summary>A line of a Kconfig file.</summary>
/// <param name="File">The file, absolute.</param>
/// <param name="Line">The line, counted from 1.</param>
public readonly record struct Place(string File, int Line)
{
    /// <inheritdoc />
    public override string ToString() => $"{File}:{Line}";
}
