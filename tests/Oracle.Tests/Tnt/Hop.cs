using Oracle.Tests.Wire;

namespace Oracle.Tests.Tnt;

/// <summary>A hop of a trace and what is found out about it.</summary>
internal sealed class Hop(int probeTtl, Answer? answer)
{
    public int ProbeTtl { get; } = probeTtl;

    public Answer? Answer { get; } = answer;

    public bool IsSilent => Answer is null;

    public uint Address => Answer?.From ?? 0;

    public bool IsTe => Answer?.Kind == AnswerKind.TimeExceeded;

    /// <summary>Whether the address is reserved and that matters.</summary>
    public bool IsReserved { get; init; }

    /// <summary>TTL of echo replies; 0: none.</summary>
    public int ErTtl { get; set; }

    public Roles Roles { get; set; }

    public Kinds Kinds { get; set; }

    public Triggers Triggers { get; set; }

    public bool Revealed { get; init; }

    public int Step { get; init; }

    public Method Method { get; set; }

    public bool Incomplete { get; set; }

    public bool IsBeforeSilentIngress { get; set; }

    /// <summary>Stop of the revelation that starts with this hop.</summary>
    public Stops Stop { get; set; }

    public Stops Failure { get; set; }

    public Triggers FailureTriggers { get; set; }

    public int QuotedTtl => IsTe ? Answer!.QuotedTtl : 0;

    public bool IsSwitch => Roles.HasFlag(Roles.Switch);

    public bool IsEgress => Roles.HasFlag(Roles.Egress);

    public bool IsOpaque => Kinds.HasFlag(Kinds.Opaque);

    public bool IsImplicit => (Kinds & (Kinds.ByQuotedTtl | Kinds.ByUturn)) != 0;

    /// <summary>Signature &lt;255,64&gt;.</summary>
    public bool IsJunos => IsTe && ErTtl > 0 && Formula.Initial(Answer!.Ttl) == 255 && Formula.Initial(ErTtl) == 64;

    public int Frpla => IsTe ? Formula.Length(Answer!.Ttl) - ProbeTtl : 0;

    public int Uturn => IsTe && ErTtl > 0 ? Formula.Length(Answer!.Ttl) - Formula.Length(ErTtl) : 0;

    public int Rtla => IsTe && ErTtl > 0 && Formula.Initial(Answer!.Ttl) == 255 && Formula.Initial(ErTtl) != 255 ? Uturn : 0;

    /// <summary>A copy for another path: a cached tunnel is spliced into several.</summary>
    public Hop Copy() => new(ProbeTtl, Answer)
    {
        IsReserved = IsReserved,
        ErTtl = ErTtl,
        Roles = Roles,
        Kinds = Kinds,
        Triggers = Triggers,
        Revealed = Revealed,
        Step = Step,
        Method = Method,
        Stop = Stop,
    };

    /// <inheritdoc />
    public override string ToString() => IsSilent ? "*" : Topology.Address.Format(Address);
}
