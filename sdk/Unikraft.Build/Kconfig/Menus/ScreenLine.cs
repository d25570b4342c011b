namespace Unikraft.Build.Kconfig;

/// <summary>A line of the screen.</summary>
/// <param name="Text">The text; never longer than the screen is wide, without control characters.</param>
/// <param name="Style">How it stands out.</param>
public readonly record struct ScreenLine(string Text, ScreenStyle Style = ScreenStyle.Normal);
