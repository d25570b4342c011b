namespace Unikraft.Build.Kconfig;

/// <summary>The selection of a choice, as a thing that members depend on. It needs the choice to be on, and no member's value.</summary>
internal sealed class ChoiceSelection(Choice choice)
{
    public Choice Choice { get; } = choice;
}
