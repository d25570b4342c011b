namespace Oracle.Tests.Tnt;

/// <summary>What a hop is.</summary>
[Flags]
internal enum Roles
{
    None = 0,
    Ingress = 1,
    Egress = 2,
    Switch = 4,
}
