using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Unikraft.Build.Makefiles;

/// <summary>
/// Writes the JSON files of a build, value by value. A serializer, generated or not, is generic code that the JIT compiler has to compile in each build: 100 methods
/// for a file of ten lines.
/// </summary>
public static class JsonText
{
    // A person may look into the files: paths and quotes stay readable. No browser reads them.
    private static readonly JsonWriterOptions Format = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one value and a newline.</summary>
    public static string Of(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Format))
            write(writer);
        bytes.WriteByte((byte)'\n');
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    /// <summary>Writes a member unless there is nothing to say.</summary>
    public static void WriteMember(this Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }
}
