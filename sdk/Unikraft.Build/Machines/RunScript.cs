using System.Text;
using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Machines;

/// <summary>Writes the shell script that boots a published image where there is no .NET: QEMU and a POSIX shell are enough.</summary>
public static class RunScript
{
    // Stand for what only the script knows when it runs; no word of a command line looks like them.
    private const string Line = "@line@";
    private const string Status = "@status@";
    private const string Share = "/@share@";

    /// <summary>Makes the text of a script that lies beside its image.</summary>
    /// <param name="machine">The machine; <see cref="Machine.Image" /> is read, <see cref="Machine.SharedFolder" /> is relative to the script.</param>
    public static Result<string> For(Machine machine)
    {
        var image = BootImage.Read(machine.Image);
        var line = KernelCommandLine.Format(machine.KernelArguments, []);
        if (image.Value is null || line.Value is null)
            return Result.Failed<string>([.. image.Diagnostics, .. line.Diagnostics]);
        var name = Path.GetFileName(machine.Image);
        return Result.Of($$"""
            #!/bin/sh
            # Boots {{name}} in QEMU: ./{{name}}.run [ARGUMENTS OF THE PROGRAM]
            # The exit code is that of the program; 126 when the guest crashed or ended without a status, 125 when it could not be booted.
            command -v {{QemuCommandLine.Program}} >/dev/null || {
            	echo "UK3001: {{QemuCommandLine.Program}} was not found. Install Debian's package qemu-system-x86." >&2
            	exit 125
            }
            here=$(dirname "$(readlink -f "$0")")
            work=$(mktemp -d) || exit 125
            trap 'rm -rf "$work"' EXIT
            status=$work/status

            # UK_ACCELERATOR=tcg in the environment: emulation, without a look at KVM.
            accelerator='-accel tcg'
            {{(machine.AllowKvm ? Probe : "# KVM is not wanted.")}}

            # Kernel parameters, then the words of the caller, in quotes in which a backslash keeps the next character.
            line={{Quote(line.Value)}}
            {{(image.Value.Mentions(MachineRunner.WallClock) ? $"line=\"{MachineRunner.WallClock}=$(date +%s%N) $line\"" : "# The image takes no time of the host.")}}
            {{(image.Value.IsMultiboot && image.Value.Mentions(MachineRunner.Seed) ? $"line=\"{MachineRunner.Seed}=[$(od -An -v -tx4 -w32 -N32 /dev/urandom | sed 's/ / 0x/g; s/^ //')] $line\"" : "# The image takes no seed of the host.")}}
            [ $# -gt 0 ] || set --{{string.Concat(machine.ProgramArguments.Select(static word => " " + Quote(word)))}}
            [ $# -eq 0 ] || line="$line --"
            for word; do
            	line="$line \"$(printf '%s' "$word" | sed 's/[\\"]/\\&/g')\""
            done

            {{QemuCommandLine.Program}} $accelerator{{Arguments(image.Value.Suit(machine), Line, "$here")}}

            set -- $(od -An -tu1 -N2 "$status")
            [ "$1" != 69 ] || exit "$2"
            exit 126

            """);
    }

    private static string Arguments(Machine machine, string line, string folder)
    {
        var name = Path.GetFileName(machine.Image);
        var shared = machine with { Image = name, SharedFolder = machine.SharedFolder is null ? null : Share };
        var words = QemuCommandLine.For(shared, line, Status, kvm: false);
        var text = new StringBuilder();
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] == "-accel")
                i++;
            else
                text.Append(words[i].StartsWith('-') ? " \\\n\t" : " ").Append(Word(words[i], machine, folder));
        }

        return text.ToString();
    }

    private static string Word(string word, Machine machine, string folder) => word switch
    {
        Line => "\"$line\"",
        // Ctrl+C of the terminal ends QEMU: nobody stands between the two.
        "stdio,id=ukconsole,signal=off" => "stdio,id=ukconsole",
        _ when word == Path.GetFileName(machine.Image) => $"\"{folder}\"/{Quote(word)}",
        _ => Quote(word)
            .Replace(Status, "'\"$status\"'", StringComparison.Ordinal)
            .Replace(Share, Path.IsPathRooted(machine.SharedFolder) ? machine.SharedFolder : $"'\"$here\"'/{machine.SharedFolder}", StringComparison.Ordinal),
    };

    /// <summary>The launcher's probe (<see cref="KvmProbe" />), with the same guest and the same file for the answer. A machine that KVM gave up on pauses for ever.</summary>
    private static string Probe => $$"""
        answer="${XDG_DATA_HOME:-$HOME/.local/share}/unikraft-sdk/kvm-$(cat /proc/sys/kernel/random/boot_id)"
        if [ -w /dev/kvm ] && [ "$UK_ACCELERATOR" != tcg ]; then
        	if [ ! -s "$answer" ]; then
        		echo {{Convert.ToBase64String(ProbeGuest.Build())}} | base64 -d >"$work/probe"
        		timeout {{KvmProbe.Limit.TotalSeconds}} {{QemuCommandLine.Program}} -accel kvm -cpu host{{Arguments(new Machine("probe") { MemoryMiB = 8 }, "", "$work").ReplaceLineEndings("\n\t\t")}} \
        			</dev/null >/dev/null 2>"$work/errors"
        		case "$(od -An -tu1 -N2 "$status" 2>/dev/null | tr -s ' ')" in
        		' 69 0') fault=works ;;
        		*) fault=$(head -n 1 "$work/errors") ;;
        		esac
        		: "${fault:=a test guest did not end within {{KvmProbe.Limit.TotalSeconds}} s}"
        		{ mkdir -p "${answer%/*}" && printf %s "$fault" >"$answer.$$" && mv "$answer.$$" "$answer"; } 2>/dev/null
        	else
        		fault=$(cat "$answer")
        	fi
        	if [ "$fault" = works ]; then
        		accelerator='-accel kvm -cpu host'
        	else
        		echo "UK3006: KVM is present but does not work ($fault); the guest is emulated. Allow access to /dev/kvm, or set UK_ACCELERATOR=tcg to silence this." >&2
        	fi
        fi
        """;

    private static string Quote(string word) => word.Length > 0 && word.All(static c => char.IsAsciiLetterOrDigit(c) || "-_.,:=/".Contains(c, StringComparison.Ordinal))
        ? word
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
