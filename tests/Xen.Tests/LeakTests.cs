
namespace Xen.Tests;

/// <summary>What the toolstack leaves behind; a guest with its own part in it is tested in the same way.</summary>
[Collection(BedCollection.Name)]
public sealed class LeakTests(BedFixture fixture)
{
    private const string Vif = "vif = [ \"mac=00:16:3e:00:00:02\" ]\n";

    [Fact]
    public async Task The_counts_see_a_guest_and_its_end()
    {
        await fixture.CreateTiny("print first", Vif).WaitAsync(TimeSpan.FromMinutes(1));
        var before = await fixture.Bed.CountAsync();
        var guest = fixture.CreateTiny("hang", Vif);
        Assert.True(await guest.WaitForAsync("hang", TimeSpan.FromMinutes(1)));

        var during = await fixture.Bed.CountAsync();
        Assert.True(during.StoreEntries > before.StoreEntries);
        Assert.Equal(before.EventChannels + 2, during.EventChannels); // xenstore and console
        Assert.Equal(before.Grants + 2, during.Grants);
        Assert.Equal(before.Domains + 1, during.Domains);
        Assert.Equal(before.Interfaces + 1, during.Interfaces);

        await guest.DestroyAsync();
        await guest.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(before, await fixture.Bed.CountAsync());
    }
}
