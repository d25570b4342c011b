namespace Unikraft.Build.Machines;

/// <summary>The two bytes a guest leaves on the status channel.</summary>
/// <param name="Crashed">Whether it crashed.</param>
/// <param name="Value">Status of <c>main</c>, or reason of the crash.</param>
public sealed record GuestStatus(bool Crashed, int Value)
{
    /// <summary>Reads what arrived on the channel; null when it is nothing that a guest writes.</summary>
    public static GuestStatus? Parse(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [(byte)'E', var status] => new GuestStatus(false, status),
        [(byte)'C', var reason] => new GuestStatus(true, reason),
        // A crash on the way out comes after the exit status and outweighs it.
        [(byte)'E', _, (byte)'C', var reason] => new GuestStatus(true, reason),
        _ => null,
    };
}
