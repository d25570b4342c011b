namespace Xen.Bed;

/// <summary>The end of a guest.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Status">The status of its program, which it leaves in xenstore as <c>data/exit-status</c>; null when it left none.</param>
/// <param name="Console">Its whole console.</param>
/// <param name="Toolstack">What <c>xl create</c> said.</param>
public sealed record GuestEnd(GuestOutcome Outcome, int? Status, string Console, string Toolstack);
