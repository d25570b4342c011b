using CliWrap;
using CliWrap.Buffered;

namespace Guests.Tests;

/// <summary>A guest of a few instructions, assembled for one test: machines are tested without the core.</summary>
internal sealed class TinyGuest : IDisposable
{
    private const string Frame = """
        	.section .note.pvh, "a", @note
        	.long	4, 4, 18
        	.asciz	"Xen"
        	.long	_start
        	.text
        	.code32
        	.macro	status letter, value
        	movl	$0x2e8, %edx
        	movb	$\letter, %al
        	outb	%al, %dx
        	movb	$\value, %al
        	outb	%al, %dx
        	.endm
        	.macro	leave value
        	movl	$0xf4, %edx
        	movl	$\value, %eax
        	outl	%eax, %dx
        	hlt
        	.endm
        	.macro	print text
        	movl	$8f, %esi
        	movl	$0x3f8, %edx
        7:	lodsb
        	testb	%al, %al
        	jz	9f
        	outb	%al, %dx
        	jmp	7b
        8:	.asciz	"\text"
        9:
        	.endm
        	.globl	_start
        	.type	_start, @function
        _start:
        	movl	$0x180000, %esp
        """;

    private readonly DirectoryInfo _folder;

    private TinyGuest(DirectoryInfo folder) => _folder = folder;

    /// <summary>Path of the image.</summary>
    public string Image => Path.Combine(_folder.FullName, "tiny guest");

    /// <summary>A folder for the test.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Makes a 32-bit image with a multiboot header of a guest, as Unikraft trees do.</summary>
    public static async Task<TinyGuest> AssembleMultibootAsync(string body)
    {
        var guest = await AssembleAsync("\tjmp 1f\n\t.balign 4\n\t.long 0x1badb002, 0, -0x1badb002\n1:\n" + body);
        await Cli.Wrap("objcopy").WithArguments(["-O", "elf32-i386", guest.Image]).ExecuteAsync();
        return guest;
    }

    /// <summary>Assembles a guest whose first instruction is at the symbol _start.</summary>
    public static async Task<TinyGuest> AssembleAsync(string body)
    {
        var guest = new TinyGuest(Directory.CreateTempSubdirectory("tiny-guest-"));
        var source = Path.Combine(guest.Folder, "tiny.S");
        await File.WriteAllTextAsync(source, Frame + "\n" + body + "\n\t.size _start, .-_start\n");
        var built = await Cli.Wrap("gcc")
            .WithArguments(["-g", "-nostdlib", "-static", "-no-pie", "-Wl,--build-id=none,-Ttext=0x100000,-z,max-page-size=4096", "-o", guest.Image, source])
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
        Assert.True(built.ExitCode == 0, built.StandardError);
        return guest;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
