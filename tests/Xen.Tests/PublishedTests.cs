using Netlab.Attachments;
using Netlab.Model;
using Netlab.Runs;
using Unikraft.Build.Machines;
using Xen.Bed;

namespace Xen.Tests;

/// <summary>What <c>dotnet publish</c> and <c>dotnet run</c> make for Xen works there as it is.</summary>
[Collection(BedCollection.Name)]
public sealed class PublishedTests(BedFixture fixture)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task The_published_configuration_traces_a_lab()
    {
        var lab = LabReader.ReadFile(Path.Combine(Labs.Tests.Repository.Labs, "ex04.json"));
        var share = Directory.CreateDirectory(Path.Combine(fixture.Bed.Folder, "published")).FullName;
        var published = await Published.PublishAsync(
            "ex04",
            "UkShare=/host/published",
            $"UkKernelArguments=netdev.ip={lab.Vp}/24:{lab.Gateway}",
            $"UkProgramArguments={lab.Vp} sc_tnt -o '/two words.warts' -v -i {lab.Destinations[0]}");
        fixture.Bed.Put(published.Image);
        using var server = new LabServer(lab, QemuPort.Connect(fixture.Bed.NetworkSocket, lab.Vp), pcap: null, new RunClock());

        var end = await fixture.Bed.Create(fixture.NewName(), published.Config).WaitAsync(Limit);

        Assert.True(end is { Outcome: GuestOutcome.PoweredOff, Status: 0 }, end.ToString());
        Assert.Contains($" to {lab.Destinations[0]}", end.Console, StringComparison.Ordinal);
        Assert.True(new FileInfo(Path.Combine(share, "two words.warts")).Length > 0);
    }

    [Fact]
    public async Task The_commands_of_dotnet_run_bring_console_status_and_end()
    {
        // As XlDomain gives them: the console comes out of xl itself, and the guest is kept until it has been asked for its status; xl stays as long.
        var name = fixture.NewName();
        File.WriteAllText(Path.Combine(fixture.Bed.Folder, name + ".cfg"), TinyGuest.Config(fixture.Tiny, "print the console"));
        var run = await fixture.Bed.RunAsync($"""
            cd /host
            xl create -F -c {name}.cfg 'name={XlConfiguration.Quote(name)}' 'on_poweroff="preserve"' 'on_reboot="preserve"' 'on_crash="preserve"' >{name}.out 2>{name}.err &
            until grep '^Domain [0-9]* has shut down, reason code' {name}.err | cut -d ' ' -f 3-8 | grep .; do usleep 100000; done
            usleep 300000
            xl destroy {name}
            wait %1 && echo ended
            """);
        Assert.Equal("has shut down, reason code 0\nended\n", run.Output);
        Assert.Contains("tiny guest: print the console", File.ReadAllText(Path.Combine(fixture.Bed.Folder, name + ".out")), StringComparison.Ordinal);
    }
}
