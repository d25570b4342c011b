using System.Text;

namespace Unikraft.Build.Makefiles;

/// <summary>A makefile in the making: one call or one <c>+=</c> a line, which kraft's line-wise reader and people like (build-interface 4).</summary>
internal sealed class MakefileText
{
    private readonly StringBuilder text = new();
    private bool wantsBlankLine;

    /// <summary>Starts a new paragraph before the next line.</summary>
    public void Paragraph() => wantsBlankLine = text.Length > 0;

    public void Line(string line)
    {
        if (wantsBlankLine)
            text.Append('\n');
        wantsBlankLine = false;
        text.Append(line).Append('\n');
    }

    public void Comment(string comment) => Line("# " + comment);

    /// <summary>Writes a registration macro's call.</summary>
    public void Call(string macro, params ReadOnlySpan<string> arguments) => Line($"$(eval $(call {macro},{string.Join(',', arguments)}))");

    public void Add(string variable, string value) => Line($"{variable} += {value}");

    public override string ToString() => text.ToString();

    /// <summary>Escapes a compiler flag: <c>#</c> would begin a comment, a <c>$</c> that begins no reference would vanish.</summary>
    /// <remarks><c>$(CONFIG_X)</c> stays a reference, so that a flag can carry an option's value.</remarks>
    public static string EscapeFlag(string flag)
    {
        var escaped = new StringBuilder(flag.Length);
        for (var i = 0; i < flag.Length; i++)
        {
            var c = flag[i];
            if (c == '#')
                escaped.Append("\\#");
            else if (c == '$' && (i + 1 == flag.Length || flag[i + 1] != '('))
                escaped.Append("$$");
            else
                escaped.Append(c);
        }

        return escaped.ToString();
    }
}
