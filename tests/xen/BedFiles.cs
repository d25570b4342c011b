using System.Runtime.CompilerServices;
using System.Text;
using CliWrap;

namespace Xen.Bed;

/// <summary>What a test bed boots: made once, from Debian's packages.</summary>
/// <param name="Hypervisor">Xen, as a multiboot file.</param>
/// <param name="Kernel">Kernel of domain 0.</param>
/// <param name="Initramfs">The rest of domain 0.</param>
internal sealed record BedFiles(string Hypervisor, string Kernel, string Initramfs)
{
    /// <summary>Folder of the sources of the test bed.</summary>
    public static string Sources { get; } = Here();

    private static string Products => Path.GetFullPath(Path.Combine(Sources, "../../artifacts/xen"));

    /// <summary>Makes what is missing or out of date.</summary>
    /// <exception cref="XenBedException">UK3200 to UK3203, UK3208: what make-bed.sh said.</exception>
    public static async Task<BedFiles> MakeAsync(CancellationToken cancellation)
    {
        var errors = new StringBuilder();
        var result = await Cli.Wrap("bash").WithArguments([Path.Combine(Sources, "make-bed.sh"), Products])
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(errors))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(cancellation);
        if (result.ExitCode == 0)
            return new BedFiles(Path.Combine(Products, "xen"), Path.Combine(Products, "vmlinux"), Path.Combine(Products, "dom0.cpio"));
        var text = errors.ToString().Trim();
        var last = text.Split('\n')[^1];
        throw last.StartsWith("UK", StringComparison.Ordinal) && last.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon
            ? new XenBedException(last[..colon], last[(colon + 2)..])
            : new XenBedException("UK3208", $"make-bed.sh failed: {text}. Correct what it names, and remove '{Products}' if a download was cut short.");
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
