using System.Collections.Immutable;
using System.Diagnostics;
using Unikraft.Build.Images;
using Unikraft.Build.Machines;

namespace Guests.Tests;

/// <summary>How machines start and end.</summary>
public sealed class MachineTests
{
    [Theory]
    [InlineData(MachineType.Microvm, 0)]
    [InlineData(MachineType.Microvm, 3)]
    [InlineData(MachineType.Microvm, 255)]
    [InlineData(MachineType.Q35, 42)]
    [InlineData(MachineType.Pc, 42)]
    public async Task The_status_of_the_guest_is_the_exit_code(MachineType type, int status)
    {
        using var guest = await TinyGuest.AssembleAsync($"\tprint \"hello\\n\"\n\tstatus 'E', {status}\n\tleave {status & 0x7f}");
        var boot = await Boot.RunAsync(new Machine(guest.Image) { Type = type });
        Assert.Equal(MachineOutcome.Exited, boot.Exit.Outcome);
        Assert.Equal(status, boot.Exit.ExitCode);
        Assert.Null(boot.Exit.Problem);
        Assert.Equal("hello\n", boot.Console);
    }

    [Fact]
    public async Task An_image_of_a_Unikraft_tree_is_booted_by_its_multiboot_header()
    {
        using var guest = await TinyGuest.AssembleMultibootAsync("\tprint \"tree\\n\"\n\tstatus 'E', 7\n\tleave 7");
        var boot = await Boot.RunAsync(new Machine(guest.Image) { Type = MachineType.Q35 });
        Assert.Equal((MachineOutcome.Exited, 7), (boot.Exit.Outcome, boot.Exit.ExitCode));
        Assert.Equal("tree\n", boot.Console);
    }

    [Fact]
    public async Task An_image_that_takes_a_seed_gets_a_fresh_one_unless_one_is_given()
    {
        // The multiboot information, at ebx, points at the command line; the text at the end is the name the launcher looks for.
        using var guest = await TinyGuest.AssembleMultibootAsync("""
            	movl	16(%ebx), %esi
            	movl	$0x3f8, %edx
            1:	lodsb
            	testb	%al, %al
            	jz	2f
            	outb	%al, %dx
            	jmp	1b
            2:	status 'E', 0
            	leave 0
            	.asciz	"random.seed"
            """);
        async Task<string> LineAsync(params ImmutableArray<string> arguments) =>
            (await Boot.RunAsync(new Machine(guest.Image) { Type = MachineType.Q35, KernelArguments = arguments })).Console;
        const string Word = "0x[0-9a-f]{8}";
        var first = await LineAsync("a=b");
        Assert.Matches($@" random\.seed=\[{Word}( {Word}){{7}}\] a=b$", first);
        Assert.NotEqual(first, await LineAsync("a=b"));
        Assert.EndsWith(" random.seed=[0x1]", await LineAsync("random.seed=[0x1]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guest_that_ends_without_a_word_is_reported()
    {
        // An interrupt without a table: triple fault.
        using var guest = await TinyGuest.AssembleAsync("\tlidt 0\n\tint $3");
        var boot = await Boot.RunAsync(new Machine(guest.Image));
        Assert.Equal((MachineOutcome.NoStatus, 126), (boot.Exit.Outcome, boot.Exit.ExitCode));
        Assert.Equal("UK3012", boot.Exit.Problem!.Code);
    }

    [Fact]
    public async Task A_crash_is_reported_with_function_names_and_lines()
    {
        using var guest = await TinyGuest.AssembleAsync("""
            	print "UK9001: page fault\n  #0 0x0000000000100000\n  #1 0x0000000000100005\r\n  #2 0x0000000000900000\nend\n"
            	status 'C', 1
            	leave 0x7f
            """);
        var boot = await Boot.RunAsync(new Machine(guest.Image));
        Assert.Equal((MachineOutcome.Crashed, 126), (boot.Exit.Outcome, boot.Exit.ExitCode));
        Assert.Equal("UK3010", boot.Exit.Problem!.Code);
        var lines = boot.Console.Split('\n');
        Assert.Matches(@"^  #0 0x0000000000100000 _start\+0x0 \(tiny\.S:\d+\)$", lines[1]);
        Assert.Matches(@"^  #1 0x0000000000100005 _start\+0x5 \(tiny\.S:\d+\)\r$", lines[2]);
        Assert.Equal("  #2 0x0000000000900000", lines[3]);
        Assert.Equal("end", lines[4]);
    }

    [Fact]
    public async Task A_guest_that_never_ends_is_stopped_at_the_time_limit()
    {
        using var guest = await TinyGuest.AssembleAsync("1:\tjmp 1b");
        var id = 0;
        var boot = await Boot.RunAsync(new Machine(guest.Image) { TimeLimit = TimeSpan.FromSeconds(1) }, started: started => id = started);
        Assert.Equal((MachineOutcome.TimedOut, 124), (boot.Exit.Outcome, boot.Exit.ExitCode));
        Assert.Equal("UK3011", boot.Exit.Problem!.Code);
        AssertGone(id);
    }

    [Fact]
    public async Task Cancelling_stops_the_machine()
    {
        using var guest = await TinyGuest.AssembleAsync("\tprint \"up\\n\"\n1:\thlt\n\tjmp 1b");
        using var cancel = new CancellationTokenSource();
        var id = 0;
        var boot = await Boot.RunAsync(new Machine(guest.Image), cancel.Token, started =>
        {
            id = started;
            cancel.CancelAfter(500);
        });
        Assert.Equal((MachineOutcome.Cancelled, 130), (boot.Exit.Outcome, boot.Exit.ExitCode));
        AssertGone(id);
    }

    [Fact]
    public async Task A_guest_without_status_on_a_live_console_keeps_its_output()
    {
        using var guest = await TinyGuest.AssembleAsync("\tprint \"no line end\"\n\tstatus 'E', 0\n\tleave 0");
        Assert.Equal("no line end", (await Boot.RunAsync(new Machine(guest.Image))).Console);
    }

    [Fact]
    public async Task A_file_that_is_no_image_is_refused()
    {
        using var guest = await TinyGuest.AssembleAsync("\thlt");
        var text = Path.Combine(guest.Folder, "text");
        await File.WriteAllTextAsync(text, "not an image");
        Assert.Equal("UK3003", await CodeOf(new Machine(text)));
        Assert.Equal("UK3002", await CodeOf(new Machine(text + "-missing")));
        Assert.Equal("UK3002", await CodeOf(new Machine(guest.Folder)));
        Assert.Equal("UK3005", await CodeOf(new Machine("/bin/true")));
        await File.WriteAllBytesAsync(text, (await File.ReadAllBytesAsync(guest.Image))[..200]);
        Assert.Equal("UK3004", await CodeOf(new Machine(text)));
    }

    [Fact]
    public async Task Wrong_machines_are_refused()
    {
        using var guest = await TinyGuest.AssembleAsync("\thlt");
        var machine = new Machine(guest.Image);
        Assert.Equal("UK3007", await CodeOf(machine with { QemuArguments = ["-device", "no-such-device"] }));
        Assert.Equal("UK3013", await CodeOf(machine with { Networks = [new NetworkAttachment("/nowhere/socket")] }));
        Assert.Equal("UK3008", await CodeOf(machine with { SharedFolder = "/nowhere" }));
        Assert.Equal("UK3009", await CodeOf(machine with { ProgramArguments = ["a\0b"] }));
        Assert.Equal("UK3009", await CodeOf(machine with { KernelArguments = ["--"] }));
    }

    [Fact]
    public void Arguments_stand_behind_two_dashes_and_are_quoted_when_needed()
    {
        Assert.Equal("a=b -- x \"y z\" \"\"", KernelCommandLine.Format(["a=b"], ["x", "y z", ""]).Value);
        Assert.Equal("-- \"a\\\"b\" \"c\\\\d\" \"e'f\"", KernelCommandLine.Format([], ["a\"b", "c\\d", "e'f"]).Value);
        Assert.Equal("", KernelCommandLine.Format([], []).Value);
        Assert.Equal("-- --", KernelCommandLine.Format([], ["--"]).Value);
    }

    [Fact]
    public async Task The_facts_of_an_image_are_read()
    {
        using var guest = await TinyGuest.AssembleAsync("\thlt");
        var image = ElfImage.Read(guest.Image).Value!;
        Assert.Equal(0x100000u, image.PvhEntry);
        Assert.Equal("_start", image.FindFunction(0x100003)?.Name);
        Assert.Null(image.FindFunction(0xfffff));
        Assert.Null(image.FindFunction(0x200000));
        Assert.Empty(image.WritableCode);
        Assert.Contains(image.Sections, section => section is { Name: ".text", Address: 0x100000, InMemory: true });
    }

    private static async Task<string> CodeOf(Machine machine)
    {
        var boot = await Boot.RunAsync(machine);
        Assert.False(boot.Result.Succeeded);
        return Assert.Single(boot.Result.Diagnostics).Code;
    }

    private static void AssertGone(int id) => Assert.Throws<ArgumentException>(() => Process.GetProcessById(id));
}
