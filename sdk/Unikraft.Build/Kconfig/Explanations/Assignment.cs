namespace Unikraft.Build.Kconfig;

/// <summary>A value a user could give a symbol.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Value">The value, as in a <see cref="Projects.ConfigRequest" />.</param>
public sealed record Assignment(Symbol Symbol, string Value)
{
    /// <summary>Formats as the item of a project.</summary>
    public override string ToString() => $"<UkConfig Include=\"{Symbol.Name}\" Value=\"{System.Security.SecurityElement.Escape(Value)}\" />";
}
