using System.Collections.Immutable;
using Unikraft.Build.Projects;

namespace Unikraft.Build.Kconfig;

/// <summary>A resolved configuration: a value for every symbol.</summary>
public sealed class Configuration
{
    private readonly ConfigurationWriter writer;

    private readonly IReadOnlyList<Symbol> order;
    private readonly IReadOnlyDictionary<string, ConfigRequest> requests;

    internal Configuration(Evaluator evaluator, IReadOnlyList<Symbol> order, IReadOnlyDictionary<string, ConfigRequest> requests)
    {
        Evaluator = evaluator;
        this.order = order;
        this.requests = requests;
        writer = new ConfigurationWriter(evaluator);
    }

    /// <summary>Gets the evaluator, for questions about single symbols.</summary>
    public Evaluator Evaluator { get; }

    /// <summary>Gets the tree.</summary>
    public KconfigTree Tree => Evaluator.Tree;

    /// <summary>Gets the Kconfig files the configuration depends on, absolute; those that exist in memory only are not among them.</summary>
    public ImmutableArray<string> Files => [.. Tree.Files.Where(File.Exists)];

    /// <summary>Gets the value of a symbol as text (a string without quotes); null when nothing defines it or it has no value.</summary>
    public string? Value(string symbol) => Tree.Find(symbol) is { } found && Evaluator.State(found) is { IsWritten: true } state ? state.Text : null;

    /// <summary>Tells whether a bool symbol is <c>y</c>.</summary>
    public bool IsOn(string symbol) => Tree.Find(symbol) is { } found && Evaluator.Truth(found) == Tristate.Yes;

    /// <summary>Gets the request that counts for a symbol, whether it was taken or not; null when nobody asked.</summary>
    public ConfigRequest? RequestOf(Symbol symbol) => requests.GetValueOrDefault(symbol.Name);

    /// <summary>Computes all values, each after those it depends on, so that no later question recurses deeply. For use after values were set.</summary>
    public void Evaluate() => Evaluator.EvaluateAll(order);

    /// <summary>Gets the line of a symbol in <c>.config</c>.</summary>
    public string Line(Symbol symbol) => writer.Line(symbol);

    /// <summary>Writes <c>.config</c>.</summary>
    public string DotConfig() => writer.DotConfig();

    /// <summary>Writes the header for C code.</summary>
    public string Header() => writer.Header();

    /// <summary>Writes <c>auto.conf</c>, for make.</summary>
    public string AutoConf() => writer.AutoConf();

    /// <summary>Writes the shortest defconfig that gives this configuration.</summary>
    public string MinimalDefconfig() => writer.MinimalDefconfig();
}
