using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Unikraft.Build.Images;

namespace Unikraft.Build.Machines;

/// <summary>Names the functions of a guest's backtrace: lines <c>  #0 0x0000000000101234</c>.</summary>
public sealed partial class Backtrace
{
    private static readonly TimeSpan LineLookupLimit = TimeSpan.FromSeconds(5);
    private readonly Lazy<ElfImage?> _image;

    /// <summary>Prepares for an image; the unstripped <c>.dbg</c> file beside it is read when the first backtrace comes.</summary>
    public Backtrace(string image)
    {
        var unstripped = image + ".dbg";
        _image = new Lazy<ElfImage?>(() => ElfImage.Read(File.Exists(unstripped) ? unstripped : image).Value);
    }

    /// <summary>Returns what to append to a console line: <c> function+0x12 (file.c:34)</c>, or nothing for other lines and unknown addresses.</summary>
    public string Explain(string line)
    {
        if (Frame().Match(line) is not { Success: true } match || _image.Value is not { } image)
            return "";
        var address = ulong.Parse(match.Groups["address"].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        // Frame 0 is the instruction itself; the others are return addresses, which may already belong to the next line or function.
        var inside = match.Groups["number"].Value == "0" ? address : address - 1;
        if (image.FindFunction(inside) is not { } function)
            return "";
        var place = FindLine(image.Path, inside) is { } found ? $" ({found})" : "";
        return string.Create(CultureInfo.InvariantCulture, $" {function.Name}+0x{address - function.Address:x}{place}");
    }

    /// <summary>Asks addr2line (Debian's package binutils, which gcc brings along); without it a backtrace has functions only.</summary>
    private static string? FindLine(string image, ulong address)
    {
        var start = new ProcessStartInfo("addr2line") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "-s", "-e", image, string.Create(CultureInfo.InvariantCulture, $"0x{address:x}") })
            start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var line = process.StandardOutput.ReadLine();
            if (!process.WaitForExit(LineLookupLimit))
                process.Kill();
            // "??:0" and "file.c:?" are the answers of a file without line tables.
            return line is null || line.Contains('?', StringComparison.Ordinal) || line.EndsWith(":0", StringComparison.Ordinal) ? null : line.Split(" (")[0];
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^\s*#(?<number>\d+) 0x(?<address>[0-9a-fA-F]{1,16})\s*$")]
    private static partial Regex Frame();
}
