using System.Globalization;
using System.Text.Json;

namespace Netlab.Model;

/// <summary>Typed access to the fields of one object of a lab file; a field nobody asked for is an error.</summary>
internal sealed class LabObject
{
    private readonly LabJson _value;
    private readonly string _what;
    private readonly HashSet<string> _known = [];

    /// <summary>Wraps a value that must be an object.</summary>
    public LabObject(LabJson value, string what)
    {
        if (value.Type != JsonTokenType.StartObject)
            throw value.Error("UK4005", $"{what} must be an object. Write it in braces.");
        (_value, _what) = (value, what);
    }

    /// <summary>The field, or null when it is absent.</summary>
    public LabJson? Find(string name)
    {
        _known.Add(name);
        return _value.Fields.FirstOrDefault(field => field.Key == name).Value;
    }

    /// <summary>The field, which must be there.</summary>
    public LabJson Get(string name) =>
        Find(name) ?? throw _value.Error("UK4004", $"{_what} has no field '{name}'. Add it.");

    /// <summary>Text, or <paramref name="absent"/> without the field.</summary>
    public string Text(string name, string? absent = null) =>
        (absent is null ? Get(name) : Find(name)) is { } value ? AsText(value, name) : absent!;

    /// <summary>True or false, or <paramref name="absent"/> without the field.</summary>
    public bool Flag(string name, bool? absent = null) => (absent is null ? Get(name) : Find(name)) switch
    {
        null => absent!.Value,
        { Type: JsonTokenType.True } => true,
        { Type: JsonTokenType.False } => false,
        var other => throw other.Error("UK4005", $"'{name}' must be true or false. Write it without quotes."),
    };

    /// <summary>A whole number in a range, or <paramref name="absent"/> without the field.</summary>
    public int Integer(string name, int min, int max, int? absent = null)
    {
        if ((absent is null ? Get(name) : Find(name)) is not { } value)
            return absent!.Value;
        return AsInteger(value, name, min, max);
    }

    /// <summary>A number in a range, or <paramref name="absent"/> without the field.</summary>
    public double Number(string name, double min, double max, double absent)
    {
        if (Find(name) is not { } value)
            return absent;
        if (value.Type != JsonTokenType.Number)
            throw value.Error("UK4005", $"'{name}' must be a number. Write it without quotes.");
        var number = double.Parse(value.Text, CultureInfo.InvariantCulture);
        if (number >= min && number <= max)
            return number;
        throw value.Error("UK4006", string.Create(CultureInfo.InvariantCulture, $"'{name}' is {value.Text}, outside {min} to {max}. Use a number in this range."));
    }

    /// <summary>An address.</summary>
    public NetAddress Address(string name) => AsAddress(Get(name), name);

    /// <summary>One of some words, or <paramref name="absent"/> without the field or with null.</summary>
    public T Word<T>(string name, IReadOnlyDictionary<string, T> words, T? absent = null) where T : struct
    {
        var value = absent is null ? Get(name) : Find(name);
        if (absent is { } fallback && value is null or { Type: JsonTokenType.Null })
            return fallback;
        return AsWord(value!, name, words);
    }

    /// <summary>The elements of an array; none when the field is absent and may be so.</summary>
    public IReadOnlyList<LabJson> List(string name, bool required = false)
    {
        if ((required ? Get(name) : Find(name)) is not { } value)
            return [];
        return value.Type == JsonTokenType.StartArray
            ? value.Items
            : throw value.Error("UK4005", $"'{name}' must be a list. Write it in brackets.");
    }

    /// <summary>Reports the first field that nobody asked for.</summary>
    public void Close()
    {
        foreach (var (name, value) in _value.Fields)
        {
            if (!_known.Contains(name))
                throw value.NameError("UK4003", $"{_what} has an unknown field '{name}'. {Hint.For(name, _known)}");
        }
    }

    /// <summary>Makes an error that stands at this object.</summary>
    public NetlabException Error(string code, string message) => _value.Error(code, message);

    /// <summary>The text of a value.</summary>
    public static string AsText(LabJson value, string name) => value.Type == JsonTokenType.String
        ? value.Text
        : throw value.Error("UK4005", $"'{name}' must be a text. Write it in quotes.");

    /// <summary>The whole number of a value.</summary>
    public static int AsInteger(LabJson value, string name, int min, int max)
    {
        if (value.Type != JsonTokenType.Number)
            throw value.Error("UK4005", $"'{name}' must be a whole number. Write it without quotes.");
        return int.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw value.Error("UK4006", $"'{name}' is {value.Text}, not a whole number of {min} to {max}. Use a number in this range.");
    }

    /// <summary>The address of a value.</summary>
    public static NetAddress AsAddress(LabJson value, string name) => NetAddress.TryParse(AsText(value, name), out var address)
        ? address
        : throw value.Error("UK4006", $"'{name}' is '{value.Text}', which is no IP address. Write four numbers of 0 to 255 with dots, or an IPv6 address.");

    /// <summary>Refuses an address of another family than that of the measuring host: a lab is one of IPv4 or of IPv6.</summary>
    public static void CheckFamily(LabJson value, NetAddress address, NetAddress vp)
    {
        if (address.IsIpv6 != vp.IsIpv6)
            throw value.Error("UK4006", $"the address {address} is not of the family of the VP, {vp}. Give all addresses of a lab in one family.");
    }

    /// <summary>The word of a value.</summary>
    public static T AsWord<T>(LabJson value, string name, IReadOnlyDictionary<string, T> words) =>
        words.TryGetValue(AsText(value, name), out var word)
            ? word
            : throw value.Error("UK4006", $"'{name}' has an unknown value '{value.Text}'. {Hint.For(value.Text, [.. words.Keys])}");
}
