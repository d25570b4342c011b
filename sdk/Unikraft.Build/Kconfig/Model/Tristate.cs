namespace Unikraft.Build.Kconfig;

/// <summary>A truth value of Kconfig. The order is that of the language: <c>&amp;&amp;</c> is the minimum, <c>||</c> the maximum.</summary>
public enum Tristate
{
    /// <summary><c>n</c>.</summary>
    No,

    /// <summary><c>m</c>: built as a module.</summary>
    Module,

    /// <summary><c>y</c>.</summary>
    Yes,
}
