using System.Globalization;
using System.Text;

namespace Unikraft.Build.Tests.Kconfig;

/// <summary>A tree of 200 libraries with 100 symbols each, of every kind and with conditions across libraries. The benchmark measures the same one.</summary>
internal static class LargeTree
{
    public const int Symbols = Libraries * SymbolsPerLibrary;

    private const int Libraries = 200;
    private const int SymbolsPerLibrary = 100;

    /// <summary>Writes the tree into a folder; the path of its root file.</summary>
    public static string Write(string folder)
    {
        for (var library = 0; library < Libraries; library++)
        {
            Directory.CreateDirectory($"{folder}/lib{library:D3}");
            File.WriteAllText($"{folder}/lib{library:D3}/Config.uk", Library(library));
        }

        var root = Path.Combine(folder, "Config.uk");
        File.WriteAllText(root, "mainmenu \"Large\"\nsource \"lib*/Config.uk\"\n");
        return root;
    }

    private static string Library(int library)
    {
        var text = new StringBuilder();
        var (own, other) = ($"LIB{library}", $"LIB{Math.Max(0, library - 1)}");
        text.Append(CultureInfo.InvariantCulture, $"menuconfig {own}\n\tbool \"Library {library}\"\n\tdefault y\n\thelp\n\t  What the library does,\n\t  in two lines.\n\nif {own}\n");
        for (var i = 1; i < SymbolsPerLibrary; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"config {own}_O{i}\n");
            text.Append((i % 5) switch
            {
                0 => $"\tint \"Number\"\n\trange 1 100\n\tdefault {i}\n\tdepends on {own}_O{i - 1}\n\thelp\n\t  A number.\n\n",
                1 => $"\tbool \"Option\"\n\tdefault y if {own}{(library == 0 ? "" : $" && !{other}_O1")}\n\tselect {own}_O{i + 1} if {own}\n\n",
                2 => "\tbool\n\n",
                3 => $"\tstring \"Name\"\n\tdefault \"name {i}\"\n\n",
                _ => $"\tbool \"Another option\"\n\tdepends on ({own} || {other}) && {own}_O1 != \"z\"\n\tdefault y\n\n",
            });
        }

        return text.Append("endif\n").ToString();
    }
}
