namespace Unikraft.Build.Kconfig;

/// <summary>Who gave a symbol its value.</summary>
public enum ValueSource
{
    /// <summary>Nobody: no default counts.</summary>
    None,

    /// <summary>A user's value.</summary>
    User,

    /// <summary>A default.</summary>
    Default,

    /// <summary>A choice.</summary>
    Choice,

    /// <summary>An <c>imply</c>.</summary>
    Imply,

    /// <summary>A <c>select</c>.</summary>
    Select,

    /// <summary>The nearest end of its range.</summary>
    Range,
}
