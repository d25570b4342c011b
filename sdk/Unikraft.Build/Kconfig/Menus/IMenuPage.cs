namespace Unikraft.Build.Kconfig;

/// <summary>Something that takes the place of the list for a while: help, search, an input line, a question.</summary>
internal interface IMenuPage
{
    /// <summary>Gets the title.</summary>
    string Title { get; }

    /// <summary>Gets what the keys do.</summary>
    string Keys { get; }

    /// <summary>Takes a key; the page that is shown next, null for the list.</summary>
    IMenuPage? Press(ConsoleKeyInfo key);

    /// <summary>Gets the lines to show.</summary>
    IReadOnlyList<ScreenLine> Lines(int width, int height);
}
