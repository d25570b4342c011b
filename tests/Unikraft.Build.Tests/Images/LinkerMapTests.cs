using Unikraft.Build.Images;

namespace Unikraft.Build.Tests.Images;

public sealed class LinkerMapTests
{
    private const string Map = """
        Discarded input sections

         .text.gone     0x0000000000000000       0x35 /b/libfoo.o

        Linker script and memory map

        .text           0x0000000000100000      0x123
         *(.text .text.*)
         .text          0x0000000000100000        0x0 /b/libfoo.o
         .text.foo      0x0000000000100000       0x20 /b/libfoo.o
         .text.a_function_with_a_long_name
                        0x0000000000100020       0x10 /b/appx.o
         *fill*         0x0000000000100030        0x8
         .text          0x0000000000100038        0x3 /usr/lib/libgcc.a(_udivti3.o)
         .text.whole    0x0000000000100040        0x2 /tmp/ccNk3aQr.ltrans0.ltrans.o
         .text.named.constprop.0
                        0x0000000000100042        0x3 /tmp/ccNk3aQr.ltrans0.ltrans.o
         .text.unlikely.named
                        0x0000000000100045        0x4 /tmp/ccNk3aQr.ltrans0.ltrans.o
         .rodata.named.str1.1
                        0x0000000000100049        0x5 /tmp/ccNk3aQr.ltrans0.ltrans.o
         .rodata.str1.1
                        0x000000000010004e        0x6 /tmp/ccNk3aQr.ltrans0.ltrans.o
         .text.plain    0x0000000000100054        0x7 /b/libbar/build/sub/plain.o
        .bss            0x0000000000200000       0x40
         .bss.buffer    0x0000000000200000       0x40 /b/libfoo.o
        .debug_info     0x0000000000000000      0x999
         .debug_info    0x0000000000000010       0x99 /b/libfoo.o
        """;

    private static readonly PartOwners Owners = new("/b", new Dictionary<string, string> { ["named"] = "/b/libbar/n.o", ["named.constprop.0"] = "/b/libfoo/n.o" });

    [Fact]
    public void Parts_have_section_input_size_and_library()
    {
        var parts = LinkerMap.Parts(Map.Split('\n'), Owners).Where(p => p.Size > 0).Select(p => (p.Section, p.Input, p.Address, p.Size, p.Library));
        Assert.Equal(
            [
                (".text", ".text.foo", 0x100000ul, 0x20L, "libfoo"),
                (".text", ".text.a_function_with_a_long_name", 0x100020ul, 0x10L, "appx"),
                (".text", ".text", 0x100038ul, 3L, "libgcc"),
                (".text", ".text.whole", 0x100040ul, 2L, "(link-time code)"),
                (".text", ".text.named.constprop.0", 0x100042ul, 3L, "libfoo"),
                (".text", ".text.unlikely.named", 0x100045ul, 4L, "libbar"),
                (".text", ".rodata.named.str1.1", 0x100049ul, 5L, "libbar"),
                (".text", ".rodata.str1.1", 0x10004eul, 6L, "(link-time code)"),
                (".text", ".text.plain", 0x100054ul, 7L, "libbar"),
                (".bss", ".bss.buffer", 0x200000ul, 0x40L, "libfoo"),
            ],
            parts);
    }

    [Fact]
    public void Shares_sum_up_and_the_largest_is_first() =>
        Assert.Equal<LibraryShare>([new LibraryShare("libfoo", 0x23, 0x40), new LibraryShare("appx", 0x10, 0), new LibraryShare("libbar", 16, 0), new LibraryShare("(link-time code)", 8, 0), new LibraryShare("libgcc", 3, 0)], LinkerMap.Shares(Map.Split('\n'), Owners));
}
