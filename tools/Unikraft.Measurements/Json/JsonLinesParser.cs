using System.Text.Json;
using Unikraft.Measurements.Reading;

namespace Unikraft.Measurements.Json;

/// <summary>JSON lines of scamper's tools and of TNT; an object a line, told by its <c>type</c>.</summary>
internal sealed class JsonLinesParser : RecordParser
{
    /// <inheritdoc />
    public override bool TryRead(ReadOnlySpan<byte> data, bool isAll, long offset, out int used, out Record? record)
    {
        record = null;
        if (!LineCutter.TryCut(data, isAll, out var line, out used))
            return false;
        if (!line.ContainsAnyExcept(" \t"u8))
            return true;
        try
        {
            var reader = new Utf8JsonReader(line);
            using var document = JsonDocument.ParseValue(ref reader);
            var rest = (int)reader.BytesConsumed;
            if (line[rest..].ContainsAnyExcept(" \t"u8))
                throw Faults.JsonField("something follows the object on its line", offset + rest);
            record = Read(new JsonFields(document.RootElement, offset), used);
            return true;
        }
        catch (JsonException failure)
        {
            throw Faults.NotJson(Cause(failure), offset + (failure.BytePositionInLine ?? 0), failure);
        }
    }

    private static Record Read(JsonFields line, int length) => line.Text("type") switch
    {
        "trace" => ScamperJson.Trace(line),
        "ping" => ScamperJson.Ping(line),
        "tracelb" => TracelbJson.Read(line),
        "dealias" => DealiasJson.Read(line),
        "cycle-start" => ScamperJson.Cycle(line, CycleKind.Start),
        "cycle-stop" => ScamperJson.Cycle(line, CycleKind.Stop),
        "tnt" => TntJson.Trace(line),
        null => throw line.Wrong("type", "is missing"),
        var other => new UnknownRecord { Offset = line.Offset, Type = other, Length = length },
    };

    // The reader's own message ends with its idea of the place.
    private static string Cause(JsonException failure)
    {
        var end = failure.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? failure.Message : failure.Message[..end];
    }
}
