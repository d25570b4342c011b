using Xen.Bed;

namespace Xen.Tests;

/// <summary>One boot of the bed.</summary>
public sealed class BedFixture : IAsyncLifetime
{
    private int _guests;

    /// <summary>The bed.</summary>
    internal XenBed Bed { get; private set; } = null!;

    /// <summary>The tiny guest, as domain 0 sees it.</summary>
    internal string Tiny { get; private set; } = "";

    public async Task InitializeAsync()
    {
        Bed = await XenBed.StartAsync();
        await TinyGuest.BuildAsync(Path.Combine(Bed.Folder, "tiny"));
        Tiny = "/host/tiny";
    }

    public async Task DisposeAsync()
    {
        if (Bed is not null)
            await Bed.DisposeAsync();
    }

    /// <summary>A name no other guest of the bed has.</summary>
    internal string NewName() => $"guest-{Interlocked.Increment(ref _guests)}";

    /// <summary>Creates a tiny guest.</summary>
    internal XenGuest CreateTiny(string words, string more = "") => Bed.Create(NewName(), TinyGuest.Config(Tiny, words) + more);
}
