namespace Netlab.Wire;

/// <summary>Errors that routers report.</summary>
internal enum IcmpError
{
    /// <summary>The TTL ran out in transit.</summary>
    TimeExceeded,

    /// <summary>Nobody listens at the port.</summary>
    PortUnreachable,
}
