namespace Netlab.Model;

/// <summary>Totals of the expected result of a lab.</summary>
/// <param name="ExitStatus">Exit status of the prober.</param>
/// <param name="DestinationOrder">Order in which the destinations are traced.</param>
/// <param name="Commands">Number of commands given to the engine.</param>
/// <param name="ProbesReported">Probes reported for each destination.</param>
/// <param name="ProbesSent">Probes that enter the network.</param>
internal sealed record LabExpectation(
    int ExitStatus,
    IReadOnlyList<NetAddress> DestinationOrder,
    int Commands,
    IReadOnlyDictionary<NetAddress, int> ProbesReported,
    int ProbesSent);
