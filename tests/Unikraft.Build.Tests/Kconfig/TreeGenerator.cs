using System.Globalization;
using System.Text;

namespace Unikraft.Build.Tests.Kconfig;

/// <summary>
/// Writes random Kconfig files and requests. Symbols depend on earlier ones and select later ones only, so there is never a circle. Same seed, same text.
/// </summary>
/// <param name="seed">The seed.</param>
/// <param name="forOldTools">Leaves out the constant m (a crash of theirs where modules are off), imply, and requested numbers that may be out of range: old tools resolve choices before they drop those.</param>
internal sealed class TreeGenerator(int seed, bool forOldTools = false)
{
    private readonly Random random = new(seed);
    private readonly List<(string Name, string Type)> symbols = [];
    private readonly StringBuilder text = new();
    private int total;
    private bool inChoice;

    public string Tree()
    {
        total = random.Next(10, 40);
        text.Append(CultureInfo.InvariantCulture, $"mainmenu \"Tree {seed}\"\n\n");
        if (Chance(30))
            text.Append("config MODULES\n\tbool \"modules\"\n\toption modules\n\tdefault ").Append(Chance(50) ? "y" : "n").Append("\n\n");
        Entries(0);
        while (symbols.Count < total)
            Symbol(0);
        return text.ToString();
    }

    public string Requests()
    {
        var requests = new StringBuilder();
        foreach (var (name, type) in symbols.Where(_ => Chance(50)))
        {
            var value = type switch
            {
                "bool" => Pick("y", "n"),
                "tristate" => Pick("y", "m", "n"),
                "int" => forOldTools ? "20" : Number(),
                "hex" => forOldTools ? "0x14" : Hex(),
                _ => $"\"{Pick("", "text", "a \\\"q\\\" \\\\ b")}\"",
            };
            requests.Append(type is "bool" or "tristate" && value == "n" ? $"# CONFIG_{name} is not set\n" : $"CONFIG_{name}={value}\n");
        }

        return requests.ToString();
    }

    private void Entries(int depth)
    {
        for (var count = random.Next(3, 8); count > 0 && symbols.Count < total; count--)
            Entry(depth);
    }

    private void Entry(int depth)
    {
        switch (random.Next(depth < 4 ? 10 : 6))
        {
            case 6:
                Line(depth, $"menu \"Menu {symbols.Count}\"");
                Maybe(25, () => Line(depth + 1, $"visible if {Expression()}"));
                Maybe(40, () => Line(depth + 1, $"depends on {Expression()}"));
                Entries(depth + 1);
                Line(depth, "endmenu\n");
                break;
            case 7:
                Line(depth, $"if {Expression()}");
                Entries(depth + 1);
                Line(depth, "endif\n");
                break;
            case 8:
                Choice(depth);
                break;
            case 9:
                Line(depth, $"comment \"Comment {symbols.Count}\"");
                Maybe(50, () => Line(depth + 1, $"depends on {Expression()}"));
                break;
            default:
                Symbol(depth);
                break;
        }
    }

    private void Choice(int depth)
    {
        var outside = symbols.ToList();
        var members = Enumerable.Range(0, random.Next(1, 5)).Select(i => $"C{symbols.Count}_{i}").ToList();
        Line(depth, "choice");
        Line(depth + 1, $"prompt \"Choice {symbols.Count}\"" + (Chance(20) ? $" if {Expression()}" : ""));
        Maybe(20, () => Line(depth + 1, "optional"));

        // An entry that depends on the one before it is no member.
        var isBelow = members.Select((_, i) => i > 0 && Chance(15)).ToList();
        Maybe(50, () => Line(depth + 1, $"default {Pick([.. members.Where((_, i) => !isBelow[i])])}" + (Chance(50) ? $" if {Expression()}" : "")));
        Maybe(30, () => Line(depth + 1, $"depends on {Expression()}"));
        inChoice = true;
        var own = new List<(string, string)>();
        foreach (var (i, member) in members.Index())
        {
            Line(depth, $"config {member}");
            Line(depth + 1, $"bool \"{member}\"" + (Chance(20) ? $" if {Expression()}" : ""));
            Maybe(20, () => Line(depth + 1, $"depends on {Expression()}"));
            if (isBelow[i])
                Line(depth + 1, $"depends on {members[i - 1]}");
            own.Add((member, "bool"));
        }

        inChoice = false;
        Line(depth, "endchoice\n");
        symbols.AddRange(own);
        Assert.Equal(outside.Count + members.Count, symbols.Count);
    }

    private void Symbol(int depth)
    {
        var name = $"S{symbols.Count}";
        var type = Pick("bool", "bool", "bool", "tristate", "int", "hex", "string");
        Line(depth, (Chance(20) ? "menuconfig " : "config ") + name);
        var prompt = Chance(75) ? $" \"{name}\"" + (Chance(20) ? $" if {Expression()}" : "") : "";
        Line(depth + 1, type + prompt);
        Maybe(30, () => Line(depth + 1, $"depends on {Expression()}"));
        for (var count = random.Next(3); count > 0; count--)
            Line(depth + 1, $"default {Value(type)}" + (Chance(50) ? $" if {Expression()}" : ""));
        if (type is "int" or "hex")
        {
            Maybe(40, () => Line(depth + 1, type == "int" ? $"range {random.Next(-5, 20)} {random.Next(20, 60)}" : $"range 0x{random.Next(0, 20):x} 0x{random.Next(20, 60):X}"));
        }
        else if (type is "bool" or "tristate")
        {
            Maybe(25, () => Select(depth + 1, "select"));
            Maybe(forOldTools ? 0 : 25, () => Select(depth + 1, "imply"));
        }

        Maybe(20, () => text.Append('\t', depth + 1).Append("help\n").Append('\t', depth + 1).Append("  Text of help.\n\n").Append('\t', depth + 1).Append("  config FAKE\n"));
        text.Append('\n');
        symbols.Add((name, type));
    }

    /// <summary>Targets have no name yet; if the number becomes another kind of symbol, the tool's rule for that case is compared, too.</summary>
    private void Select(int depth, string word)
    {
        if (symbols.Count + 2 < total)
            Line(depth, $"{word} S{random.Next(symbols.Count + 1, total)}" + (Chance(30) ? $" if {Expression()}" : ""));
    }

    private string Value(string type) => type switch
    {
        "bool" => Chance(70) ? Pick("y", "n") : Expression(),
        "tristate" => Chance(70) ? Pick("y", "m", "n") : Expression(),
        "int" => Number(),
        "hex" => Hex(),
        _ => $"\"{Pick("", "one", "two words", "a \\\"q\\\" \\\\ b")}\"",
    };

    private string Number() => random.Next(-10, 70).ToString(CultureInfo.InvariantCulture);

    private string Hex() => (Chance(60) ? "0x" : "") + random.Next(0, 70).ToString(Chance(50) ? "x" : "X", CultureInfo.InvariantCulture);

    private string Expression(int depth = 0)
    {
        var known = symbols.Where(static s => s.Type is "bool" or "tristate").ToList();
        if (depth < 3 && Chance(35))
        {
            return random.Next(3) switch
            {
                0 => $"{Operand(depth)} && {Operand(depth)}",
                1 => $"({Operand(depth)} || {Operand(depth)})",
                _ => $"!{Primary()}",
            };
        }

        if (symbols.Count > 0 && Chance(25) && !inChoice)
            return Comparison();
        return known.Count == 0 ? "y" : Primary();

        string Primary() => known.Count == 0 || Chance(5) ? Pick("y", "n", "NOBODY", forOldTools ? "y" : "m") : known[random.Next(known.Count)].Name;
    }

    private string Operand(int depth) => $"({Expression(depth + 1)})";

    private string Comparison()
    {
        var (name, type) = symbols[random.Next(symbols.Count)];
        return type switch
        {
            "int" => $"{name} {Pick("=", "!=", "<", "<=", ">", ">=")} {Number()}",
            "hex" => $"{name} {Pick("=", "!=", "<", "<=", ">", ">=")} 0x{random.Next(0, 70):x}",
            "string" => $"{name} {Pick("=", "!=")} \"{Pick("", "one", "text")}\"",
            "tristate" => $"{name} {Pick("=", "!=")} {Pick("y", "m", "n")}",
            _ => $"{name} {Pick("=", "!=")} {Pick("y", "n")}",
        };
    }

    private void Line(int depth, string line) => text.Append('\t', depth).Append(line).Append('\n');

    private void Maybe(int percent, Action action)
    {
        if (Chance(percent))
            action();
    }

    private bool Chance(int percent) => random.Next(100) < percent;

    private string Pick(params string[] values) => values[random.Next(values.Length)];
}
