namespace Unikraft.Build.Machines;

/// <summary>The end of a domain.</summary>
/// <param name="State">What became of it.</param>
/// <param name="Status">What its program left in xenstore as <c>data/exit-status</c>; null without it.</param>
/// <param name="Duration">Time since <c>xl create</c> was started.</param>
internal sealed record XlDomainEnd(XlDomainState State, int? Status, TimeSpan Duration);
