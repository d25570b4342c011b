using Unikraft.Sdk.Tests.Harness;

namespace Unikraft.Sdk.Tests;

/// <summary>The verbs for the platform xen, without a Xen: what they write and which commands they give. tests/Xen.Tests runs them on one.</summary>
public sealed class XenSpecs
{
    private const string Both = "-p:UkPlatforms=kvm%3bxen";

    /// <summary>Stands for the commands of a Xen host: logs how it is called and acts as the variables say.</summary>
    private const string FakeXl = """
        #!/bin/sh
        echo "${0##*/} $*" >>"$XL_LOG"
        case $1 in
        create)
            echo "in $PWD" >>"$XL_LOG"
            echo 'hello from the guest'
            [ -z "$XL_FAIL" ] || exit 1
            [ -n "$XL_HANG" ] || echo "Domain 5 has shut down, reason code ${XL_REASON:-0} 0x0" >&2
            until [ -e "$XL_LOG.destroyed" ]; do sleep 0.1; done
            ;;
        domid) echo 5 ;;
        destroy) touch "$XL_LOG.destroyed" ;;
        /local/domain/5/data/exit-status) echo 7 ;;
        esac
        """;

    private static readonly Lazy<Task<TestProject>> Built = new(static async () =>
    {
        var app = await Samples.ApplicationAsync("both");
        // Two nodes, also where a machine has one processor.
        (await app.Run("build", Both, "-m:2")).Succeeded();
        return app;
    });

    [Fact]
    public async Task Both_platforms_are_built_at_the_same_time_each_in_its_folder()
    {
        var app = await Built.Value;
        Assert.True(File.Exists(app.PathOf("bin/Debug/kvm/both_qemu-x86_64")));
        Assert.True(File.Exists(app.PathOf("bin/Debug/xen/both_xen-x86_64")));
        Assert.True(File.Exists(app.PathOf("bin/Debug/xen/both_xen-x86_64.dbg")));
        var (kvm, xen) = (ObjectTimes(app, "kvm"), ObjectTimes(app, "xen"));
        Assert.True(kvm.First < xen.Last && xen.First < kvm.Last, $"kvm {kvm.First:O} to {kvm.Last:O}, xen {xen.First:O} to {xen.Last:O}");
    }

    [Fact]
    public async Task Publish_writes_what_xl_reads()
    {
        var app = await Built.Value;
        (await app.Run("publish", "--no-build", Both, "-o", "out", "-p:UkMemory=4M", "-p:UkXenVif=mac=00:16:3e:00:00:02%3bbridge=lan", "-p:UkShare=/srv/both",
            "-p:UkKernelArguments=netdev.ip=192.0.2.2/24", "-p:UkProgramArguments=-v 'two words' C:\\\\x")).Succeeded();
        Assert.True(File.Exists(app.PathOf("out/both_xen-x86_64")));
        Assert.True(File.Exists(app.PathOf("out/both_qemu-x86_64")));
        Assert.False(File.Exists(app.PathOf("out/both_qemu-x86_64.cfg")));
        Assert.Equal("""
            type = "pvh"
            name = "both"
            kernel = "both_xen-x86_64"
            memory = 4
            shadow_memory = 1
            vif = [ "mac=00:16:3e:00:00:02", "bridge=lan" ]
            p9 = [ "tag=fs0,security_model=none,path=/srv/both" ]
            extra = "netdev.ip=192.0.2.2/24 -- -v \"two words\" \"C:\\\\x\""

            """, app.Read("out/both_xen-x86_64.cfg"));

        (await app.Run("publish", "--no-build", "-p:UkPlatform=xen", "-o", "plain", "-p:UkXenVif=none", "-p:UkMemory=256M")).Succeeded();
        Assert.Equal("type = \"pvh\"\nname = \"both\"\nkernel = \"both_xen-x86_64\"\nmemory = 256\n", app.Read("plain/both_xen-x86_64.cfg"));
        Assert.False(File.Exists(app.PathOf("plain/both_qemu-x86_64")));
    }

    [Theory]
    [InlineData("-p:UkShare=a%2cb", "UK3032")]
    [InlineData("-p:UkMemory=lots", "UK0017")]
    public async Task A_value_that_xl_cannot_be_given_is_an_error(string property, string code) =>
        (await (await Built.Value).Run("publish", "--no-build", "-p:UkPlatform=xen", "-o", "bad", property)).Failed(code);

    [Fact]
    public async Task Elsewhere_than_on_a_Xen_host_run_says_what_is_missing_and_what_works_instead()
    {
        var app = await Built.Value;
        foreach (var platform in new[] { "-p:UkPlatform=xen", "-p:UkRunPlatform=xen" })
        {
            var result = await app.Run("run", "--no-build", Both, platform);
            Assert.Equal(125, result.ExitCode);
            var message = Assert.Single(result.Log.Split('\n'), line => line.Contains("UK3030", StringComparison.Ordinal));
            Assert.Contains($"dotnet run --project tests/xen -- \"{app.PathOf("bin/Debug/xen/both_xen-x86_64.cfg")}\" \"{app.PathOf("bin/Debug/xen/both_xen-x86_64")}\"", message, StringComparison.Ordinal);
            Assert.Contains("kernel = \"both_xen-x86_64\"", app.Read("bin/Debug/xen/both_xen-x86_64.cfg"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task On_a_Xen_host_run_creates_the_guest_and_stands_for_it()
    {
        var (result, log) = await RunOnFakeAsync([], "-p:UkXenVif=none", "-p:UkMemory=4M", "--", "one", "two words");
        Assert.Contains("hello from the guest", result.Output, StringComparison.Ordinal);
        Assert.Equal(7, result.ExitCode);
        var app = await Built.Value;
        Assert.Matches($"^xl create -F -c {app.PathOf("bin/Debug/xen/both_xen-x86_64.cfg")} name=\"both_xen-x86_64-[0-9]+\" on_poweroff=\"preserve\" on_reboot=\"preserve\" on_crash=\"preserve\"$", log[0]);
        Assert.Equal($"in {app.PathOf("bin/Debug/xen")}", log[1]);
        Assert.Matches("^xl destroy both_xen-x86_64-[0-9]+$", log[^1]);
        Assert.Contains("memory = 4\nshadow_memory = 1\nextra = \"-- one \\\"two words\\\"\"\n", app.Read("bin/Debug/xen/both_xen-x86_64.cfg"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("XL_REASON", "3", "UK3010", 126)]
    [InlineData("XL_HANG", "yes", "UK3011", 124)]
    [InlineData("XL_FAIL", "yes", "UK3030", 125)]
    public async Task A_guest_that_does_not_end_well_is_told_and_destroyed(string variable, string value, string code, int status)
    {
        var (result, log) = await RunOnFakeAsync(new Dictionary<string, string?> { [variable] = value }, "-p:UkRunTimeout=2", "-p:UkQemuArguments=-s");
        Assert.Contains("UK3034", result.Log, StringComparison.Ordinal);
        Assert.Contains(code, result.Log, StringComparison.Ordinal);
        Assert.Equal(status, result.ExitCode);
        Assert.Equal(code != "UK3030", log[^1].StartsWith("xl destroy ", StringComparison.Ordinal));
    }

    private static (DateTime First, DateTime Last) ObjectTimes(TestProject app, string platform)
    {
        var times = Directory.EnumerateFiles(app.PathOf($"obj/Debug/{platform}/build"), "*.o", SearchOption.AllDirectories).Select(File.GetLastWriteTimeUtc).ToList();
        return (times.Min(), times.Max());
    }

    private static async Task<(DotnetResult Result, string[] Log)> RunOnFakeAsync(Dictionary<string, string?> variables, params string[] arguments)
    {
        var app = await Built.Value;
        var tools = Directory.CreateDirectory(app.PathOf($"tools-{Guid.NewGuid():N}")).FullName;
        foreach (var name in new[] { "xl", "xenstore-read" })
        {
            await File.WriteAllTextAsync(Path.Combine(tools, name), FakeXl);
            File.SetUnixFileMode(Path.Combine(tools, name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        variables["PATH"] = $"{tools}:{Environment.GetEnvironmentVariable("PATH")}";
        variables["XL_LOG"] = Path.Combine(tools, "log");
        var result = await app.RunWith(variables, "run", ["--no-build", "-p:UkPlatform=xen", .. arguments]);
        return (result, await File.ReadAllLinesAsync(Path.Combine(tools, "log")));
    }
}
