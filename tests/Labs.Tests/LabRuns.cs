using System.Collections.Concurrent;
using CliWrap;
using CliWrap.Buffered;

namespace Labs.Tests;

/// <summary>Runs labs ahead of the tests that look at them: most of a lab's time is waiting, so a few run at once.</summary>
public sealed class LabRuns : IAsyncLifetime
{
    private const int AtOnce = 3;
    private readonly SemaphoreSlim _slots = new(AtOnce);
    private readonly ConcurrentDictionary<(string Lab, Target Target), Task<LabRun>> _runs = new();
    private static readonly Lazy<Task<string>> Program = new(BuildProgramAsync);

    /// <summary>The result of a lab; all labs are started with the first one.</summary>
    internal Task<LabRun> RunAsync(string lab, Target target, IEnumerable<string> ahead)
    {
        var run = Start(lab, target);
        foreach (var other in ahead)
            Start(other, target);
        return run;
    }

    /// <inheritdoc />
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc />
    public async Task DisposeAsync()
    {
        await Task.WhenAll(_runs.Values.Select(run => run.ContinueWith(_ => { }, TaskScheduler.Default)));
        _slots.Dispose();
    }

    /// <summary>The Linux build of uTNT.</summary>
    internal static Task<string> ProgramAsync() => Program.Value;

    /// <summary>The image, which must be built.</summary>
    internal static string Image()
    {
        Assert.True(File.Exists(Repository.Image), $"no image {Repository.Image}: run ./build.sh");
        return Repository.Image;
    }

    private static async Task<string> BuildProgramAsync()
    {
        var folder = Path.Combine(Repository.Root, "artifacts/labs-test");
        var result = await Cli.Wrap("make").WithArguments(["-C", Path.Combine(Repository.Root, "samples/uTNT"), "host", $"O={folder}"])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        Assert.True(result.ExitCode == 0, result.StandardError);
        return Path.Combine(folder, "release/utnt");
    }

    private Task<LabRun> Start(string lab, Target target) => _runs.GetOrAdd((lab, target), _ => Task.Run(async () =>
    {
        string[] attached = target == Target.Linux
            ? ["--program", await ProgramAsync()]
            : ["--image", Image(), "--machine", target.ToString().ToLowerInvariant()];
        await _slots.WaitAsync();
        try
        {
            return await LabRun.StartAsync(lab, attached);
        }
        finally
        {
            _slots.Release();
        }
    }));
}
