using System.Globalization;
using System.Text;

namespace Unikraft.Measurements.Json;

/// <summary>Pieces of a JSON line with the spacing of sc_warts2json (scamper.md section 8).</summary>
internal static class JsonText
{
    /// <summary>A text in quotes; scamper's tools write names as they are, which is no JSON when they hold quotes.</summary>
    public static void AppendQuoted(this StringBuilder line, string text)
    {
        line.Append('"');
        foreach (var c in text)
        {
            if (c is '"' or '\\')
                line.Append('\\').Append(c);
            else if (c < ' ')
                line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                line.Append(c);
        }
        line.Append('"');
    }

    /// <summary>A time in milliseconds with three decimals.</summary>
    public static void AppendMs(this StringBuilder line, string key, uint microseconds) =>
        line.Append(CultureInfo.InvariantCulture, $"\"{key}\":{microseconds / 1000}.{microseconds % 1000:d3}");

    /// <summary>When something started; the tools give <c>ftime</c> in local time.</summary>
    public static void AppendStart(this StringBuilder line, UnixTime start) =>
        line.Append(CultureInfo.InvariantCulture, $", \"start\":{{\"sec\":{start.Seconds}, \"usec\":{start.Microseconds}, \"ftime\":\"{start.ToDateTimeOffset().ToLocalTime():yyyy-MM-dd HH:mm:ss}\"}}");

    /// <summary>Seconds and microseconds.</summary>
    public static void AppendTime(this StringBuilder line, string key, UnixTime time) =>
        line.Append(CultureInfo.InvariantCulture, $", \"{key}\":{{\"sec\":{time.Seconds}, \"usec\":{time.Microseconds}}}");
}
