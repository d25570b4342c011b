namespace Oracle.Tests.Tnt;

/// <summary>The formulas of TNT's description, section 3.</summary>
internal static class Formula
{
    public static int Initial(int ttl) => ttl switch { > 128 => 255, > 64 => 128, > 32 => 64, _ => 32 };

    public static int Length(int ttl) => Initial(ttl) - ttl + 1;
}
