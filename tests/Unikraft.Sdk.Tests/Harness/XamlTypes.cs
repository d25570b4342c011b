using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Unikraft.Sdk.Tests.Harness;

/// <summary>
/// The types Visual Studio reads rules into (namespace Microsoft.Build.Framework.XamlTypes), from the reference assembly for the .NET Framework: on
/// .NET they do not exist, so it is read and not loaded.
/// </summary>
internal sealed class XamlTypes
{
    private readonly Dictionary<string, HashSet<string>> types = [];

    private XamlTypes(MetadataReader reader)
    {
        var definitions = reader.TypeDefinitions.Select(reader.GetTypeDefinition).Where(t => reader.GetString(t.Namespace) == "Microsoft.Build.Framework.XamlTypes").ToList();
        foreach (var type in definitions)
            types[reader.GetString(type.Name)] = [.. Properties(reader, type)];
    }

    /// <summary>Reads them out of NuGet's folder, where the SDK's own dependency is.</summary>
    public static XamlTypes Load()
    {
        var folder = Path.Combine(Repository.PackageFolder, "microsoft.build.framework");
        var file = Directory.EnumerateDirectories(folder).Select(version => Path.Combine(version, "ref/net472/Microsoft.Build.Framework.dll")).Last(File.Exists);
        using var assembly = new PEReader(File.OpenRead(file));
        return new XamlTypes(assembly.GetMetadataReader());
    }

    /// <summary>Tells whether a type has a property, itself or from its base.</summary>
    public bool Has(string type, string property) => types.TryGetValue(type, out var properties) && properties.Contains(property);

    public bool Has(string type) => types.ContainsKey(type);

    private static IEnumerable<string> Properties(MetadataReader reader, TypeDefinition type)
    {
        var own = type.GetProperties().Select(handle => reader.GetString(reader.GetPropertyDefinition(handle).Name));
        return !type.BaseType.IsNil && type.BaseType.Kind == HandleKind.TypeDefinition
            ? own.Concat(Properties(reader, reader.GetTypeDefinition((TypeDefinitionHandle)type.BaseType)))
            : own;
    }
}
