namespace Unikraft.Build.Projects;

/// <summary>The type of an <see cref="Option" />.</summary>
public enum OptionType
{
    /// <summary><c>y</c> or <c>n</c>.</summary>
    Bool,

    /// <summary>A decimal number, may be negative.</summary>
    Int,

    /// <summary>A hexadecimal number, with or without <c>0x</c>.</summary>
    Hex,

    /// <summary>Any text on one line.</summary>
    String,
}
