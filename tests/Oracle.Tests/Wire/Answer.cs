namespace Oracle.Tests.Wire;

/// <summary>What comes back for a probe.</summary>
internal sealed record Answer(uint From, AnswerKind Kind, int Ttl, int QuotedTtl, Entry? Label);
