namespace Unikraft.Sdk.Tests.Harness;

/// <summary>What a run of <c>dotnet</c> left.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Log">Standard output and standard error, line by line as they came.</param>
/// <param name="Time">How long it took.</param>
internal sealed record DotnetResult(int ExitCode, string Output, string Log, TimeSpan Time)
{
    public DotnetResult Succeeded()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}:\n{Log}");
        return this;
    }

    public DotnetResult Warned(string code, params string[] parts) => Said("warning", code, parts);

    public DotnetResult Failed(string code, params string[] parts)
    {
        Assert.True(ExitCode != 0, $"it succeeded:\n{Log}");
        return Said("error", code, parts);
    }

    public DotnetResult HasNoWarning()
    {
        Assert.DoesNotContain("warning ", Log, StringComparison.Ordinal);
        return this;
    }

    private DotnetResult Said(string kind, string code, string[] parts)
    {
        var lines = Log.Split('\n').Where(line => line.Contains($"{kind} {code}", StringComparison.Ordinal)).ToList();
        Assert.True(lines.Count > 0, $"no {kind} {code}:\n{Log}");
        foreach (var part in parts)
            Assert.True(lines.Any(line => line.Contains(part, StringComparison.Ordinal)), $"{kind} {code} does not say '{part}':\n{Log}");
        return this;
    }
}
