namespace Xen.Bed;

/// <summary>How a guest ended, as Xen sees it.</summary>
public enum GuestOutcome
{
    /// <summary>It powered off.</summary>
    PoweredOff,

    /// <summary>It asked for a reboot, or made a triple fault.</summary>
    Rebooted,

    /// <summary>It reported a crash.</summary>
    Crashed,

    /// <summary>It was destroyed from outside.</summary>
    Destroyed,

    /// <summary><c>xl create</c> failed: it never ran.</summary>
    NotCreated,
}
