using System.Text;
using CliWrap;

namespace Unikraft.Sdk.Tests.Harness;

/// <summary>Runs the real <c>dotnet</c>, isolated from the packages of the user.</summary>
internal static class Dotnet
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    public static async Task<DotnetResult> RunAsync(
        string folder, IEnumerable<string> arguments, string? packageFolder, CancellationToken cancellationToken = default, IReadOnlyDictionary<string, string?>? environment = null,
        Action<string>? read = null)
    {
        var all = new StringBuilder();
        var output = new StringBuilder();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        var result = await Cli.Wrap("dotnet")
            .WithArguments(arguments)
            .WithWorkingDirectory(folder)
            .WithValidation(CommandResultValidation.None)
            .WithEnvironmentVariables(variables =>
            {
                variables.Set("NUGET_PACKAGES", packageFolder);
                variables.Set("MSBUILDDISABLENODEREUSE", "1");
                // A process lives for seconds: what it learns for a longer life is lost, and so is the time for it.
                variables.Set("DOTNET_TieredPGO", "0").Set("DOTNET_CLI_TELEMETRY_OPTOUT", "1").Set("DOTNET_NOLOGO", "1");
                // The test host sets it; a nested dotnet would take its own SDK for another one.
                variables.Set("MSBUILD_EXE_PATH", null).Set("MSBuildExtensionsPath", null).Set("MSBuildSDKsPath", null);
                foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
                    variables.Set(name, value);
            })
            .WithStandardOutputPipe(PipeTarget.Merge(PipeTarget.ToStringBuilder(output), PipeTarget.ToDelegate(Hear)))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(Hear))
            .ExecuteAsync(limit.Token)
            .ConfigureAwait(false);
        return new DotnetResult(result.ExitCode, output.ToString(), all.ToString(), result.RunTime);

        void Hear(string line)
        {
            lock (all)
                all.AppendLine(line);
            read?.Invoke(line);
        }
    }
}
