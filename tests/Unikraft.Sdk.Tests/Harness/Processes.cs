using System.Globalization;

namespace Unikraft.Sdk.Tests.Harness;

/// <summary>Looks at processes by their number.</summary>
internal static class Processes
{
    /// <summary>Gets the parent; 0 when the process has ended.</summary>
    public static int ParentOf(int id) => Stat(id) is { } fields ? int.Parse(fields[1], CultureInfo.InvariantCulture) : 0;

    /// <summary>Tells whether the process runs. A zombie has ended: it waits for somebody who reads its status.</summary>
    public static bool IsAlive(int id) => Stat(id) is { } fields && fields[0] != "Z";

    // pid (name) state ppid: the name may hold blanks and brackets.
    private static string[]? Stat(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
