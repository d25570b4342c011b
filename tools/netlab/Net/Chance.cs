namespace Netlab.Net;

/// <summary>Shares in percent.</summary>
internal static class Chance
{
    /// <summary>True in this share of calls; a share of 0 draws nothing, so that it leaves other draws alone.</summary>
    public static bool Hits(this Random random, double percent) => percent > 0 && random.NextDouble() * 100 < percent;
}
