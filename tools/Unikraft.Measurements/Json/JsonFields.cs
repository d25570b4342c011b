using System.Text.Json;
using Unikraft.Measurements.Reading;

namespace Unikraft.Measurements.Json;

/// <summary>Takes values out of a JSON object by name; what is not there is 0, empty or null, what is of a wrong kind is an error.</summary>
/// <param name="element">The object.</param>
/// <param name="offset">Where its line begins in the input.</param>
internal readonly struct JsonFields(JsonElement element, long offset)
{
    private readonly JsonElement _element = element.ValueKind == JsonValueKind.Object
        ? element
        : throw Faults.JsonField($"a JSON object is expected, not {element.ValueKind}", offset);

    public long Offset { get; } = offset;

    public MeasurementException Wrong(string key, string what) => Faults.JsonField($"the field '{key}' {what}", Offset);

    public bool Has(string key) => _element.TryGetProperty(key, out _);

    public bool IsText(string key) => Get(key) is { ValueKind: JsonValueKind.String };

    public byte U8(string key) => (byte)Number(key, byte.MaxValue);

    public ushort U16(string key) => (ushort)Number(key, ushort.MaxValue);

    public uint U32(string key) => (uint)Number(key, uint.MaxValue);

    public ulong U64(string key) => Number(key, ulong.MaxValue);

    public short I16(string key)
    {
        if (Get(key) is not { } value)
            return 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt16(out var number) ? number : throw Wrong(key, "is no whole number of 16 bits");
    }

    /// <summary>Whether the field is there and not null.</summary>
    public bool IsKnown(string key) => Get(key) is not null;

    public bool Flag(string key) => Get(key) switch
    {
        null or { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.True } => true,
        _ => throw Wrong(key, "is neither true nor false"),
    };

    /// <summary>Milliseconds with decimals, as microseconds.</summary>
    public uint Microseconds(string key)
    {
        if (Get(key) is not { } value)
            return 0;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var ms) && ms >= 0 && ms * 1000 <= uint.MaxValue)
            return (uint)Math.Round(ms * 1000);
        throw Wrong(key, "is no time in milliseconds");
    }

    public string? Text(string key)
    {
        if (Get(key) is not { } value)
            return null;
        return value.ValueKind == JsonValueKind.String ? String(value, key) : throw Wrong(key, "is no text");
    }

    public Address Address(string key)
    {
        if (Text(key) is not { } text)
            return default;
        return Measurements.Address.TryParse(text, out var address) ? address : throw Wrong(key, "is no address");
    }

    public UnixTime Time(string key)
    {
        if (!Has(key))
            return default;
        var time = Object(key);
        return UnixTime.Of(time.U32("sec"), (uint)time.Number("usec", 999_999));
    }

    public JsonFields Object(string key) => Get(key) is { } value ? new JsonFields(value, Offset) : throw Wrong(key, "is missing");

    /// <summary>The objects of a list.</summary>
    public IReadOnlyList<T> List<T>(string key, Func<JsonFields, T> make)
    {
        var items = new List<T>();
        foreach (var item in Items(key))
            items.Add(make(new JsonFields(item, Offset)));
        return items;
    }

    /// <summary>The lists of objects of a list.</summary>
    public IReadOnlyList<IReadOnlyList<T>> Lists<T>(string key, Func<JsonFields, T> make)
    {
        var lists = new List<IReadOnlyList<T>>();
        foreach (var item in Items(key))
        {
            if (item.ValueKind != JsonValueKind.Array)
                throw Wrong(key, "is no list of lists");
            var items = new List<T>();
            foreach (var inner in item.EnumerateArray())
                items.Add(make(new JsonFields(inner, Offset)));
            lists.Add(items);
        }
        return lists;
    }

    /// <summary>The texts and numbers of a list; the one or the other is given to the function.</summary>
    public IReadOnlyList<T> Values<T>(string key, Func<string?, uint, T> make)
    {
        var values = new List<T>();
        foreach (var item in Items(key))
        {
            if (item.ValueKind == JsonValueKind.String)
                values.Add(make(String(item, key), 0));
            else
                values.Add(item.ValueKind == JsonValueKind.Number && item.TryGetUInt32(out var number) ? make(null, number) : throw Wrong(key, "is no list of texts and numbers"));
        }
        return values;
    }

    /// <summary>The texts of a list.</summary>
    public IReadOnlyList<string> Texts(string key)
    {
        var items = new List<string>();
        foreach (var item in Items(key))
            items.Add(item.ValueKind == JsonValueKind.String ? String(item, key) : throw Wrong(key, "is no list of texts"));
        return items;
    }

    public IReadOnlyList<uint> Numbers(string key)
    {
        var items = new List<uint>();
        foreach (var item in Items(key))
            items.Add(item.ValueKind == JsonValueKind.Number && item.TryGetUInt32(out var number) ? number : throw Wrong(key, "is no list of numbers"));
        return items;
    }

    public IReadOnlyList<Address> Addresses(string key)
    {
        var self = this;
        return [.. Texts(key).Select(text => Measurements.Address.TryParse(text, out var address) ? address : throw self.Wrong(key, "holds what is no address"))];
    }

    private JsonElement.ArrayEnumerator Items(string key)
    {
        if (Get(key) is not { } value)
            return default;
        return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw Wrong(key, "is no list");
    }

    private ulong Number(string key, ulong most)
    {
        if (Get(key) is not { } value)
            return 0;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetUInt64(out var number) && number <= most)
            return number;
        throw Wrong(key, $"is no whole number of 0 to {most}");
    }

    private string String(JsonElement value, string key)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Wrong(key, "is no text of Unicode");
        }
    }

    private JsonElement? Get(string key) => _element.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
