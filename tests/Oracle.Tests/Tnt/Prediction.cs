using Oracle.Tests.Topology;

namespace Oracle.Tests.Tnt;

/// <summary>What a run must give: commands, traces with the probes reported for them, probes sent.</summary>
internal sealed record Prediction(IReadOnlyList<string> Commands, IReadOnlyList<(string Text, int Reported)> Traces, int Sent)
{
    /// <summary>Predicts a run that takes the destinations one after the other, in the order given.</summary>
    public static Prediction Of(TopologyFile file, IReadOnlyList<string> destinations) => new Predictor(file).Run(destinations);
}
