using Unikraft.Build.Projects;

namespace Unikraft.Build.Tests.Projects;

public sealed class SourceVariantsTests
{
    [Theory]
    [InlineData("/p/a.c /p/b.c", "/p/a.c /p/b.c")]
    [InlineData("/p/y/util.c /p/x/util.c", "/p/x/util.c /p/y/util.c|y")]
    [InlineData("/p/util.c /p/util.S", "/p/util.S /p/util.c|p")]
    [InlineData("/p/a/x/u.c /p/b/x/u.c /p/c/x/u.c", "/p/a/x/u.c /p/b/x/u.c|x /p/c/x/u.c|c_x")]
    [InlineData("/p/isr/u.c /p/a/u.c", "/p/a/u.c /p/isr/u.c|p_isr")]
    [InlineData("/p/a-b/u.c /p/a/u.c", "/p/a-b/u.c /p/a/u.c|a")]
    [InlineData("/p/x/U.c /p/y/u.c", "/p/x/U.c /p/y/u.c|y")]
    [InlineData("/p/a.c|isr /p/a.c", "/p/a.c /p/a.c|isr")]
    [InlineData("/p/x/u.c|fast /p/y/u.c|fast", "/p/x/u.c|fast /p/y/u.c|fast_y")]
    public void Later_sources_of_a_base_name_take_the_name_of_their_folder(string sources, string expected)
    {
        var resolved = SourceVariants.Resolve(sources.Split(' ').Select(Parse));
        Assert.Equal(expected, string.Join(' ', resolved.Select(s => string.Join('|', s.Variants.Prepend(s.Path)))));
    }

    [Fact]
    public void The_result_does_not_depend_on_the_order_of_items()
    {
        var random = new Random(1);
        var sources = Enumerable.Range(0, 60).Select(i => new SourceFile($"/p/{(char)('a' + (i % 5))}/{(char)('a' + (i / 20))}/{i % 7}.c")).Distinct().ToArray();
        var expected = SourceVariants.Resolve(sources);
        for (var i = 0; i < 20; i++)
        {
            random.Shuffle(sources);
            var resolved = SourceVariants.Resolve(sources);
            Assert.Equal(expected.Select(Show), resolved.Select(Show));
            Assert.Equal(resolved.Length, resolved.Select(s => SourceVariants.FileScope(s) + "|" + string.Join('|', s.Variants)).Distinct().Count());
        }
    }

    private static string Show(SourceFile source) => string.Join('|', source.Variants.Prepend(source.Path));

    private static SourceFile Parse(string text) => new(text.Split('|')[0]) { Variants = [.. text.Split('|').Skip(1)] };
}
