namespace Unikraft.Build.Origins;

/// <summary>An archive holds more than it may. Ends in UK2018.</summary>
internal sealed class UnpackLimitException : IOException;
