using Unikraft.Sdk.Tests.Harness;

namespace Unikraft.Sdk.Tests;

/// <summary>What a kill, a full disk or a bad cache left behind: the next build is right, whatever stands in the files of the one before.</summary>
public sealed class StaleSpecs
{
    [Fact]
    public async Task Files_of_the_build_before_that_are_cut_off_or_rubbish_do_not_mislead()
    {
        var app = await Samples.ApplicationAsync("stale");
        (await app.Run("build")).Succeeded();
        var image = await File.ReadAllBytesAsync(app.Image);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        string[] generated = ["Makefile.uk", "Config.uk", ".config", "Makefile", "paths.mk", "stale.args", "stale.inputs", "stale_qemu-x86_64.size.json", "stale_qemu-x86_64.summary", "build/auto.mk", "build/include/uk/bits/config.h", "build/.packages"];

        // Half of each, newer than everything: as a process leaves it that was killed while it wrote.
        foreach (var name in generated)
        {
            var file = Path.Combine(app.Generated, name);
            texts[name] = await File.ReadAllTextAsync(file);
            await File.WriteAllTextAsync(file, texts[name][..(texts[name].Length / 2)]);
        }

        (await app.Run("build", "--no-restore")).Succeeded().HasNoWarning();
        Assert.Equal(image, await File.ReadAllBytesAsync(app.Image));
        foreach (var name in generated.Where(static n => !n.Contains(".size", StringComparison.Ordinal) && !n.Contains(".summary", StringComparison.Ordinal)))
            Assert.Equal(texts[name], await File.ReadAllTextAsync(Path.Combine(app.Generated, name)));

        // An image that is cut off, and a list of inputs that names what is gone.
        await File.WriteAllBytesAsync(app.Image, image[..(image.Length / 3)]);
        await File.AppendAllTextAsync(Path.Combine(app.Generated, "stale.inputs"), app.PathOf("gone.c") + "\n");
        (await app.Run("build", "--no-restore")).Succeeded();
        Assert.Equal(image, await File.ReadAllBytesAsync(app.Image));
    }
}
