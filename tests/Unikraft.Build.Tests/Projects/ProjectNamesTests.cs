using Unikraft.Build.Projects;

namespace Unikraft.Build.Tests.Projects;

public sealed class ProjectNamesTests
{
    [Theory]
    [InlineData(UnitKind.Application, "hello", "apphello")]
    [InlineData(UnitKind.Application, "uTNT", "apputnt")]
    [InlineData(UnitKind.Application, "my-app.v2", "appmy_app_v2")]
    [InlineData(UnitKind.Application, "app", "appapp")]
    [InlineData(UnitKind.Library, "lwip", "liblwip")]
    [InlineData(UnitKind.Library, "libmusl", "libmusl")]
    [InlineData(UnitKind.Library, "lib", "liblib")]
    public void The_registered_name_follows_from_the_projects_name(UnitKind kind, string project, string expected)
    {
        Assert.Equal(expected, ProjectNames.Registered(kind, project).Value);
        Assert.True(ProjectNames.IsRegistered(kind, expected));
    }

    [Theory]
    [InlineData("")]
    [InlineData("with blank")]
    [InlineData("größe")]
    [InlineData("a$b")]
    public void Other_names_are_refused(string project) =>
        Assert.Equal("UK1104", Assert.Single(ProjectNames.Registered(UnitKind.Application, project).Diagnostics).Code);

    [Fact]
    public void Symbols_are_the_upper_case_of_names()
    {
        Assert.Equal("LIBLWIP", ProjectNames.Symbol(UnitKind.Library, "liblwip"));
        Assert.Equal("APPHELLO_DEPENDENCIES", ProjectNames.Symbol(UnitKind.Application, "apphello"));
    }

    [Fact]
    public void A_platform_is_found_by_name_or_the_nearest_is_proposed()
    {
        Assert.Equal("hello_qemu-x86_64", Platform.Parse("kvm").Value!.ImageFileName("hello"));
        var error = Assert.Single(Platform.Parse("kmv").Diagnostics);
        Assert.Equal("UK1104", error.Code);
        Assert.Contains("'kvm'", error.Remedy, StringComparison.Ordinal);
    }
}
