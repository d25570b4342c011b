namespace Netlab.Cli;

/// <summary>What is attached to the lab.</summary>
internal enum RunMode
{
    /// <summary>A unikernel image in QEMU, started as a prober.</summary>
    Image,

    /// <summary>A Linux build of the prober in a network namespace, started with the same arguments as the image.</summary>
    Program,

    /// <summary>Any Linux program in a network namespace.</summary>
    Exec,

    /// <summary>A TUN device of this namespace, until Ctrl+C.</summary>
    Tun,

    /// <summary>A named network namespace, until Ctrl+C.</summary>
    Netns,

    /// <summary>A UNIX socket to which a QEMU connects, until it leaves.</summary>
    Socket,
}
