using System.Collections.Immutable;
using Microsoft.Build.Framework;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Kconfig;
using Unikraft.Build.Makefiles;
using Unikraft.Build.Projects;

namespace Unikraft.Sdk.Tasks;

/// <summary>Answers questions about the configuration of an application, and changes its defconfig: the targets of Unikraft.Configure.targets.</summary>
public sealed partial class Configure : ApplicationTask
{
    /// <summary>Gets or sets what to do: <c>Explain</c>, <c>SaveDefconfig</c>, <c>ListNewConfig</c> or <c>Menuconfig</c>.</summary>
    [Required]
    public string Verb { get; set; } = "";

    /// <summary>Gets or sets the symbol to explain.</summary>
    public string ExplainedSymbol { get; set; } = "";

    /// <summary>Gets or sets the value to explain the way to; empty for the other one of a bool, or the one that was requested in vain.</summary>
    public string WantedValue { get; set; } = "";

    /// <summary>Gets or sets the file that takes the minimal defconfig.</summary>
    public string DefconfigOutput { get; set; } = "";

    /// <summary>Gets or sets the configuration to compare with; empty for that of the last build.</summary>
    public string OldConfig { get; set; } = "";

    /// <inheritdoc />
    protected override async Task RunAsync()
    {
        if (Verb == "Explain" && ExplainedSymbol.Length == 0)
            throw new CodedException(Diagnostic.Error("UK0021", "UkExplain needs a symbol.", "Name one, for example: dotnet build -t:UkExplain -p:Symbol=LIBUKSCHED."));
        if (Verb == "Menuconfig")
            CheckTerminal();
        if (Describe() is not { } application)
            return;
        using (BuildLock.Take(application.GeneratedFolder))
        {
            if (!await GenerateFilesAsync(application).ConfigureAwait(false))
                return;
        }

        // A menu and a first save make the file; only a build insists on it.
        var existing = application.Defconfig is { } file && !File.Exists(file) ? application with { Defconfig = null } : application;
        if (Unwrap(Configurator.Resolve(existing, AllowShell)) is not { } configuration)
            return;
        switch (Verb)
        {
            case "Explain":
                Explain(configuration);
                break;
            case "SaveDefconfig":
                SaveDefconfig(configuration);
                break;
            case "ListNewConfig":
                ListNewConfig(configuration, application);
                break;
            default:
                await OpenMenuAsync(MenuSession.Of(application, AllowShell), application.GeneratedFolder).ConfigureAwait(false);
                break;
        }
    }

    private void Explain(Configuration configuration)
    {
        if (Unwrap(new Explainer(configuration).Explain(ExplainedSymbol, WantedValue.Length > 0 ? WantedValue : null)) is { } explanation)
            Say(explanation.Lines);
    }

    private void SaveDefconfig(Configuration configuration)
    {
        var path = Folders.Absolute(DefconfigOutput, ProjectFile);
        var text = DefconfigEditor.Rewrite(File.Exists(path) ? File.ReadAllText(path) : "", configuration);
        if (Written(GeneratedFiles.WriteIfChanged(path, text)))
            Say([$"{Name} -> {path}"]);
    }

    private void ListNewConfig(Configuration configuration, Application application)
    {
        var path = OldConfig.Length > 0 ? Folders.Absolute(OldConfig, ProjectFile) : application.ConfigFile;
        var old = OldConfig.Length > 0 || File.Exists(path) ? DotConfigReader.Read(path) : Result.Of(ImmutableArray<ConfigRequest>.Empty);
        Report(old.Diagnostics);
        if (old.Succeeded)
            Say(NewSymbols.Since(configuration, old.Value).Select(s => $"{configuration.Line(s)}  # {s.Prompts.First().Text}, {s.Nodes[0].Place}"));
    }

    /// <summary>
    /// Prints an answer. The logger that MSBuild uses on a terminal shows no messages of tasks, and draws over what others print; so there the answer comes
    /// when the build has ended.
    /// </summary>
    private void Say(IEnumerable<string> lines)
    {
        var text = lines.ToList();
        foreach (var line in text)
            Log.LogMessage(Console.IsOutputRedirected ? MessageImportance.High : MessageImportance.Low, "{0}", line);
        if (!Console.IsOutputRedirected)
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.Out.Write(string.Concat(text.Select(static l => l + Environment.NewLine)));
    }
}
