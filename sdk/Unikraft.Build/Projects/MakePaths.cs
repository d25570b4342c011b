using System.Buffers;
using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Projects;

/// <summary>The rules for paths that make, and the shell that runs its recipes, can take (build-interface 2.9).</summary>
public static class MakePaths
{
    /// <summary>Characters that make or the shell read as syntax. White space and control characters are refused, too.</summary>
    private static readonly SearchValues<char> Refused = SearchValues.Create(":$#%|>,<;&()[]{}*?!=\\'\"`");

    /// <summary>Finds the first character that cannot be in a path; null when the path is fine.</summary>
    public static char? FirstRefused(string path)
    {
        foreach (var c in path)
        {
            if (Refused.Contains(c) || char.IsWhiteSpace(c) || char.IsControl(c))
                return c;
        }

        return null;
    }

    /// <summary>Checks a path (UK1103); null when make can take it.</summary>
    /// <param name="what">What the path is of, for the message: <c>source file</c>.</param>
    /// <param name="path">The path.</param>
    public static Diagnostic? Check(string what, string path) =>
        FirstRefused(path) is not { } c
            ? null
            : Diagnostic.Error(
                "UK1103",
                $"The path of the {what} '{path}' holds {Name(c)}, which make cannot take.",
                "Rename the file or folder, or move the project to a path without it.");

    /// <summary>Writes a path relative to a folder, with <c>/</c>; <c>.</c> for the folder itself.</summary>
    public static string Relative(string folder, string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');

    private static string Name(char c) => c switch
    {
        ' ' => "a blank",
        '\t' => "a tab",
        _ when char.IsWhiteSpace(c) || char.IsControl(c) => $"the character U+{(int)c:X4}",
        _ => $"'{c}'",
    };
}
