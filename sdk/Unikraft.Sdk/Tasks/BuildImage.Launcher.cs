namespace Unikraft.Sdk.Tasks;

/// <content>The program before each call of the compiler.</content>
public sealed partial class BuildImage
{
    /// <summary>Gets or sets the program that stands before each call of the compiler, with its arguments; empty for none.</summary>
    public string CompilerLauncher { get; set; } = "";

    /// <summary>Gets or sets the folder below which paths do not count for a cache of compiled objects.</summary>
    public string CacheRoot { get; set; } = "";
}
