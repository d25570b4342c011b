using Unikraft.Build.Images;

namespace Guests.Tests;

/// <summary>What holds for the image of every guest of tests/guest.</summary>
public sealed class GuestTests
{
    public static TheoryData<string> Names => [.. GuestExpectation.Guests];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_image_has_no_memory_that_is_writable_and_executable(string guest)
    {
        var image = ElfImage.Read(await GuestImages.BuildAsync(guest)).Value!;
        Assert.NotNull(image.PvhEntry);
        Assert.Empty(image.WritableCode);
    }

    [Fact]
    public async Task The_map_of_an_image_tells_what_each_microlibrary_takes()
    {
        var path = await GuestImages.BuildAsync("print");
        var shares = LinkerMap.Shares(await File.ReadAllLinesAsync(path + ".map"), PartOwners.Of(path));

        Assert.Contains(shares, share => share is { Name: "libkvmplat", Bytes: > 1000 });
        Assert.Contains(shares, share => share is { Name: "appprint", Bytes: > 1000 });
        // Nothing is counted twice, and most is found: the rest is padding between sections and what the linker script makes.
        var sections = ElfImage.Read(path + ".dbg").Value!.Sections.Where(section => section.InMemory).ToList();
        var stored = sections.Where(section => section.Type != ElfSection.NoBits).Sum(section => (long)section.Size);
        Assert.InRange(shares.Sum(share => share.Bytes), stored * 0.9, stored);
        var zero = sections.Where(section => section.Type == ElfSection.NoBits).Sum(section => (long)section.Size);
        Assert.InRange(shares.Sum(share => share.ZeroBytes), 1, zero);
    }
}
