using System.CommandLine;

namespace Netlab.Cli;

/// <summary>Reads the command line.</summary>
internal static class CommandLine
{
    private const string InNamespaceFlag = "--in-namespace";

    private static readonly Argument<string[]> Labs = new("LAB") { Description = "Lab file (docs/netlab.md); several with --image and --program.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string?> Image = new("--image") { Description = "Boot this unikernel image on the lab; ARGS are added to its arguments.", HelpName = "IMAGE" };
    private static readonly Option<string?> Program = new("--program") { Description = "Run this Linux build of uTNT on the lab, with the arguments an image would get.", HelpName = "PROGRAM" };
    private static readonly Option<bool> Exec = new("--exec") { Description = "Run any program on the lab: -- PROGRAM ARGS." };
    private static readonly Option<string?> Tun = new("--tun") { Description = "Attach the lab to a TUN device of this network namespace, until Ctrl+C.", HelpName = "NAME" };
    private static readonly Option<string?> Netns = new("--netns") { Description = "Make a network namespace attached to the lab, until Ctrl+C.", HelpName = "NAME" };
    private static readonly Option<string?> Socket = new("--socket") { Description = "Wait on a UNIX socket for a QEMU with -netdev stream, and serve it until it leaves.", HelpName = "PATH" };
    private static readonly Option<string> Machine = new("--machine") { Description = "Machine type: microvm, q35 or pc.", DefaultValueFactory = _ => "microvm", HelpName = "TYPE" };
    private static readonly Option<int> Memory = new("--memory") { Description = "Memory of the guest in MiB.", DefaultValueFactory = _ => 8, HelpName = "MIB" };
    private static readonly Option<double> Timeout = new("--timeout") { Description = "Time limit in seconds.", DefaultValueFactory = _ => 300, HelpName = "SECONDS" };
    private static readonly Option<string?> Output = new("--output") { Description = "Folder for results; default: a new temporary one.", HelpName = "DIR" };
    private static readonly Option<string?> Pcap = new("--pcap") { Description = "Capture file; default: lab.pcap in the folder for results.", HelpName = "FILE" };
    private static readonly Option<bool> JsonOnly = new("--json-only") { Description = "Print the JSON summary only." };
    private static readonly Option<string> Kvm = new("--kvm") { Description = "auto: use KVM when it works; off: emulate.", DefaultValueFactory = _ => "auto", HelpName = "auto|off" };
    private static readonly Option<int> Jobs = new("--jobs") { Description = "Labs at a time when there are several.", DefaultValueFactory = _ => 4, HelpName = "N" };
    private static readonly Option<bool> InNamespace = new(InNamespaceFlag) { Hidden = true };

    private static readonly RootCommand Root = MakeRoot();

    /// <summary>Reads the arguments; null when they asked for help or the version, which has been printed.</summary>
    /// <exception cref="NetlabException">UK4012 when they are wrong.</exception>
    public static NetlabOptions? Read(string[] arguments)
    {
        var end = Array.IndexOf(arguments, "--");
        var (own, rest) = end < 0 ? (arguments, []) : (arguments[..end], arguments[(end + 1)..]);
        var parsed = Root.Parse(own);
        // The list of labs takes any word.
        if (own.FirstOrDefault(word => word.StartsWith('-') && parsed.GetResult(Labs)?.Tokens.Any(token => token.Value == word) == true) is { } unknown)
            throw Wrong($"unknown option '{unknown}'", Model.Hint.For(unknown, [.. Root.Options.Where(option => !option.Hidden).Select(option => option.Name)]));
        if (parsed.Errors.Count > 0)
            throw Wrong(parsed.Errors[0].Message.TrimEnd('.'), "See --help.");
        if (parsed.Action is not null)
        {
            parsed.Invoke();
            return null;
        }
        var (mode, subject) = ReadMode(parsed, rest);
        CheckSeveral(parsed, mode);
        return new NetlabOptions
        {
            Labs = parsed.GetValue(Labs)!,
            Mode = mode,
            Subject = subject,
            Arguments = mode == RunMode.Exec ? rest[1..] : rest,
            Machine = Choice(parsed, Machine, "microvm", "q35", "pc"),
            MemoryMiB = InRange(parsed, Memory, 1, 1 << 20),
            Timeout = TimeSpan.FromSeconds(InRange(parsed, Timeout, 0.1, 1e6)),
            Output = parsed.GetValue(Output),
            Pcap = parsed.GetValue(Pcap),
            JsonOnly = parsed.GetValue(JsonOnly),
            AllowKvm = Choice(parsed, Kvm, "auto", "off") == "auto",
            Jobs = InRange(parsed, Jobs, 1, 1000),
            InNamespace = parsed.GetValue(InNamespace),
            Raw = [InNamespaceFlag, .. arguments],
        };
    }

    private static RootCommand MakeRoot()
    {
        var root = new RootCommand("A virtual MPLS internet in one process: runs a prober on a lab and prints its traces and a JSON summary.\n\n"
            + "  netlab LAB.json --image IMAGE [-- ARGS]     boot a unikernel on the lab\n"
            + "  netlab LAB.json --program PROGRAM           the same with a Linux build of uTNT\n"
            + "  netlab LAB.json --exec -- PROGRAM ARGS      any Linux program, e.g. scamper")
        {
            Labs,
        };
        foreach (var option in new Option[] { Image, Program, Exec, Tun, Netns, Socket, Machine, Memory, Timeout, Output, Pcap, JsonOnly, Kvm, Jobs, InNamespace })
            root.Options.Add(option);
        return root;
    }

    private static (RunMode Mode, string Subject) ReadMode(ParseResult parsed, string[] rest)
    {
        var modes = new List<(RunMode Mode, string Subject)>();
        foreach (var (option, mode) in new[] { (Image, RunMode.Image), (Program, RunMode.Program), (Tun, RunMode.Tun), (Netns, RunMode.Netns), (Socket, RunMode.Socket) })
        {
            if (parsed.GetValue(option) is { } subject)
                modes.Add((mode, subject));
        }
        if (parsed.GetValue(Exec))
            modes.Add((RunMode.Exec, rest.Length > 0 ? rest[0] : throw Wrong("--exec has no program", "Name it and its arguments after '--'.")));
        if (modes.Count != 1)
            throw Wrong(modes.Count == 0 ? "nothing is attached to the lab" : "more than one thing is attached to the lab", "Use one of --image, --program, --exec, --tun, --netns and --socket.");
        if (rest.Length > 0 && modes[0].Mode is RunMode.Tun or RunMode.Netns or RunMode.Socket)
            throw Wrong("there are arguments after '--', but no program to give them to", "Remove them.");
        return modes[0];
    }

    private static void CheckSeveral(ParseResult parsed, RunMode mode)
    {
        var labs = parsed.GetValue(Labs)!;
        if (labs.Length < 2)
            return;
        if (mode is not (RunMode.Image or RunMode.Program))
            throw Wrong("there are several labs", "Only --image and --program take more than one.");
        if (parsed.GetValue(Pcap) is not null)
            throw Wrong("--pcap names one file for several labs", "Leave it out: each lab has its lab.pcap in its own folder for results.");
        if (labs.GroupBy(Path.GetFileNameWithoutExtension).FirstOrDefault(group => group.Count() > 1) is { } same)
            throw Wrong($"two labs are named '{same.Key}'", "Their results would go to one folder: rename one of the files.");
    }

    private static string Choice(ParseResult parsed, Option<string> option, params string[] words)
    {
        var word = parsed.GetValue(option)!;
        return words.Contains(word) ? word : throw Wrong($"{option.Name} has an unknown value '{word}'", Model.Hint.For(word, words));
    }

    private static T InRange<T>(ParseResult parsed, Option<T> option, T min, T max) where T : IComparable<T>
    {
        var value = parsed.GetValue(option)!;
        return value.CompareTo(min) >= 0 && value.CompareTo(max) <= 0
            ? value
            : throw Wrong($"{option.Name} is {value}, outside {min} to {max}", "Use a number in this range.");
    }

    private static NetlabException Wrong(string cause, string remedy) => new("UK4012", $"{cause}. {remedy}");
}
