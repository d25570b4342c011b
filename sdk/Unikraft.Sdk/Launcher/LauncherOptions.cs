using System.Globalization;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Machines;
using Unikraft.Build.Projects;

namespace Unikraft.Sdk.Launcher;

/// <summary>
/// Reads the launcher's arguments, which <c>ComputeRunArguments</c> writes from properties; so a mistake is one in a property, and is reported as such.
/// </summary>
internal static class LauncherOptions
{
    private const string NoVif = "none";

    // With less QEMU has no room for the image and what it loads beside it, and the guest never starts.
    private const int LeastMemoryMiB = 2;

    private static readonly string[] Accelerators = ["auto", "tcg"];

    /// <summary>Reads <c>--name value</c> pairs, then after <c>--</c> the arguments of <c>main</c> (UK0017 when a value is wrong).</summary>
    public static Result<Machine> Parse(IReadOnlyList<string> arguments)
    {
        var machine = new Machine("");
        var launchSettings = "";
        for (var i = 0; i < arguments.Count; i += 2)
        {
            if (arguments[i] == "--")
                return i + 1 < arguments.Count ? Result.Of(machine with { ProgramArguments = [.. arguments.Skip(i + 1)] }) : WithProfile(machine, launchSettings);
            var value = i + 1 < arguments.Count ? arguments[i + 1] : "";
            if (arguments[i] == "--launch-settings")
            {
                launchSettings = value;
                continue;
            }

            var read = Read(machine, arguments[i], value);
            if (read.Value is null)
                return read;
            machine = read.Value;
        }

        return WithProfile(machine, launchSettings);
    }

    // Words after -- take the place of those of the profile, as with every .NET program, and these that of UkProgramArguments.
    private static Result<Machine> WithProfile(Machine machine, string launchSettings)
    {
        var profile = Environment.GetEnvironmentVariable(LaunchProfile.Variable);
        if (launchSettings.Length == 0 || string.IsNullOrEmpty(profile))
            return Result.Of(machine);
        var words = LaunchProfile.Arguments(launchSettings, profile);
        if (!words.Succeeded)
            return Result.Failed<Machine>(words.Diagnostics);
        return Result.Of(words.Value.IsEmpty ? machine : machine with { ProgramArguments = words.Value });
    }

    private static Result<Machine> Read(Machine machine, string name, string value) => name switch
    {
        "--image" => Result.Of(machine with { Image = value }),
        "--platform" => Platform.Parse(value) is { Value: { } platform } ? Result.Of(machine with { Platform = platform }) : Result.Failed<Machine>(Platform.Parse(value).Diagnostics),
        "--vif" => Result.Of(machine with { Vifs = value == NoVif ? [] : [.. value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)] }),
        "--program-arguments" => Result.Of(machine with { ProgramArguments = [.. ShellWords.Split(value)] }),
        "--machine" => Enum.GetNames<MachineType>().FirstOrDefault(n => n.Equals(value, StringComparison.OrdinalIgnoreCase)) is { } type
            ? Result.Of(machine with { Type = Enum.Parse<MachineType>(type) })
            : Wrong("UkMachine", value, Propose(value, Enum.GetNames<MachineType>().Select(static n => n.ToLowerInvariant()))),
        "--accelerator" => Accelerators.Contains(value)
            ? Result.Of(machine with { AllowKvm = value == "auto" })
            : Wrong("UkAccelerator", value, Propose(value, Accelerators)),
        "--memory" => ReadMebibytes(value) switch
        {
            null => Wrong("UkMemory", value, "Write a number of mebibytes, for example 64M."),
            < LeastMemoryMiB => Wrong("UkMemory", value, $"Give a guest {LeastMemoryMiB}M at least."),
            { } size => Result.Of(machine with { MemoryMiB = size }),
        },
        "--timeout" => double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? Result.Of(machine with { TimeLimit = seconds > 0 ? TimeSpan.FromSeconds(seconds) : null })
            : Wrong("UkRunTimeout", value, "Write a number of seconds; 0 is no limit."),
        "--share" => Result.Of(machine with { SharedFolder = value }),
        "--kernel-arguments" => Result.Of(machine with { KernelArguments = [.. ShellWords.Split(value)] }),
        "--qemu-arguments" => Result.Of(machine with { QemuArguments = [.. ShellWords.Split(value)] }),
        _ => Wrong("RunArguments", name, "Put arguments of the program after '--'."),
    };

    /// <summary>Reads <c>64</c>, <c>64M</c> or <c>1G</c>.</summary>
    private static int? ReadMebibytes(string text)
    {
        var (digits, factor) = text.Length > 0 ? text[^1] switch
        {
            'M' or 'm' => (text[..^1], 1),
            'G' or 'g' => (text[..^1], 1024),
            _ => (text, 1),
        } : ("", 1);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 1 << 20 ? number * factor : null;
    }

    private static string Propose(string value, IEnumerable<string> known)
    {
        var names = known.ToList();
        return NearestName.Propose(value, names, $"Use one of: {string.Join(", ", names)}.");
    }

    private static Result<Machine> Wrong(string property, string value, string remedy) =>
        Result.Failed<Machine>(Diagnostic.Error("UK0017", $"{property} is '{value}'.", remedy));
}
