using Microsoft.Build.Framework;
using Unikraft.Build.Diagnostics;

namespace Unikraft.Sdk.Tasks;

/// <summary>The base of the tasks: reports diagnostics of the engine as MSBuild errors and warnings, and can be cancelled.</summary>
public abstract class UkTask : Microsoft.Build.Utilities.Task, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource cancellation = new();

    /// <summary>Gets or sets the project file, absolute: where a diagnostic without a place points.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>Gets the token that is cancelled when the build is.</summary>
    protected CancellationToken Cancelled => cancellation.Token;

    /// <inheritdoc />
    public void Cancel() => cancellation.Cancel();

    /// <inheritdoc />
    public override bool Execute()
    {
        try
        {
            // No synchronization context exists in a build, so this cannot deadlock.
            RunAsync().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return false;
        }
        catch (CodedException coded)
        {
            Report([coded.Diagnostic]);
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            Report([Diagnostic.Error("UK0020", $"A file could not be read or written: {failure.Message}", "Check that the folder exists, is writable and has space left.")]);
        }

        return !Log.HasLoggedErrors;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        cancellation.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Does the work of the task; errors are reported, not thrown.</summary>
    protected abstract Task RunAsync();

    /// <summary>Logs diagnostics; those without a place point at the project file.</summary>
    protected void Report(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
            Report(diagnostic);
    }

    /// <summary>Logs the diagnostics of a result and hands out its value, null when there was an error.</summary>
    protected T? Unwrap<T>(Result<T> result)
        where T : class
    {
        Report(result.Diagnostics);
        return result.Succeeded ? result.Value : null;
    }

    // The text goes in as an argument: a brace in a message of the compiler is not a placeholder.
    private void Report(Diagnostic diagnostic)
    {
        var file = diagnostic.File ?? ProjectFile;
        switch (diagnostic.Severity)
        {
            case Severity.Error:
                Log.LogError(null, diagnostic.Code, null, file, diagnostic.Line, diagnostic.Column, 0, 0, "{0}", diagnostic.Text);
                break;
            case Severity.Warning:
                Log.LogWarning(null, diagnostic.Code, null, file, diagnostic.Line, diagnostic.Column, 0, 0, "{0}", diagnostic.Text);
                break;
            default:
                Log.LogMessage(MessageImportance.Normal, "{0}", diagnostic.ToString());
                break;
        }
    }
}
