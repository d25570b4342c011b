namespace Netlab;

/// <summary>An error the user can do something about; the message is complete: code, cause and remedy.</summary>
internal sealed class NetlabException(string code, string message, string? place = null, Exception? inner = null)
    : Exception(place is null ? $"{code}: {message}" : $"{place}: error {code}: {message}", inner)
{
    /// <summary>Code of the error, listed in docs/errors/netlab.md.</summary>
    public string Code { get; } = code;
}
