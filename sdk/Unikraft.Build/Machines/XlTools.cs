using CliWrap;
using CliWrap.Buffered;

namespace Unikraft.Build.Machines;

/// <summary>The commands of a Xen host.</summary>
internal static class XlTools
{
    /// <summary>Gets whether <c>xl</c> is installed.</summary>
    public static bool IsPresent =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(static folder => File.Exists(Path.Combine(folder, "xl")));

    /// <summary>Gets whether this is the domain that may create others (xenfs of Linux).</summary>
    public static bool IsDomainZero
    {
        get
        {
            const string Capabilities = "/proc/xen/capabilities";
            try
            {
                return File.Exists(Capabilities) && File.ReadAllText(Capabilities).Contains("control_d", StringComparison.Ordinal);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    /// <summary>Runs a command and returns what it printed; null when it failed or is not there.</summary>
    public static async Task<string?> AskAsync(string program, params string[] arguments)
    {
        try
        {
            var result = await Cli.Wrap(program).WithArguments(arguments).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync().ConfigureAwait(false);
            return result.ExitCode == 0 ? result.StandardOutput.Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
