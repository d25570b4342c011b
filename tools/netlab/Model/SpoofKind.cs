namespace Netlab.Model;

/// <summary>A forged reply that comes before the right one.</summary>
internal enum SpoofKind
{
    /// <summary>None.</summary>
    None,

    /// <summary>An echo reply with another identifier, or a quoted probe with another identifier or source port.</summary>
    WrongId,

    /// <summary>A quoted probe for another destination.</summary>
    WrongDestination,

    /// <summary>A quoted probe that was never sent: another sequence number or destination port.</summary>
    WrongSequence,

    /// <summary>An error that quotes nothing.</summary>
    NoQuotation,
}
