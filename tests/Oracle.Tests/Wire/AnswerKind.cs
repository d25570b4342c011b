namespace Oracle.Tests.Wire;

/// <summary>Kinds of answers (tnt.md section 1).</summary>
internal enum AnswerKind
{
    TimeExceeded,
    EchoReply,
    PortUnreachable,
}
