namespace Unikraft.Build.Kconfig;

/// <summary>The value of a choice.</summary>
/// <param name="Mode">Whether it is on; <c>m</c> lets several members be <c>m</c>.</param>
/// <param name="Selected">The member that is chosen; null while the mode is not <c>y</c>, or nothing can be chosen.</param>
public sealed record ChoiceState(Tristate Mode, Symbol? Selected)
{
    /// <summary>The run of evaluation it belongs to; an older one is stale.</summary>
    internal int Generation { get; init; }

    /// <summary>Whether <see cref="Selected" /> has been computed, too: members need the mode before anyone can be selected.</summary>
    internal bool IsComplete { get; init; }
}
