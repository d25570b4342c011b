using System.Diagnostics;
using System.Globalization;

namespace Unikraft.Build.Trees;

/// <summary>What the SDK knows of the compiler on this machine.</summary>
internal static class Compilers
{
    private static readonly Lazy<int> Major = new(AskGcc);

    /// <summary>Gets the major version of gcc; 0 when there is none. Asked once in a process, and only for trees that are not ours.</summary>
    public static int GccMajor() => Major.Value;

    private static int AskGcc()
    {
        try
        {
            using var gcc = Process.Start(new ProcessStartInfo("gcc", "-dumpversion") { RedirectStandardOutput = true, UseShellExecute = false });
            var text = gcc?.StandardOutput.ReadToEnd() ?? "";
            return int.TryParse(text.Split('.')[0].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return 0;
        }
    }
}
