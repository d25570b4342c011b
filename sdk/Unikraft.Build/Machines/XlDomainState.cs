namespace Unikraft.Build.Machines;

/// <summary>What became of a domain.</summary>
internal enum XlDomainState
{
    /// <summary><c>xl create</c> failed: it never ran.</summary>
    NotCreated,

    /// <summary>It shut down.</summary>
    Ended,

    /// <summary>It reported a crash.</summary>
    Crashed,

    /// <summary>The caller had it destroyed.</summary>
    Stopped,

    /// <summary>It was destroyed by somebody else.</summary>
    Gone,
}
