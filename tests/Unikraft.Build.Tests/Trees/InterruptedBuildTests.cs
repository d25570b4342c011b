using Unikraft.Build.Trees;

namespace Unikraft.Build.Tests.Trees;

public sealed class InterruptedBuildTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Origins that were finished in the killed run stay finished: patched a second time, they would fail for ever.</summary>
    [Fact]
    public void After_a_kill_half_patched_origins_go_and_finished_ones_stay()
    {
        new InterruptedBuild(folder.Path).Begin();
        var mark = File.GetLastWriteTimeUtc(Path.Combine(folder.Path, ".unikraft-sdk/running"));
        foreach (var file in new[] { "libdone/.chksum", "libdone/.origin", "libdone/.patched", "libdone/origin/a.c", "libhalf/.origin", "libhalf/origin/a.c", "libdone/a.o" })
            File.SetLastWriteTimeUtc(folder.File(file), mark.AddSeconds(1));

        new InterruptedBuild(folder.Path).Begin();
        Assert.Equal(
            ["libdone/.chksum", "libdone/.origin", "libdone/.patched", "libdone/origin/a.c"],
            Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder.Path, f)).Where(static f => f.StartsWith("lib", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }
}
