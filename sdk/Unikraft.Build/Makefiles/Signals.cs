using System.Runtime.InteropServices;

namespace Unikraft.Build.Makefiles;

/// <summary>Sends signals to processes of ours.</summary>
internal static class Signals
{
    private const int Terminate = 15;

    /// <summary>Asks all processes of a group to end. make deletes half-written targets before it does.</summary>
    /// <param name="leader">The process the group is named after; ended processes are ignored.</param>
    public static void AskGroupToEnd(int leader)
    {
        if (!OperatingSystem.IsWindows() && Kill(-leader, Terminate) != 0)
            _ = Kill(leader, Terminate);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Kill(int processId, int signal);
}
