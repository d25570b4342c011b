namespace Unikraft.Measurements.Tnt;

/// <summary>One trace of a search.</summary>
/// <param name="Target">Where it went.</param>
/// <param name="IsBuddy">Whether that is the other address of the link.</param>
/// <param name="FirstTtl">Its first TTL.</param>
/// <param name="Outcome">None: new hops; else why there were none.</param>
/// <param name="NewHops">New hops; 255: or more.</param>
/// <param name="Probes">Probes it sent.</param>
public sealed record TntAttempt(Address Target, bool IsBuddy, byte FirstTtl, TntFailures Outcome, byte NewHops, uint Probes);
