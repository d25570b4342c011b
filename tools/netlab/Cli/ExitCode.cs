namespace Netlab.Cli;

/// <summary>Exit codes beside those of the guest or program.</summary>
internal static class ExitCode
{
    /// <summary>The time limit was reached.</summary>
    public const int TimedOut = 124;

    /// <summary>netlab itself could not do its work.</summary>
    public const int Failed = 125;

    /// <summary>The user stopped the run.</summary>
    public const int Interrupted = 130;
}
