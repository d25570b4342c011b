using System.Globalization;
using System.Text;
using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Machines;

/// <summary>Writes what Xen's <c>xl create</c> reads (xl.cfg(5)).</summary>
public static class XlConfiguration
{
    /// <summary>What the guest mounts as its root, as under QEMU (docs/interfaces.md section 3).</summary>
    private const string ShareTag = "fs0";

    /// <summary>
    /// Below this size <c>xl</c> of Xen 4.17 gives the domain less memory for its page tables than one page for each of them, and its creation fails.
    /// </summary>
    private const int EnoughForShadowMiB = 128;

    /// <summary>Makes the text. The kernel is named without its folder, which is the one <c>xl</c> has to be called in.</summary>
    /// <param name="machine">The machine; type, accelerator, networks and arguments of QEMU do not count.</param>
    /// <param name="name">Name of the domain.</param>
    /// <returns>The text, or UK3009 for an argument that a guest cannot be given, UK3032 for a path that xl cannot be given.</returns>
    public static Result<string> For(Machine machine, string name)
    {
        var line = KernelCommandLine.Format(machine.KernelArguments, machine.ProgramArguments);
        if (line.Value is null)
            return line;
        if (machine.SharedFolder is { } folder && folder.AsSpan().ContainsAny(",\n"))
            return Result.Failed<string>(Diagnostic.Error("UK3032", $"the shared folder '{folder}' cannot be given to xl, which ends a value at a comma.", "Share a folder with another name."));
        var text = new StringBuilder();
        Add(text, "type", Quote("pvh"));
        Add(text, "name", Quote(name));
        Add(text, "kernel", Quote(Path.GetFileName(machine.Image)));
        Add(text, "memory", machine.MemoryMiB.ToString(CultureInfo.InvariantCulture));
        if (machine.MemoryMiB < EnoughForShadowMiB)
            Add(text, "shadow_memory", "1");
        if (!machine.Vifs.IsEmpty)
            Add(text, "vif", $"[ {string.Join(", ", machine.Vifs.Select(Quote))} ]");
        if (machine.SharedFolder is { } share)
            Add(text, "p9", $"[ {Quote($"tag={ShareTag},security_model=none,path={share}")} ]");
        if (line.Value.Length > 0)
            Add(text, "extra", Quote(line.Value));
        return Result.Of(text.ToString());
    }

    /// <summary>Quotes a text: xl takes C's escapes within quotes.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '"' or '\\' => quoted.Append('\\').Append(letter),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                _ => quoted.Append(letter),
            };
        }
        return quoted.Append('"').ToString();
    }

    private static void Add(StringBuilder text, string key, string value) => text.Append(CultureInfo.InvariantCulture, $"{key} = {value}\n");
}
