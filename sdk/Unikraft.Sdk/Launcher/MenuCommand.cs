using System.Text.Json;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Kconfig;

namespace Unikraft.Sdk.Launcher;

/// <summary>The process behind <c>-t:UkMenuconfig</c>: shows the menu on the terminal it has inherited, and saves.</summary>
internal static class MenuCommand
{
    private const int Failed = 1;

    /// <summary>Runs the menu that a session file describes.</summary>
    public static int Run(string sessionFile) => Run(JsonSerializer.Deserialize<MenuSession>(File.ReadAllText(sessionFile))!);

    /// <summary>Runs the menu of a session.</summary>
    public static int Run(MenuSession session)
    {
        var opened = session.Open();
        if (opened.Value is not { } menu)
            return Fail(opened.Diagnostics);
        var (last, saved) = (Result.Of(false), 0);
        using (var terminal = new MenuTerminal())
        {
            while (true)
            {
                terminal.Show(menu);
                var outcome = menu.Press(terminal.ReadKey());
                if (outcome is MenuOutcome.Save or MenuOutcome.SaveAndQuit && menu.HasChanges)
                {
                    var count = menu.ChangeCount;
                    last = session.Save(menu);
                    saved += last.Succeeded ? count : 0;
                }

                if (outcome is MenuOutcome.SaveAndQuit or MenuOutcome.Discard)
                    break;
            }
        }

        if (!last.Succeeded)
            return Fail(last.Diagnostics);
        Console.WriteLine(saved == 0 ? $"{session.Defconfig} is as it was." : $"{session.Defconfig}: {saved} changed.");
        return 0;
    }

    private static int Fail(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
            Console.Error.WriteLine(diagnostic);
        return Failed;
    }
}
