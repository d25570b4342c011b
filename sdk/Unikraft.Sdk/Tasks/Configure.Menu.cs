using System.Diagnostics;
using System.Text.Json;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Kconfig;

namespace Unikraft.Sdk.Tasks;

/// <content>The menu, which runs in a process of its own.</content>
public sealed partial class Configure
{
    /// <summary>A worker node of MSBuild and its server have no terminal; they run in the background.</summary>
    private void CheckTerminal()
    {
        if (Defconfig.Length == 0)
        {
            throw new CodedException(Diagnostic.Error(
                "UK0022",
                "The project has no defconfig that the menu could save to.",
                $"Add <UkDefconfig>{Name}.defconfig</UkDefconfig> to the project; the file is created when you save."));
        }

        if (Console.IsInputRedirected || Console.IsOutputRedirected)
        {
            throw new CodedException(Diagnostic.Error(
                "UK0023",
                "UkMenuconfig has no terminal: its input or output is a file or a pipe, or it runs in a background process of MSBuild.",
                "Run it in a terminal with -m:1 and without the MSBuild server, or edit the defconfig by hand; UkExplain says what a value needs."));
        }
    }

    private async Task OpenMenuAsync(MenuSession session, string folder)
    {
        var file = Path.Combine(folder, "menuconfig.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(session), Cancelled).ConfigureAwait(false);
        var exitCode = RunMenu(file);
        File.Delete(file);
        if (exitCode != 0)
            throw new CodedException(Diagnostic.Error("UK0024", $"The menu ended with exit code {exitCode}.", "See its messages above; the defconfig is as it was when it was last saved."));
    }

    private int RunMenu(string sessionFile)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["exec", typeof(Configure).Assembly.Location, "menuconfig", sessionFile]);

        // The logger of the build draws on the same terminal several times a second. It writes through Console.Out, whose methods all lock it; so it waits
        // until the menu has ended.
        lock (Console.Out)
        {
            using var process = Process.Start(start)!;
            using var cancellation = Cancelled.Register(() => process.Kill(entireProcessTree: true));
            process.WaitForExit();
            return process.ExitCode;
        }
    }
}
