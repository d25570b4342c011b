namespace Netlab.Model;

/// <summary>What a router does that a good router does not.</summary>
/// <param name="TeFrom">Source of its time-exceeded messages, which need not be its own address; null: the left address.</param>
/// <param name="TeForOwn">Whether it answers packets to its own addresses with time exceeded.</param>
/// <param name="SendsBack">Destinations whose packets it sends back to its left neighbour.</param>
/// <param name="QuotedBytes">Bytes that an error quotes after the IP header; null: as the RFC of the family says.</param>
/// <param name="Extension">What is wrong with the extension of a time-exceeded message.</param>
/// <param name="LatePercent">Share of its own replies that come late.</param>
/// <param name="LateNs">How late they are, in nanoseconds.</param>
/// <param name="Spoofed">Forged replies that somebody sends before its own.</param>
/// <param name="EchoAlsoFrom">Other hosts that answer echo requests to its addresses, as if these were broadcast addresses.</param>
internal sealed record RouterFaults(
    NetAddress? TeFrom,
    bool TeForOwn,
    IReadOnlySet<NetAddress> SendsBack,
    int? QuotedBytes,
    ExtensionFault Extension,
    double LatePercent,
    long LateNs,
    SpoofKind Spoofed,
    IReadOnlyList<NetAddress> EchoAlsoFrom);
