using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Unikraft.Build.Diagnostics;

namespace Unikraft.Sdk.Launcher;

/// <summary>
/// The profile of <c>Properties/launchSettings.json</c> that <c>dotnet run</c> chose. It names it in a variable and sets the profile's environment,
/// but gives its arguments only to projects without <c>RunArguments</c>, so these we read ourselves.
/// </summary>
internal static class LaunchProfile
{
    /// <summary>The variable by which <c>dotnet run</c> names the profile.</summary>
    public const string Variable = "DOTNET_LAUNCH_PROFILE";

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads <c>commandLineArgs</c> of a profile; none when the profile has none (UK0041 when the file cannot be read).</summary>
    public static Result<ImmutableArray<string>> Arguments(string file, string profile)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file), Lenient);
            var text = document.RootElement.TryGetProperty("profiles", out var profiles)
                && profiles.TryGetProperty(profile, out var chosen)
                && chosen.TryGetProperty("commandLineArgs", out var arguments) ? arguments.GetString() : null;
            return Result.Of(Words(text ?? ""));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            return Result.Failed<ImmutableArray<string>>(Diagnostic.Error("UK0041", $"The launch profile '{profile}' of '{file}' cannot be read: {problem.Message}", "Correct the file, or run with --no-launch-profile."));
        }
    }

    /// <summary>Splits at blanks; double quotes group, and a backslash keeps a double quote, as in <c>ProcessStartInfo.Arguments</c>.</summary>
    private static ImmutableArray<string> Words(string text)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        StringBuilder? word = null;
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsWhiteSpace(text[i]) && !quoted)
            {
                Flush();
                continue;
            }

            word ??= new();
            if (text[i] == '"')
                quoted = !quoted;
            else if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] == '"')
                word.Append(text[++i]);
            else
                word.Append(text[i]);
        }

        Flush();
        return words.DrainToImmutable();

        void Flush()
        {
            if (word is not null)
                words.Add(word.ToString());
            word = null;
        }
    }
}
