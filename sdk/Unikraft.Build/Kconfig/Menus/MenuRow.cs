namespace Unikraft.Build.Kconfig;

/// <summary>One line of a menu.</summary>
/// <param name="Node">The entry.</param>
/// <param name="Depth">How far it is indented: an entry stands below the symbol it depends on.</param>
/// <param name="Text">The line without indentation: mark, title, and <c>--&gt;</c> where a menu opens.</param>
/// <param name="Opens">Whether Enter opens a menu.</param>
/// <param name="IsHidden">Whether it is shown only because all entries are.</param>
public sealed record MenuRow(MenuNode Node, int Depth, string Text, bool Opens, bool IsHidden);
