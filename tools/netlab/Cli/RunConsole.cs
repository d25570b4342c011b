namespace Netlab.Cli;

/// <summary>Where a run prints.</summary>
/// <param name="Output">Dump and summary.</param>
/// <param name="Errors">Everything else.</param>
internal sealed record RunConsole(TextWriter Output, TextWriter Errors)
{
    /// <summary>The streams of this process.</summary>
    public static RunConsole Standard { get; } = new(Console.Out, Console.Error);
}
