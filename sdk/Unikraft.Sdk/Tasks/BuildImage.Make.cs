using System.Globalization;
using Microsoft.Build.Framework;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Makefiles;
using Unikraft.Build.Projects;
using Unikraft.Build.Trees;

namespace Unikraft.Sdk.Tasks;

/// <content>The run of make.</content>
public sealed partial class BuildImage
{
    private async Task<bool> MakeAsync(Application application)
    {
        Toolchain.ForgetObjectsOfOther(application.BuildFolder);
        var tree = CoreTree.Read(application.CoreRoot);
        var interrupted = tree.IsEmbedded ? null : new InterruptedBuild(application.BuildFolder);
        if (interrupted is not null)
        {
            interrupted.Begin();
            new StaleProducts(tree, application).Forget();
        }

        var (jobs, granted) = TakeJobs();
        try
        {
            var result = await CompilerCache.Apply(MakeRun.ForApplication(application, jobs), CompilerLauncher, CacheRoot).ExecuteAsync(Say, Cancelled).ConfigureAwait(false);
            interrupted?.End();
            // Diagnostics with a line of their own were reported as they came; the rest explains a failure.
            Report(result.Diagnostics.Where(d => !reported.Contains(d)));
            return result.Succeeded && !Log.HasLoggedErrors;
        }
        finally
        {
            if (granted > 0)
                (BuildEngine as IBuildEngine9)?.ReleaseCores(granted);
        }
    }

    // What tools print is of use only to somebody who looks for it; the image has its own line.
    private void Say(MakeEvent line)
    {
        if (line is MakeDiagnostic { Diagnostic: var diagnostic })
        {
            reported.Add(diagnostic);
            Report([diagnostic]);
        }
        else
        {
            Log.LogMessage(MessageImportance.Low, "{0}", line.Line);
        }
    }

    // Two platforms build at once, each with its own make; MSBuild divides the processors between them.
    private (int Jobs, int Granted) TakeJobs()
    {
        if (Jobs.Length > 0)
        {
            return int.TryParse(Jobs, NumberStyles.None, CultureInfo.InvariantCulture, out var jobs) && jobs > 0
                ? (jobs, 0)
                : throw new CodedException(Diagnostic.Error("UK0016", $"UkJobs is '{Jobs}'.", "Give a number of jobs from 1, or leave it out."));
        }

        var granted = (BuildEngine as IBuildEngine9)?.RequestCores(Environment.ProcessorCount) ?? 0;
        return (Math.Max(1, granted), granted);
    }
}
