using System.Text;
using Unikraft.Build.Kconfig;

namespace Unikraft.Sdk.Launcher;

/// <summary>
/// Draws a menu on the alternate screen of a terminal (ECMA-48 sequences that every terminal knows) and reads keys. What was on the terminal before is there again
/// at the end.
/// </summary>
internal sealed class MenuTerminal : IDisposable
{
    private const string Enter = "\e[?1049h\e[?25l";
    private const string Leave = "\e[0m\e[?25h\e[?1049l";
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private ConfigMenu? shown;
    private (int Width, int Height) size;

    /// <summary>Takes the terminal over.</summary>
    public MenuTerminal()
    {
        // Ctrl+C is a key of the menu: it asks before changes are lost.
        Console.TreatControlCAsInput = true;
        Console.Write(Enter);
    }

    private static (int Width, int Height) Size => (Console.WindowWidth is > 0 and var width ? width : 80, Console.WindowHeight is > 0 and var height ? height : 24);

    /// <summary>Draws the screen of a menu.</summary>
    public void Show(ConfigMenu menu)
    {
        shown = menu;
        size = Size;
        var text = new StringBuilder("\e[H");
        var lines = menu.Screen(size.Width, size.Height);
        for (var i = 0; i < lines.Count; i++)
        {
            var (before, after) = lines[i].Style switch
            {
                ScreenStyle.Bold => ("\e[1m", "\e[0m"),
                ScreenStyle.Reverse => ("\e[7m", "\e[0m"),
                _ => ("", ""),
            };
            text.Append(before).Append(lines[i].Text).Append(after).Append("\e[K").Append(i < lines.Count - 1 ? "\r\n" : "");
        }

        Console.Write(text.Append("\e[J"));
    }

    /// <summary>Waits for a key; draws again when the terminal gets another size.</summary>
    public ConsoleKeyInfo ReadKey()
    {
        while (!Console.KeyAvailable)
        {
            Thread.Sleep(Poll);
            if (shown is not null && Size != size)
                Show(shown);
        }

        return Console.ReadKey(intercept: true);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Console.Write(Leave);
        Console.TreatControlCAsInput = false;
    }
}
