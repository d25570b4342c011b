using System.Diagnostics;
using System.Globalization;

namespace Make.Tests;

/// <summary>SIGKILL at any moment: of the next build every product is what a build from nothing would have made.</summary>
public sealed class KillTests : IDisposable
{
    private readonly MakeTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task A_build_after_a_kill_makes_the_right_image()
    {
        var sources = Enumerable.Range(0, 10).Select(i => $"f{i}").ToList();
        foreach (var name in sources)
            _tree.Write($"app/{name}.c", $"#include <uk/config.h>\n#define ROW 1, 2, 3, 4, 5, 6, 7, 8,\n#define ROWS ROW ROW ROW ROW ROW ROW ROW ROW\nint {name}[] = {{ ROWS ROWS ROWS ROWS CONFIG_ROUND }};\n");
        _tree.Write("app/Makefile.uk", File.ReadAllText(_tree.At("app/Makefile.uk")) + string.Concat(sources.Select(s => $"APPT_SRCS-y += $(APPT_BASE)/{s}.c\n")));
        var random = new Random(7);
        for (var round = 0; round < 8; round++)
        {
            _tree.Config("CONFIG_LIBA=y", $"CONFIG_ROUND={round}");
            await KillAfterAsync(TimeSpan.FromMilliseconds(random.Next(20, 600)));
            (await _tree.MakeAsync("-j2")).Succeeded();
            var image = File.ReadAllBytes(_tree.At("build/t_fake-x86_64.dbg"));
            Assert.Empty((await _tree.MakeAsync()).Succeeded().Steps);
            (await _tree.MakeAsync("properclean")).Succeeded();
            (await _tree.MakeAsync("-j2")).Succeeded();
            Assert.Equal(File.ReadAllBytes(_tree.At("build/t_fake-x86_64.dbg")), image);
        }
    }

    [Theory]
    [InlineData("appt/other.o", 100, "CC appt: other.c")]
    [InlineData("appt/other.o", 0, "CC appt: other.c")]
    [InlineData("liba.ld.o", 200, "LD liba.ld.o")]
    [InlineData("liba.o", 300, "OBJCOPY liba.o")]
    [InlineData("t_fake-x86_64.dbg", 4000, "LD t_fake-x86_64.dbg")]
    [InlineData("t_fake-x86_64", 64, "STRIP t_fake-x86_64")]
    public async Task A_product_that_is_cut_off_is_made_again(string product, int length, string step)
    {
        (await _tree.MakeAsync()).Succeeded();
        var path = _tree.At($"build/{product}");
        var whole = File.ReadAllBytes(path);
        // The state after a kill: noted as begun, cut off, newer than what it is made from
        File.WriteAllText(_tree.At("build/begun"), $"{_tree.At("build/appt/main.o")}\n{path}\n");
        File.WriteAllBytes(path, whole[..length]);
        var result = (await _tree.MakeAsync()).Succeeded();
        Assert.Contains(step, result.Steps);
        Assert.DoesNotContain("CC appt: main.c", result.Steps);
        Assert.Equal(whole, File.ReadAllBytes(path));
    }

    [Fact]
    public async Task A_dependency_file_that_is_cut_off_is_no_obstacle()
    {
        (await _tree.MakeAsync()).Succeeded();
        File.WriteAllText(_tree.At("build/appt/main.d"), $"{_tree.At("build/appt/main.o")}: {_tree.At("app/ma")}");
        File.Delete(_tree.At("build/appt/main.o"));
        File.WriteAllText(_tree.At("build/begun"), $"{_tree.At("build/appt/main.o")}\n");
        Assert.Contains("CC appt: main.c", (await _tree.MakeAsync()).Succeeded().Steps);
    }

    [Theory]
    [InlineData("auto.mk")]
    [InlineData("config")]
    [InlineData("include/uk/bits/config.h")]
    [InlineData("include/uk/bits/syscall_dispatch.h")]
    [InlineData("appt/main.o.cmd")]
    [InlineData("begun")]
    public async Task A_record_that_is_cut_off_or_gone_does_not_mislead(string record)
    {
        (await _tree.MakeAsync()).Succeeded();
        var image = File.ReadAllBytes(_tree.At("build/t_fake-x86_64.dbg"));
        var path = _tree.At($"build/{record}");
        var text = File.Exists(path) ? File.ReadAllText(path) : "";
        File.WriteAllText(path, text[..(text.Length / 2)]);
        // A new configuration takes the same way as a first one
        File.SetLastWriteTimeUtc(_tree.At("config"), DateTime.UtcNow.AddSeconds(1));
        (await _tree.MakeAsync()).Succeeded();
        Assert.Equal(image, File.ReadAllBytes(_tree.At("build/t_fake-x86_64.dbg")));
        File.Delete(path);
        (await _tree.MakeAsync()).Succeeded();
        Assert.Equal(image, File.ReadAllBytes(_tree.At("build/t_fake-x86_64.dbg")));
    }

    private async Task KillAfterAsync(TimeSpan delay)
    {
        // A group of its own, so that the compilers die with make
        using var make = Process.Start(new ProcessStartInfo("setsid", ["make", "-C", _tree.At("core"), $"A={_tree.At("app")}", $"L={_tree.At("liba")}", $"P={_tree.At("plat")}",
            $"O={_tree.At("build")}", $"C={_tree.At("config")}", "N=t", "-j2"])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        await Task.Delay(delay);
        using var kill = Process.Start("kill", ["-KILL", "--", "-" + make.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await make.WaitForExitAsync();
    }
}
