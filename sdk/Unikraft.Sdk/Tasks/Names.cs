using Unikraft.Build.Diagnostics;
using Unikraft.Build.Projects;

namespace Unikraft.Sdk.Tasks;

/// <summary>The names of a project in make and Kconfig: what its properties say, else what follows from the project's name.</summary>
internal static class Names
{
    /// <summary>Gets the registered name.</summary>
    public static Result<string> Registered(UnitKind kind, string projectName, string libraryName) =>
        libraryName.Length > 0 ? Result.Of(libraryName) : ProjectNames.Registered(kind, projectName);

    /// <summary>Gets the symbol that turns the project on.</summary>
    public static string Symbol(UnitKind kind, string registeredName, string symbol) =>
        symbol.Length > 0 ? ConfigCondition.StripPrefix(symbol) : ProjectNames.Symbol(kind, registeredName);
}
