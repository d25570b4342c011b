namespace Xen.Bed;

/// <summary>The end of a guest.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Console">Its whole console.</param>
/// <param name="Store">What its part of xenstore said in the end, one <c>path = "value"</c> a line.</param>
/// <param name="Toolstack">What <c>xl create</c> said.</param>
public sealed record GuestEnd(GuestOutcome Outcome, string Console, string Store, string Toolstack);
