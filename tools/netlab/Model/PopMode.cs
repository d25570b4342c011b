namespace Netlab.Model;

/// <summary>Who removes the label of a label switched path.</summary>
internal enum PopMode
{
    /// <summary>Penultimate hop popping: the last router before the egress.</summary>
    Php,

    /// <summary>Ultimate hop popping: the egress.</summary>
    Uhp,
}
