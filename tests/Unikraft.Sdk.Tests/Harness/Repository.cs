using System.Reflection;

namespace Unikraft.Sdk.Tests.Harness;

/// <summary>Where the repository under test is, as the build of the tests recorded it.</summary>
internal static class Repository
{
    public static string Root { get; } = Recorded("RepositoryRoot");

    public static string Configuration { get; } = Recorded("Configuration");

    /// <summary>Gets the folder NuGet extracted the packages of the tests to.</summary>
    public static string PackageFolder { get; } = Recorded("PackageFolder");

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    private static string Recorded(string key) => typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == key)
        .Value!;
}
