namespace Unikraft.Build.Kconfig;

/// <summary>The type of a <see cref="Symbol" />.</summary>
public enum SymbolType
{
    /// <summary>Nothing defines the symbol, or no definition has a type. Its text value is its own name, its truth value <c>n</c>.</summary>
    Unknown,

    /// <summary><c>y</c> or <c>n</c>.</summary>
    Bool,

    /// <summary><c>y</c>, <c>m</c> or <c>n</c>; like bool while modules are off.</summary>
    Tristate,

    /// <summary>A decimal number.</summary>
    Int,

    /// <summary>A hexadecimal number.</summary>
    Hex,

    /// <summary>A text.</summary>
    String,
}
