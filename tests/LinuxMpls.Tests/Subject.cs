namespace LinuxMpls.Tests;

/// <summary>Who says what a lab looks like.</summary>
public enum Subject
{
    /// <summary>utnt on netlab, whose routers are simulated.</summary>
    Netlab,

    /// <summary>utnt on real routers.</summary>
    Linux,

    /// <summary>The uTNT image on real routers.</summary>
    Guest,
}
