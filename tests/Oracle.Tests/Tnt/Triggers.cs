namespace Oracle.Tests.Tnt;

/// <summary>Why a revelation was tried.</summary>
[Flags]
internal enum Triggers
{
    None = 0,
    DupIp = 1,
    Rtla = 2,
    Frpla = 4,
    Mttl = 8,
}
