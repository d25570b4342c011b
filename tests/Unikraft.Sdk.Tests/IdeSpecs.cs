using System.Text.Json;
using System.Xml.Linq;
using Microsoft.Build.Logging.StructuredLogger;
using Unikraft.Sdk.Tasks;
using Unikraft.Sdk.Tests.Harness;
using Project = Microsoft.Build.Logging.StructuredLogger.Project;
using Task = System.Threading.Tasks.Task;

namespace Unikraft.Sdk.Tests;

/// <summary>What editors ask of a project, without an editor (docs/ide.md says what that leaves open).</summary>
public sealed class IdeSpecs
{
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(200);

    /// <summary>The targets project systems call when they open a project, and the one .NET tools call blindly (dotnet/sdk#44587).</summary>
    private const string DesignTimeTargets = "CollectPackageReferences;ResolveProjectReferences;ResolveAssemblyReferences;GetReferenceAssemblyPaths;CompileDesignTime;GetTargetPath;GetCopyToOutputDirectoryItems;_GetRequiredWorkloads;Build";

    [Fact]
    public async Task A_design_time_build_takes_less_than_200_ms_and_starts_nothing()
    {
        // Neither restored nor with a core, and with a reference and an origin nobody has.
        var app = await Samples.ApplicationAsync("opened");
        var library = Samples.Library(app, "beside");
        app.Body($"""
              <ItemGroup>
                <ProjectReference Include="{library.File}" />
                <PackageReference Include="Nowhere" Version="1.0.0" />
                <UkOrigin Include="far" Version="1" Candidates="http://192.0.2.1/far.tar.gz=sha256:{new string('0', 64)}" />
              </ItemGroup>
            """);
        (await library.Run("build")).Succeeded();
        // An editor's process is warm: the first round loads MSBuild, the next ones count.
        var rounds = Enumerable.Range(0, 6).Select(i => $"<MSBuild Projects=\"{app.File}\" Targets=\"{DesignTimeTargets}\" Properties=\"DesignTimeBuild=true;BuildingInsideVisualStudio=true;Round={i}\" />");
        app.Write("editor.proj", $"<Project>\n<Target Name=\"Build\">\n{string.Join("\n", rounds)}\n<MSBuild Projects=\"{library.File}\" Targets=\"Build\" Properties=\"DesignTimeBuild=true\" />\n</Target>\n</Project>");
        (await app.Run("msbuild", "editor.proj", "-m:1", "-nologo", $"-bl:{app.PathOf("design.binlog")}")).Succeeded().HasNoWarning();
        var log = BinaryLog.ReadBuild(app.PathOf("design.binlog"));
        foreach (var task in new[] { "BuildImage", "GenerateLibrary", "CheckProject", "ObtainOrigins", "Exec" })
            Assert.Equal(0, log.Runs(task));
        Assert.False(File.Exists(app.PathOf("obj/Debug/opened.args")));
        // What an earlier build wrote is not stale because this one wrote nothing.
        Assert.True(File.Exists(library.PathOf("obj/Debug/unikraft/Makefile.uk")));

        var times = log.FindChildrenRecursive<Project>(p => p.Name == "opened.ukproj")
            .Select(p => p.Duration + (log.FindEvaluation(p.EvaluationId)?.Duration ?? Budget))
            .Skip(1).ToList();
        Assert.Equal(5, times.Count);
        Assert.True(times.Min() < Budget, $"{string.Join(", ", times.Select(t => $"{t.TotalMilliseconds:F0} ms"))}");
    }

    [Fact]
    public async Task A_project_says_what_it_can_and_brings_rules_for_its_pages()
    {
        var app = await Samples.ApplicationAsync("described");
        app.Write("managed.targets", "<Project><PropertyGroup><SeenBeforeCommon>$(CommonTargetsPath)|$(MSBuildProjectName)</SeenBeforeCommon></PropertyGroup></Project>");
        var answer = await app.Run(
            "msbuild",
            "-nologo",
            $"-p:_UkManagedDesignTime={app.PathOf("managed.targets")}",
            "-getProperty:DefaultProjectTypeGuid,SeenBeforeCommon",
            "-getItem:ProjectCapability,PropertyPageSchema,AvailableItemName,Watch");
        var root = JsonDocument.Parse(answer.Succeeded().Output).RootElement;
        Assert.Equal("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}", root.GetProperty("Properties").GetProperty("DefaultProjectTypeGuid").GetString());
        Assert.Equal("|described", root.GetProperty("Properties").GetProperty("SeenBeforeCommon").GetString());
        Assert.Superset(
            new HashSet<string> { "PackageReferences", "ProjectReferences", "SupportsComputeRunCommand", "LaunchProfiles", "UseFileGlobs", "OpenProjectFile" },
            Identities(root, "ProjectCapability").ToHashSet());
        Assert.Superset(new HashSet<string> { "UkSource", "UkHeader" }, Identities(root, "AvailableItemName").ToHashSet());
        Assert.Equal(["answer.c", "answer.h", "main.c"], Identities(root, "Watch").Order(StringComparer.Ordinal));
        var rules = Identities(root, "PropertyPageSchema").ToList();
        Assert.Equal(5, rules.Count);
        var types = XamlTypes.Load();
        foreach (var rule in rules)
            CheckRule(types, XDocument.Load(rule).Root!);
    }

    // Visual Studio loads a rule into the types of Microsoft.Build.Framework.XamlTypes; a name they do not have fails only there.
    private static void CheckRule(XamlTypes types, XElement element)
    {
        var type = element.Name.LocalName;
        Assert.True(types.Has(type), type);
        foreach (var attribute in element.Attributes().Where(a => !a.IsNamespaceDeclaration))
            Assert.True(types.Has(type, attribute.Name.LocalName), $"{type}.{attribute.Name.LocalName}");
        if (type == "Rule")
            CheckNames(element);
        foreach (var child in element.Elements())
        {
            // <Rule.DataSource> is a property, others are objects.
            if (child.Name.LocalName.Split('.') is [_, var property])
            {
                Assert.True(types.Has(type, property), child.Name.LocalName);
                foreach (var value in child.Elements())
                    CheckRule(types, value);
            }
            else
            {
                CheckRule(types, child);
            }
        }
    }

    // A page that offers a property the SDK does not have would write a warning into the project.
    private static void CheckNames(XElement rule)
    {
        var item = rule.Descendants().Single(e => e.Name.LocalName == "DataSource").Attribute("ItemType")?.Value;
        var known = item is null ? PublicNames.Properties.Append("OutputType") : PublicNames.Items[item].Append("Identity");
        foreach (var property in rule.Elements().Where(e => e.Name.LocalName.EndsWith("Property", StringComparison.Ordinal)))
            Assert.Contains(property.Attribute("Name")!.Value, known);
    }

    private static IEnumerable<string> Identities(JsonElement root, string item) =>
        root.GetProperty("Items").GetProperty(item).EnumerateArray().Select(i => i.GetProperty("Identity").GetString()!);
}
