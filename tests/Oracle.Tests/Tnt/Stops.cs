namespace Oracle.Tests.Tnt;

/// <summary>Why a revelation ended.</summary>
[Flags]
internal enum Stops
{
    None = 0,
    Nothing = 1,
    IngressNotFound = 2,
    TargetNotReached = 4,
    Buddy = 8,
}
