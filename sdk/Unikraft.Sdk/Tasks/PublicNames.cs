using System.Collections.Frozen;

namespace Unikraft.Sdk.Tasks;

/// <summary>The public surface of the SDK: what a project may say. docs/reference.md describes each name, a test compares the two.</summary>
public static class PublicNames
{
    /// <summary>Gets the prefixes that belong to the SDK: a property or item that begins with one of them and is not known is a mistake.</summary>
    public static IReadOnlyList<string> Prefixes { get; } = ["Uk", "Unikraft"];

    /// <summary>Gets the properties.</summary>
    public static FrozenSet<string> Properties { get; } = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "UkPlatforms",
        "UkPlatform",
        "UkArchitecture",
        "UkImageName",
        "UkLibraryName",
        "UkSymbol",
        "EnableDefaultUkItems",
        "UkImplicitCore",
        "UkDefconfig",
        "UkDefconfigOutput",
        "UkOldConfig",
        "UkAllowShell",
        "UkCompileFlags",
        "UkPublicCompileFlags",
        "UkCompileCommands",
        "UkJobs",
        "UkCompilerLauncher",
        "UkCacheRoot",
        "UkVerifyFolder",
        "UkMachine",
        "UkAccelerator",
        "UkMemory",
        "UkKernelArguments",
        "UkProgramArguments",
        "UkXenVif",
        "UkQemuArguments",
        "UkShare",
        "UkRunPlatform",
        "UkRunTimeout",
        "UnikraftRoot",
        "UnikraftLibraries",
        "UkForeignRoot",
        "UkCoreRange",
        "UnikraftSdkVersion");

    /// <summary>Gets the items and the metadata each of them takes.</summary>
    public static FrozenDictionary<string, FrozenSet<string>> Items { get; } = new Dictionary<string, FrozenSet<string>>
    {
        ["UkSource"] = Names("Origin", "Variant", "Flags", "Includes", "Config"),
        ["UkHeader"] = Names(),
        ["UkInclude"] = Names("Origin", "Private", "System"),
        ["UkConfig"] = Names("Value"),
        ["UkOption"] = Names("Type", "Default", "Prompt", "Help", "DependsOn"),
        ["UkSelect"] = Names("If"),
        ["UkImply"] = Names("If"),
        ["UkOrigin"] = Names("Version", "License", "Root", "Candidates"),
        ["UkPatch"] = Names("Origin"),
        ["UkSyscall"] = Names(),
        ["UkExport"] = Names(),
        ["UkMicrolibrary"] = Names("Version", "Root", "Symbol", "Kind", "CoreRange"),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static FrozenSet<string> Names(params ReadOnlySpan<string> names) => FrozenSet.Create(StringComparer.OrdinalIgnoreCase, names);
}
