using System.Text.Json;

namespace Netlab.Model;

/// <summary>A value of a lab file that knows where it stands, so that every error can name its line.</summary>
internal sealed class LabJson
{
    private readonly LabSource _source;
    private readonly int _offset;
    private int _nameOffset;

    private LabJson(LabSource source, int offset, JsonTokenType type) => (_source, _offset, Type) = (source, offset, type);

    /// <summary>Kind of the value: the token it starts with.</summary>
    public JsonTokenType Type { get; }

    /// <summary>Text of a string, digits of a number.</summary>
    public string Text { get; private init; } = "";

    /// <summary>Elements of an array.</summary>
    public IReadOnlyList<LabJson> Items { get; private init; } = [];

    /// <summary>Fields of an object, in the order of the file.</summary>
    public IReadOnlyList<KeyValuePair<string, LabJson>> Fields { get; private init; } = [];

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="NetlabException">UK4002 when the file is not JSON, UK4007 when an object names a field twice.</exception>
    public static LabJson Parse(LabSource source)
    {
        var reader = new Utf8JsonReader(source.Bytes, new JsonReaderOptions
        {
            AllowTrailingCommas = true,
            CommentHandling = JsonCommentHandling.Skip,
        });
        try
        {
            reader.Read();
            var value = ParseValue(source, ref reader);
            while (reader.Read())
            {
            }
            return value;
        }
        catch (JsonException e)
        {
            // The reader counts lines and bytes from 0.
            var place = LabSource.Place(source.Name, (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1);
            throw new NetlabException("UK4002", "the lab file is not JSON. Correct the syntax at this place.", place, e);
        }
    }

    /// <summary>Makes an error that stands at this value.</summary>
    public NetlabException Error(string code, string message) => new(code, message, _source.PlaceOf(_offset));

    /// <summary>Makes an error that stands at the name of the field that holds this value.</summary>
    public NetlabException NameError(string code, string message) => new(code, message, _source.PlaceOf(_nameOffset));

    private static LabJson ParseValue(LabSource source, ref Utf8JsonReader reader)
    {
        var offset = (int)reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return new LabJson(source, offset, JsonTokenType.StartObject) { Fields = ParseFields(source, ref reader) };
            case JsonTokenType.StartArray:
                var items = new List<LabJson>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(ParseValue(source, ref reader));
                return new LabJson(source, offset, JsonTokenType.StartArray) { Items = items };
            case JsonTokenType.String:
                return new LabJson(source, offset, JsonTokenType.String) { Text = reader.GetString() ?? "" };
            case JsonTokenType.Number:
                return new LabJson(source, offset, JsonTokenType.Number) { Text = System.Text.Encoding.ASCII.GetString(reader.ValueSpan) };
            default:
                return new LabJson(source, offset, reader.TokenType);
        }
    }

    private static List<KeyValuePair<string, LabJson>> ParseFields(LabSource source, ref Utf8JsonReader reader)
    {
        var fields = new List<KeyValuePair<string, LabJson>>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString() ?? "";
            var offset = (int)reader.TokenStartIndex;
            if (fields.Any(field => field.Key == name))
                throw new NetlabException("UK4007", $"field '{name}' appears twice. Remove one of them.", source.PlaceOf(offset));
            reader.Read();
            var value = ParseValue(source, ref reader);
            value._nameOffset = offset;
            fields.Add(KeyValuePair.Create(name, value));
        }
        return fields;
    }
}
