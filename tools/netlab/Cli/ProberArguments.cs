using Netlab.Model;

namespace Netlab.Cli;

/// <summary>The arguments of a prober on a lab (docs/interfaces.md section 5).</summary>
internal static class ProberArguments
{
    /// <summary>Makes the arguments and writes the list of destinations when there are several.</summary>
    /// <param name="lab">The lab.</param>
    /// <param name="folder">The folder for results.</param>
    /// <param name="seen">The folder as the prober sees it.</param>
    /// <param name="more">What the user adds.</param>
    public static IReadOnlyList<string> For(Lab lab, OutputFolder folder, string seen, IReadOnlyList<string> more)
    {
        string Seen(string name) => seen.TrimEnd('/') + "/" + name;
        if (lab.Destinations.Count > 1)
            File.WriteAllLines(folder.File(OutputFolder.TargetsName), lab.Destinations.Select(address => address.ToString()));
        string[] destination = lab.Destinations.Count > 1
            ? ["-a", Seen(OutputFolder.TargetsName)]
            : ["-i", lab.Destinations[0].ToString()];
        return [lab.Vp.ToString(), "sc_tnt", "-o", Seen(OutputFolder.WartsName), "-l", Seen(OutputFolder.LogName), "-v", .. lab.Options, .. destination, .. more];
    }
}
