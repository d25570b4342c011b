namespace Unikraft.Build.Projects;

/// <summary>An option that a project offers to its users; becomes a <c>config</c> entry of its <c>Config.uk</c>. Item <c>UkOption</c>.</summary>
/// <param name="Symbol">The Kconfig symbol without <c>CONFIG_</c>, for example <c>LWIP_IPV6</c>.</param>
/// <param name="Type">The type.</param>
public sealed record Option(string Symbol, OptionType Type)
{
    /// <summary>Gets the default value as a user writes it (a string without quotes); null for none.</summary>
    public string? Default { get; init; }

    /// <summary>Gets the one-line title; null makes an option that only <c>select</c> and its default can set.</summary>
    public string? Prompt { get; init; }

    /// <summary>Gets the help text; may have several lines.</summary>
    public string? Help { get; init; }

    /// <summary>Gets the Kconfig expression the option depends on; null for none.</summary>
    public string? DependsOn { get; init; }
}
