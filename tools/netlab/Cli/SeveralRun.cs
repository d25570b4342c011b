using Netlab.Model;

namespace Netlab.Cli;

/// <summary>Runs several labs, a few at a time, each in a folder of its own; prints their results in the order of the command line.</summary>
internal static class SeveralRun
{
    /// <summary>Runs them. The exit code is the first one that is not 0.</summary>
    public static async Task<int> RunAsync(NetlabOptions options, IReadOnlyList<Lab> labs, CancellationToken cancellation)
    {
        var folder = OutputFolder.Create(options.Output, options.Arguments);
        using var slots = new SemaphoreSlim(options.Jobs);
        var runs = labs.Select(async lab =>
        {
            await slots.WaitAsync(cancellation);
            try
            {
                return await RunOneAsync(options with { Output = folder.File(Path.GetFileNameWithoutExtension(lab.Path)) }, lab, cancellation);
            }
            finally
            {
                slots.Release();
            }
        }).ToList();
        var first = 0;
        foreach (var run in runs)
        {
            var (output, errors, exitCode) = await run;
            await Console.Out.WriteAsync(output);
            await Console.Error.WriteAsync(errors);
            first = first == 0 ? exitCode : first;
        }
        return first;
    }

    private static async Task<(string Output, string Errors, int ExitCode)> RunOneAsync(NetlabOptions options, Lab lab, CancellationToken cancellation)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        var console = new RunConsole(output, TextWriter.Synchronized(errors));
        int exitCode;
        try
        {
            exitCode = options.Mode == RunMode.Image
                ? await GuestRun.RunAsync(options, lab, console, cancellation)
                : await ProgramRun.RunApartAsync(options, lab, console, cancellation);
        }
        catch (NetlabException e)
        {
            // One lab that cannot be run does not take the others with it.
            await console.Errors.WriteLineAsync(e.Message);
            exitCode = ExitCode.Failed;
        }
        return (output.ToString(), errors.ToString(), exitCode);
    }
}
