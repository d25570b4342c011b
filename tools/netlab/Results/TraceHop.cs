using Netlab.Model;

namespace Netlab.Results;

/// <summary>A hop line of the text dump that has an answer.</summary>
/// <param name="Destination">Destination of the trace.</param>
/// <param name="ProbeTtl">Number of the line; null for a revealed hop, which has a count of its own.</param>
/// <param name="Address">Who answered.</param>
/// <param name="RttMs">Round-trip time as printed, in milliseconds.</param>
internal sealed record TraceHop(NetAddress Destination, int? ProbeTtl, NetAddress Address, double RttMs);
