namespace Unikraft.Build.Origins;

/// <summary>How origins may be obtained.</summary>
public sealed record OriginOptions
{
    /// <summary>Gets whether the network must not be used: only the store and <c>file:</c> addresses count.</summary>
    public bool Offline { get; init; }

    /// <summary>Gets how long connecting to a server may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets how long one candidate may take as a whole.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Gets the folder of apt's configuration: <c>sources.list</c>, <c>sources.list.d</c>.</summary>
    public string AptFolder { get; init; } = "/etc/apt";

    /// <summary>Gets the name or path of apt-get.</summary>
    public string AptGet { get; init; } = "apt-get";
}
