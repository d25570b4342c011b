using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Tests.Diagnostics;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "ABC", 0)]
    [InlineData("abc", "acb", 1)]
    [InlineData("abc", "ab", 1)]
    [InlineData("abc", "axbc", 1)]
    [InlineData("abc", "xyz", 3)]
    [InlineData("", "xyz", 3)]
    public void Distance_counts_single_edits(string a, string b, int expected)
    {
        Assert.Equal(expected, NearestName.Distance(a, b));
        Assert.Equal(expected, NearestName.Distance(b, a));
    }

    [Theory]
    [InlineData("LWIP_IPV", "LWIP_IPV4")]
    [InlineData("LWIP_IVP6", "LWIP_IPV6")]
    [InlineData("lwip_tcp", "LWIP_TCP")]
    [InlineData("SOMETHING_ELSE", null)]
    [InlineData("X", null)]
    public void The_nearest_name_is_found_or_none(string wanted, string? expected) =>
        Assert.Equal(expected, NearestName.Find(wanted, ["LWIP_TCP", "LWIP_IPV6", "LWIP_IPV4", "S6", "Y"]));

    [Fact]
    public void A_diagnostic_reads_as_msbuild_writes_it()
    {
        var error = Diagnostic.Error("UK1101", "There is no file.", "Create it.");
        Assert.Equal("UK1101: There is no file. Create it.", error.ToString());
        Assert.Equal("/a.c(3,7): error UK1101: There is no file. Create it.", error.At("/a.c", 3, 7).ToString());
        Assert.Equal("/a.c(3): error UK1101: There is no file. Create it.", error.At("/a.c", 3).ToString());
    }
}
