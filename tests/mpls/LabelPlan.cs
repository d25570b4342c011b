using Netlab.Net;

namespace Mpls.Bed;

/// <summary>The labels of a lab: a router has one of its own for each direction and end of a path, so each hop swaps.</summary>
internal static class LabelPlan
{
    /// <summary>Every label is below it.</summary>
    public const int Limit = 4096;

    private const int FirstUsable = 16; // RFC 3032 section 2.1: 0 to 15 are reserved
    private const int Most = 32;

    /// <summary>Label of packets that the router at a position receives.</summary>
    public static int LabelFor(LabelPath path, int position) => FirstUsable + ((((path.Step > 0 ? 0 : Most) + path.End) * Most) + position);
}
