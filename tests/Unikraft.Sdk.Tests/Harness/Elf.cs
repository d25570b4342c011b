using CliWrap;
using CliWrap.Buffered;

namespace Unikraft.Sdk.Tests.Harness;

/// <summary>Looks into an image with binutils.</summary>
internal static class Elf
{
    /// <summary>Lists the names of all symbols.</summary>
    public static async Task<IReadOnlyList<string>> SymbolsAsync(string file) =>
        [.. (await Cli.Wrap("nm").WithArguments([file]).ExecuteBufferedAsync()).StandardOutput.Split('\n').Select(line => line.Split(' ')[^1])];

    /// <summary>Lists the names that other objects see, in order.</summary>
    public static async Task<IReadOnlyList<string>> GlobalsAsync(string file) =>
        [.. (await Cli.Wrap("nm").WithArguments(["-g", "--defined-only", file]).ExecuteBufferedAsync()).StandardOutput
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[^1]).Order(StringComparer.Ordinal)];
}
