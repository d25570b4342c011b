using System.Text.Json;
using System.Text.Json.Serialization;

namespace Guests.Tests;

/// <summary>An <c>expect.json</c>: how to build and boot a guest, and what must come out (tests/guest/README.md).</summary>
internal sealed record GuestExpectation
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public IReadOnlyList<string> Libraries { get; init; } = [];

    public required IReadOnlyList<GuestRun> Runs { get; init; }

    /// <summary>All guests that have one.</summary>
    public static IEnumerable<string> Guests =>
        Directory.GetFiles(GuestImages.Folder, "expect.json", SearchOption.AllDirectories).Select(file => Path.GetFileName(Path.GetDirectoryName(file))!).Order();

    /// <summary>Reads the expectation of a guest.</summary>
    public static GuestExpectation Of(string guest) =>
        JsonSerializer.Deserialize<GuestExpectation>(File.ReadAllText(Path.Combine(GuestImages.Folder, guest, "expect.json")), Format)!;
}
