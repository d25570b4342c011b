namespace Unikraft.Build.Projects;

/// <summary>A compiler flag for all files of a project. Item <c>UkCompileFlags</c>.</summary>
/// <param name="Flag">The flag as the compiler takes it, for example <c>-DMAX=3</c>.</param>
public sealed record CompileFlag(string Flag)
{
    /// <summary>Gets which files it is for.</summary>
    public FlagLanguage Language { get; init; } = FlagLanguage.C;

    /// <summary>Gets the condition, as in <see cref="SourceFile.Config" />; null for always.</summary>
    public string? Config { get; init; }

    /// <summary>Gets whether the whole image gets the flag (while the library is on), not the project alone.</summary>
    public bool Public { get; init; }
}
