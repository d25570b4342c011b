using System.Text.Json;
using Unikraft.Sdk.Tests.Harness;

namespace Unikraft.Sdk.Tests;

/// <summary>What is in an image: one line of the build, <c>-t:UkSize</c>, <c>-t:UkGraph</c>.</summary>
public sealed class ImageSpecs
{
    [Fact]
    public async Task The_build_says_in_one_line_where_the_image_is_how_large_and_of_what()
    {
        var app = await Samples.BuiltApplicationAsync();
        var result = (await app.Run("build", "--no-restore")).Succeeded();
        var line = Assert.Single(result.Log.Split('\n'), l => l.Contains(" -> ", StringComparison.Ordinal));
        Assert.Matches($@"^\s*built -> {app.Image} \({new FileInfo(app.Image).Length:N0} bytes; lib\w+ [\d,]+, lib\w+ [\d,]+, lib\w+ [\d,]+\)\s*$", line);
    }

    [Fact]
    public async Task UkSize_prints_and_writes_a_table_that_sums_up_and_the_difference_to_the_build_before()
    {
        var app = await Samples.ApplicationAsync();
        (await app.Run("build")).Succeeded();
        app.Write("answer.c", "#include \"answer.h\"\n\nvolatile const char table[5000] = { 42 };\n\nint answer(void)\n{\n    return table[0];\n}\n");
        var result = (await app.Run("build", "--no-restore", "-t:UkSize")).Succeeded().HasNoWarning();
        var text = await File.ReadAllTextAsync(app.Image + ".size.txt");
        Assert.Matches(@"(?m)^microlibrary .*\.data.* since before$", text);
        Assert.Matches(@"(?m)^appapp .* \+5,0\d\d$", text);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Assert.Contains(line, result.Log, StringComparison.Ordinal);
        using var size = JsonDocument.Parse(await File.ReadAllTextAsync(app.Image + ".size.json"));
        var libraries = size.RootElement.GetProperty("libraries").EnumerateArray().ToList();
        Assert.Equal(new FileInfo(app.Image).Length, size.RootElement.GetProperty("file_bytes").GetInt64());
        Assert.InRange(libraries.Sum(l => l.GetProperty("file_bytes").GetInt64()), new FileInfo(app.Image).Length * 9 / 10, new FileInfo(app.Image).Length);
        Assert.Contains(libraries, l => l.GetProperty("sections").TryGetProperty(".data", out var data) && data.GetInt64() >= 5000);
        (await app.Run("clean")).Succeeded();
        Assert.Empty(Directory.Exists(app.PathOf("bin")) ? Directory.EnumerateFiles(app.PathOf("bin"), "*", SearchOption.AllDirectories) : []);
    }

    [Fact]
    public async Task An_image_optimized_at_link_time_is_told_apart_by_microlibrary_too()
    {
        var app = await Samples.ApplicationAsync();
        app.Body("<ItemGroup><UkSelect Include=\"LIBNOLIBC\" /><UkConfig Include=\"OPTIMIZE_LTO\" Value=\"y\" /></ItemGroup>");
        app.Write("answer.c", "#include \"answer.h\"\n\nstatic volatile const char table[5000] = { 42 };\nstatic volatile char zero[3000];\n\nint answer(void)\n{\n    return table[0] + zero[1];\n}\n");
        (await app.Run("build", "-t:UkSize;UkGraph")).Succeeded().HasNoWarning();
        using var size = JsonDocument.Parse(await File.ReadAllTextAsync(app.Image + ".size.json"));
        var libraries = size.RootElement.GetProperty("libraries").EnumerateArray().ToDictionary(l => l.GetProperty("name").GetString()!, l => (File: l.GetProperty("file_bytes").GetInt64(), Zero: l.GetProperty("zero_bytes").GetInt64()));
        Assert.InRange(libraries["appapp"].File, 5000, 5400);
        Assert.InRange(libraries["appapp"].Zero, 3000, 3100);
        Assert.Superset(new HashSet<string> { "libkvmplat", "libukalloc", "libukboot", "libukdebug", "libuksched", "libukplatcommon" }, libraries.Keys.ToHashSet());
        Assert.InRange(libraries["(link-time code)"].File, 0, new FileInfo(app.Image).Length / 20);
        Assert.InRange(libraries.Values.Sum(l => l.File), new FileInfo(app.Image).Length * 9 / 10, new FileInfo(app.Image).Length);
        Assert.Contains("  libkvmplat --> libukboot", await File.ReadAllLinesAsync(app.Image + ".graph.mmd"));
        // gcc's own lists are large, and gone.
        Assert.Empty(Directory.EnumerateFiles(app.PathOf("obj/Debug/kvm/build"), "*.cgraph"));
    }

    [Fact]
    public async Task UkGraph_writes_who_needs_whom_for_Mermaid_and_Graphviz()
    {
        var app = await Samples.BuiltApplicationAsync();
        (await app.Run("build", "--no-restore", "-t:UkGraph")).Succeeded().HasNoWarning();
        var mermaid = await File.ReadAllLinesAsync(app.Image + ".graph.mmd");
        Assert.Equal("flowchart LR", mermaid[0]);
        Assert.Contains("  appbuilt --> libnolibc", mermaid);
        Assert.Contains("  libkvmplat --> libukboot", mermaid);
        var dot = await File.ReadAllTextAsync(app.Image + ".graph.dot");
        Assert.Contains("\"appbuilt\" -> \"libnolibc\";", dot, StringComparison.Ordinal);
        Assert.Equal(mermaid.Count(l => l.Contains(" --> ", StringComparison.Ordinal)), dot.Split(" -> ").Length - 1);
    }
}
