namespace Oracle.Tests.Tnt;

/// <summary>How a hop was revealed.</summary>
internal enum Method
{
    Unknown,
    Direct,
    Backward,
    Buddy,
}
