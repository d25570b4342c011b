using System.Diagnostics;
using System.Globalization;
using CliWrap;
using CliWrap.Buffered;
using Unikraft.Sdk.Tests.Harness;

namespace Unikraft.Sdk.Tests;

/// <summary>Each verb of <c>dotnet</c> keeps the contract of docs/verbs.md; build, run and pack have specs of their own.</summary>
public sealed class VerbSpecs
{
    [Fact]
    public async Task Build_takes_every_switch_of_MSBuild()
    {
        var app = await Samples.ApplicationAsync("switches");
        (await app.Run("build", "-graph")).Succeeded().HasNoWarning();
        var first = File.GetLastWriteTimeUtc(app.Image);
        var (rebuild, log) = await app.Build("-t:Rebuild", "-m:2", "--no-restore");
        rebuild.Succeeded();
        Assert.Equal(1, log.Runs("BuildImage"));
        Assert.True(File.GetLastWriteTimeUtc(app.Image) > first);
        var answer = await app.Run("msbuild", "-t:Build", "-getTargetResult:Build", "-nologo");
        Assert.Contains(app.Image, answer.Succeeded().Output, StringComparison.Ordinal);
        (await app.Run("clean")).Succeeded();
        (await app.Run("build", "--artifacts-path", "elsewhere")).Succeeded().HasNoWarning();
        Assert.True(File.Exists(app.PathOf("elsewhere/bin/switches/debug_kvm/switches_qemu-x86_64")));
        Assert.True(File.Exists(app.PathOf("elsewhere/obj/switches/debug_kvm/Makefile.uk")));
        Assert.False(Directory.Exists(app.PathOf("bin")) || File.Exists(app.Generated + "/Makefile.uk"));
        (await app.Run("publish", "--artifacts-path", "elsewhere", "--no-build")).Succeeded();
        Assert.True(File.Exists(app.PathOf("elsewhere/publish/switches/debug_kvm/switches_qemu-x86_64.run")));
        (await app.Run("build", "-p:BaseIntermediateOutputPath=" + app.PathOf("other/") + "obj/")).Succeeded();
        Assert.True(File.Exists(app.PathOf("other/obj/Debug/kvm/Makefile.uk")));
    }

    [Fact]
    public async Task Publish_gives_image_symbols_configuration_script_and_checksums()
    {
        var app = (await Samples.ApplicationAsync("shipped")).Write("main.c", """
            #include <stdio.h>

            int main(int argc, char **argv)
            {
                for (int i = 1; i < argc; i++)
                    printf("<%s>\n", argv[i]);
                return 40 + argc;
            }

            """);
        File.Delete(app.PathOf("answer.c"));
        (await app.Run("publish", "--no-build")).Failed("UK0042", app.Image);
        (await app.Run("publish", "-o", "out")).Succeeded().HasNoWarning();
        string[] files = ["shipped_qemu-x86_64", "shipped_qemu-x86_64.config", "shipped_qemu-x86_64.dbg", "shipped_qemu-x86_64.run", "shipped_qemu-x86_64.sha256"];
        Assert.Equal(files, Directory.EnumerateFiles(app.PathOf("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var checksums = await ShellAsync(app.PathOf("out"), "sha256sum --check --strict shipped_qemu-x86_64.sha256");
        Assert.Equal(4, checksums.Split('\n').Count(line => line.EndsWith(": OK", StringComparison.Ordinal)));
        Directory.Move(app.PathOf("out"), app.PathOf("moved"));
        var run = await ShellAsync("/", $"UK_ACCELERATOR=tcg {app.PathOf("moved")}/shipped_qemu-x86_64.run one 'two \"words\"' 'it'\\''s'; echo status $?");
        Assert.Equal(["<one>", "<two \"words\">", "<it's>", "status 44"], run.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

        await AssertThatTheScriptDoesNotTrustKvmAsync(app.PathOf("moved"));

        (await app.Run("publish", "--no-build")).Succeeded();
        Assert.True(File.Exists(app.PathOf("bin/Debug/kvm/publish/shipped_qemu-x86_64.run")));
        (await app.Run("clean")).Succeeded();
        Assert.False(Directory.Exists(app.PathOf("bin")));
    }

    /// <summary>A KVM that pauses the guest for ever, as those inside of other virtual machines do, then one that works: a QEMU before the real one plays both.</summary>
    private static async Task AssertThatTheScriptDoesNotTrustKvmAsync(string folder)
    {
        var real = await ShellAsync(folder, "command -v qemu-system-x86_64");
        Directory.CreateDirectory(Path.Combine(folder, "bin"));
        await File.WriteAllTextAsync(Path.Combine(folder, "bin/qemu-system-x86_64"), $"""
            #!/bin/sh
            # Each call by its accelerator and the end of its kernel's name
            printf '%s\n' "$*" | sed -n 's/^-accel \([a-z]*\) .*-kernel \S*\(probe\|x86_64\).*/\1 \2/p' >>{folder}/calls
            case "$*" in
            *'-accel kvm'*)
            	if [ -e {folder}/broken ]; then
            		echo 'KVM internal error. Suberror: 1' >&2
            		exec sleep 60
            	fi ;;
            esac
            [ "$3 $4" != '-cpu host' ] || shift 4
            exec {real.Trim()} "$@"

            """);
        await ShellAsync(folder, "chmod +x bin/qemu-system-x86_64; touch device broken; sed 's,/dev/kvm\\b,'$PWD/device, shipped_qemu-x86_64.run >with.run; chmod +x with.run");
        var run = $"PATH={folder}/bin:$PATH HOME={folder} XDG_DATA_HOME= timeout 30 ./with.run 2>&1; echo status $?";
        foreach (var time in new[] { "the probe", "the answer" })
        {
            var broken = await ShellAsync(folder, run);
            Assert.StartsWith("UK3006: KVM is present but does not work (KVM internal error. Suberror: 1); the guest is emulated.", broken, StringComparison.Ordinal);
            Assert.True(broken.EndsWith("status 41\n", StringComparison.Ordinal), $"{time}: {broken}");
        }
        Assert.Equal("kvm probe\ntcg x86_64\ntcg x86_64\n", await ShellAsync(folder, "cat calls"));

        var works = await ShellAsync(folder, $"rm -rf calls broken .local; {run}");
        Assert.Equal("status 41\n", works);
        Assert.Equal("kvm probe\nkvm x86_64\n", await ShellAsync(folder, "cat calls"));
    }

    [Fact]
    public async Task Packages_come_by_central_version_from_the_mapped_source_and_stay_locked()
    {
        var app = await Samples.ApplicationAsync("locked");
        var sdk = await PackedSdk.GetAsync();
        foreach (var version in new[] { "1.0.0", "1.1.0" })
            (await Samples.Library(app, "leaf").Run("pack", "-o", sdk.Feed, $"-p:Version={version}")).Succeeded();
        (await Samples.Library(app, "stem", "<ItemGroup><PackageReference Include=\"leaf\" Version=\"1.0.0\" /></ItemGroup>").Run("pack", "-o", sdk.Feed)).Succeeded();
        app.Body("<ItemGroup><UkSelect Include=\"LIBNOLIBC\" /><PackageReference Include=\"stem\" /></ItemGroup>")
            .Write("Directory.Packages.props", CentralVersions("<PackageVersion Include=\"stem\" Version=\"1.0.0\" />"))
            .Write("nuget.config", Mapping(sdk, "nobody.*"));

        (await app.Run("restore", "--use-lock-file")).Failed("NU1100", "stem");
        app.Write("nuget.config", Mapping(sdk, "stem", "leaf"));
        (await app.Run("restore", "--use-lock-file")).Succeeded().HasNoWarning();
        Assert.Contains("\"native,Version=v0.0\"", app.Read("packages.lock.json"), StringComparison.Ordinal);
        (await app.Run("restore", "--locked-mode")).Succeeded();
        var list = (await app.Run("list", "package", "--include-transitive")).Succeeded().Output;
        Assert.Matches("> stem +1.0.0 +1.0.0", list);
        Assert.Matches("> leaf +1.0.0", list);
        Assert.Matches("stem.*\n.*leaf", (await app.Run("nuget", "why", app.File, "leaf")).Succeeded().Output);

        // A pin of a transitive package changes what is locked; GlobalPackageReference reaches the project, too (MSBuildSdks#407).
        app.Write("Directory.Packages.props", CentralVersions("<PackageVersion Include=\"stem\" Version=\"1.0.0\" /><PackageVersion Include=\"leaf\" Version=\"1.1.0\" />"));
        (await app.Run("restore", "--locked-mode")).Failed("NU1004");
        (await app.Run("build", "-p:RestoreLockedMode=false")).Succeeded().HasNoWarning();
        Assert.Matches("/leaf/1.1.0/unikraft:.*/stem/1.0.0/unikraft\n", app.Read("obj/Debug/kvm/paths.mk"));
    }

    [Fact]
    public async Task Watch_builds_again_when_a_source_changes()
    {
        var app = await Samples.ApplicationAsync("watched");
        (await app.Run("build")).Succeeded();
        var first = File.GetLastWriteTimeUtc(app.Image);
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var waiting = new TaskCompletionSource();
        var again = new TaskCompletionSource();
        var watch = app.Lines(
            line =>
            {
                if (line.Contains("Waiting for a file to change", StringComparison.Ordinal) && !waiting.TrySetResult())
                    again.TrySetResult();
            },
            stop.Token,
            "watch",
            "build",
            "--non-interactive");
        await waiting.Task.WaitAsync(stop.Token);
        app.Write("answer.c", app.Read("answer.c").Replace("42", "43", StringComparison.Ordinal));
        await again.Task.WaitAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch);
        Assert.True(File.GetLastWriteTimeUtc(app.Image) > first);
    }

    [Fact]
    public async Task A_killed_build_leaves_no_make_behind()
    {
        var app = await Samples.ApplicationAsync("killed");
        var tools = app.PathOf("tools");
        var mark = app.PathOf("make.pid");
        // The compiler of one file hangs and tells who started it: make.
        app.Write("tools/gcc", $"#!/bin/sh\ncase \"$*\" in *answer.c*) echo $PPID > {mark}.new; mv {mark}.new {mark}; sleep 120;; esac\nPATH=${{PATH#*:}} exec gcc \"$@\"\n");
        File.SetUnixFileMode(Path.Combine(tools, "gcc"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var build = app.RunWith(new Dictionary<string, string?> { ["PATH"] = $"{tools}:{Environment.GetEnvironmentVariable("PATH")}" }, "build", "-m:1");
        while (!File.Exists(mark) && !build.IsCompleted)
            await Task.Delay(50);
        Assert.True(File.Exists(mark), build.IsCompleted ? (await build).Log : "");
        var make = int.Parse(await File.ReadAllTextAsync(mark), CultureInfo.InvariantCulture);
        Assert.Equal("make", (await File.ReadAllTextAsync($"/proc/{make}/comm")).Trim());
        // The one process alone, with a signal nobody can handle.
        using (var dotnet = Process.GetProcessById(Processes.ParentOf(make)))
            dotnet.Kill();
        Assert.NotEqual(0, (await build).ExitCode);
        for (var i = 0; i < 200 && Processes.IsAlive(make); i++)
            await Task.Delay(50);
        Assert.False(Processes.IsAlive(make));
        (await app.Run("build")).Succeeded();
    }

    private static string CentralVersions(string items) => $"""
        <Project>
          <PropertyGroup>
            <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
            <CentralPackageTransitivePinningEnabled>true</CentralPackageTransitivePinningEnabled>
          </PropertyGroup>
          <ItemGroup>
            {items}
          </ItemGroup>
        </Project>
        """;

    // Offline: a folder is the only source there is.
    private static string Mapping(PackedSdk sdk, params string[] patterns) => $"""
        <configuration>
          <packageSources>
            <clear />
            <add key="folder" value="{sdk.Feed}" />
          </packageSources>
          <packageSourceMapping>
            <packageSource key="folder">
              <package pattern="Unikraft.*" />
              {string.Join("\n", patterns.Select(static p => $"<package pattern=\"{p}\" />"))}
            </packageSource>
          </packageSourceMapping>
        </configuration>
        """;

    private static async Task<string> ShellAsync(string folder, string command) =>
        (await Cli.Wrap("sh").WithArguments(["-c", command]).WithWorkingDirectory(folder).ExecuteBufferedAsync()).StandardOutput;
}
