namespace Unikraft.Build.Kconfig;

/// <summary>What a key asks of whoever shows the menu.</summary>
public enum MenuOutcome
{
    /// <summary>To show the menu again.</summary>
    Continue,

    /// <summary>To save and go on.</summary>
    Save,

    /// <summary>To save and end.</summary>
    SaveAndQuit,

    /// <summary>To end; nothing is saved.</summary>
    Discard,
}
