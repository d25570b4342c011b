namespace Make.Tests;

/// <summary>What one run of make printed and returned.</summary>
public sealed record MakeResult(int ExitCode, string Output, string Errors)
{
    /// <summary>The progress lines, e.g. <c>CC appt: main.c</c>.</summary>
    public IReadOnlyList<string> Steps { get; } =
        [.. Output.Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal)).Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];

    /// <summary>The compilations among the steps.</summary>
    public IReadOnlyList<string> Compiled => [.. Steps.Where(step => step.StartsWith("CC ", StringComparison.Ordinal))];

    /// <summary>Asserts success and returns this.</summary>
    public MakeResult Succeeded()
    {
        Assert.True(ExitCode == 0, Output + Errors);
        return this;
    }
}
