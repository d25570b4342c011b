using System.Text;
using CliWrap;

namespace TestBed;

/// <summary>What a test bed boots: made once, from Debian's packages.</summary>
/// <param name="Folder">Where it is.</param>
public sealed record BedFiles(string Folder)
{
    /// <summary>Gets the kernel, an ELF file.</summary>
    public string Kernel => File("vmlinux");

    /// <summary>Gets the initramfs.</summary>
    public string Initramfs => File("root.cpio");

    /// <summary>Path of a further product.</summary>
    public string File(string name) => Path.Combine(Folder, name);

    /// <summary>Makes what is missing or out of date.</summary>
    /// <param name="script">The <c>make-bed.sh</c> of the bed.</param>
    /// <param name="folder">Its argument: where the products shall be.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="BedException">UK3200 to UK3203, UK3208: what the script said.</exception>
    public static async Task<BedFiles> MakeAsync(string script, string folder, CancellationToken cancellation)
    {
        var errors = new StringBuilder();
        var result = await Cli.Wrap("bash").WithArguments([script, folder])
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(errors))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(cancellation);
        if (result.ExitCode == 0)
            return new BedFiles(folder);
        var text = errors.ToString().Trim();
        var last = text.Split('\n')[^1];
        throw last.StartsWith("UK", StringComparison.Ordinal) && last.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon
            ? new BedException(last[..colon], last[(colon + 2)..])
            : new BedException("UK3208", $"{script} failed: {text}. Correct what it names, and remove '{folder}' if a download was cut short.");
    }
}
