namespace Unikraft.Build.Diagnostics;

/// <summary>How much a <see cref="Diagnostic" /> weighs.</summary>
public enum Severity
{
    /// <summary>Tells something; needs no action.</summary>
    Note,

    /// <summary>The work went on, but its result may not be what was asked for.</summary>
    Warning,

    /// <summary>The work has no usable result.</summary>
    Error,
}
