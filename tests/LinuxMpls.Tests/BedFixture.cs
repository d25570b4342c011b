using CliWrap;
using CliWrap.Buffered;
using Labs.Tests;
using Mpls.Bed;
using Netlab.Model;

namespace LinuxMpls.Tests;

/// <summary>One boot of the bed, and the Linux build of uTNT.</summary>
public sealed class BedFixture : IAsyncLifetime
{
    private readonly Dictionary<string, Task<(LabRunOnLinux Linux, LabRunOnLinux Guest)>> _runs = [];
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>The bed.</summary>
    internal MplsBed Bed { get; private set; } = null!;

    /// <summary>utnt, statically linked: the bed need not have this machine's libraries.</summary>
    internal string Program { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var booting = MplsBed.StartAsync();
        Program = await BuildAsync();
        Bed = await booting;
    }

    public async Task DisposeAsync()
    {
        if (Bed is not null)
            await Bed.DisposeAsync();
        _one.Dispose();
    }

    /// <summary>A lab of tests/mpls/labs.</summary>
    internal static Lab Lab(string name) => LabReader.ReadFile(PathOf(name));

    /// <summary>Its file.</summary>
    internal static string PathOf(string name) => Path.Combine(Repository.Root, "tests/mpls/labs", name + ".json");

    /// <summary>Runs utnt and the image on a lab, both at the same time; most of it is waiting.</summary>
    internal Task<(LabRunOnLinux Linux, LabRunOnLinux Guest)> RunAsync(string name)
    {
        lock (_runs)
            return _runs.TryGetValue(name, out var run) ? run : _runs[name] = RunOnceAsync(name);
    }

    /// <summary>Lets one test at a time have the routers.</summary>
    internal async Task<T> AloneAsync<T>(Func<Task<T>> work)
    {
        await _one.WaitAsync();
        try
        {
            return await work();
        }
        finally
        {
            _one.Release();
        }
    }

    private Task<(LabRunOnLinux Linux, LabRunOnLinux Guest)> RunOnceAsync(string name) => AloneAsync(async () =>
    {
        Assert.True(File.Exists(Repository.Image), $"no image {Repository.Image}: run ./build.sh");
        var lab = Lab(name);
        await Bed.BuildAsync(lab);
        var linux = LabRunOnLinux.ProgramAsync(Bed, lab, Program, []);
        var guest = LabRunOnLinux.GuestAsync(Bed, lab, Repository.Image, []);
        return (await linux, await guest);
    });

    private static async Task<string> BuildAsync()
    {
        var folder = Path.Combine(Repository.Root, "artifacts/mpls-test");
        var result = await Cli.Wrap("make").WithArguments(["-C", Path.Combine(Repository.Root, "samples/uTNT"), "host", $"O={folder}", "CFLAGS=-Os -static"])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        Assert.True(result.ExitCode == 0, result.StandardError);
        return Path.Combine(folder, "release/utnt");
    }
}
