using Unikraft.Sdk.Tests.Harness;

namespace Unikraft.Sdk.Tests;

public sealed class NameSpecs
{
    [Fact]
    public async Task An_unknown_property_is_a_warning_with_place_and_the_nearest_name()
    {
        var library = (await Library()).Body("""
              <PropertyGroup>
                <OutputType>Library</OutputType>
                <UkLibraryNam>libnear</UkLibraryNam>
              </PropertyGroup>
            """);
        (await library.Run("build")).Succeeded().Warned("UK0001", "names.ukproj(4,6)", "'UkLibraryNam'", "Did you mean 'UkLibraryName'?");
    }

    [Fact]
    public async Task An_unknown_property_of_the_command_line_is_a_warning()
    {
        var library = (await Library()).Body("<PropertyGroup><OutputType>Library</OutputType></PropertyGroup>");
        (await library.Run("build", "-p:UkMemmory=4")).Succeeded().Warned("UK0001", "Did you mean 'UkMemory'?");
    }

    [Fact]
    public async Task An_unknown_property_of_Directory_Build_props_is_a_warning()
    {
        var library = (await Library())
            .Body("<PropertyGroup><OutputType>Library</OutputType></PropertyGroup>")
            .Write("Directory.Build.props", "<Project><PropertyGroup><UnikraftRot>x</UnikraftRot></PropertyGroup></Project>");
        (await library.Run("build")).Succeeded().Warned("UK0001", "Directory.Build.props(1,", "Did you mean 'UnikraftRoot'?");
    }

    [Fact]
    public async Task An_unknown_item_is_a_warning_with_the_nearest_name()
    {
        var library = (await Library()).Body("""
              <PropertyGroup><OutputType>Library</OutputType></PropertyGroup>
              <ItemGroup><UkSorce Include="extra.c" /></ItemGroup>
            """);
        (await library.Run("build")).Succeeded().Warned("UK0002", "'UkSorce'", "Did you mean 'UkSource'?");
    }

    [Fact]
    public async Task Unknown_metadata_is_a_warning_with_the_nearest_name()
    {
        var library = (await Library()).Body("""
              <PropertyGroup><OutputType>Library</OutputType></PropertyGroup>
              <ItemGroup>
                <UkOption Include="NAMES_X" Defult="y" Prompt="X">
                  <Typ>bool</Typ>
                </UkOption>
              </ItemGroup>
            """);
        (await library.Run("build")).Succeeded().Warned("UK0003", "'Defult'", "Did you mean 'Default'?", "'Typ'", "Did you mean 'Type'?");
    }

    [Fact]
    public async Task A_warning_can_be_made_an_error()
    {
        var library = (await Library()).Body("<PropertyGroup><OutputType>Library</OutputType></PropertyGroup>");
        (await library.Run("build", "-p:UkMemmory=4", "-warnaserror:UK0001")).Failed("UK0001");
    }

    private static async Task<TestProject> Library() => (await PackedSdk.GetAsync()).Project("names").Write("names.c", "int names;\n");
}
