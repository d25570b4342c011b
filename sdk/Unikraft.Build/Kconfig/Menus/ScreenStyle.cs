namespace Unikraft.Build.Kconfig;

/// <summary>How a <see cref="ScreenLine" /> stands out. No colours: a terminal of any kind can show it.</summary>
public enum ScreenStyle
{
    /// <summary>Not at all.</summary>
    Normal,

    /// <summary>A title.</summary>
    Bold,

    /// <summary>The marked line.</summary>
    Reverse,
}
