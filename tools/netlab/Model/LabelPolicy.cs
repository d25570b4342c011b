namespace Netlab.Model;

/// <summary>Which prefixes inside a label switched path have labels of their own.</summary>
internal enum LabelPolicy
{
    /// <summary>None of the link prefixes (the default of Junos).</summary>
    LoopbackOnly,

    /// <summary>Every link prefix (the default of Cisco IOS).</summary>
    AllPrefixes,
}
