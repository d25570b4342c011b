namespace Oracle.Tests.Tnt;

/// <summary>What kinds of tunnel it belongs to.</summary>
[Flags]
internal enum Kinds
{
    None = 0,
    Explicit = 1,
    ByQuotedTtl = 2,
    ByUturn = 4,
    Opaque = 8,
    Invisible = 16,
}
