using System.Collections.Immutable;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Kconfig;
using Unikraft.Build.Projects;

namespace Unikraft.Build.Tests.Kconfig;

/// <summary>Resolves texts without touching the disk.</summary>
internal static class KconfigSandbox
{
    public const string Root = "/k/Kconfig";

    public static KconfigInput Input(string text, params (string Path, string Text)[] more) => new(Root)
    {
        VirtualFiles = more.Append((Root, text)).ToImmutableDictionary(static f => f.Item1, static f => f.Item2),
    };

    /// <summary>Resolves; requests are written <c>A=y B=5</c> and stand in /p/x.ukproj, one on each line.</summary>
    public static Result<Configuration> Resolve(string text, string requests = "", params (string Path, string Text)[] more) =>
        Configurator.Resolve(Input(text, more), Requests(requests));

    public static Configuration Configuration(string text, string requests = "")
    {
        var result = Resolve(text, requests);
        Assert.Empty(result.Diagnostics);
        return result.Value!;
    }

    /// <summary>Resolves what must give exactly one diagnostic.</summary>
    public static Diagnostic Single(string text, string requests = "", params (string Path, string Text)[] more) => Assert.Single(Resolve(text, requests, more).Diagnostics);

    private static IEnumerable<ConfigRequest> Requests(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static (r, i) => new ConfigRequest(r.Split('=')[0], r.Split('=')[1]) { File = "/p/x.ukproj", Line = i + 1 });
}
