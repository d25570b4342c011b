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
        .bss            0x0000000000200000       0x40
         .bss.buffer    0x0000000000200000       0x40 /b/libfoo.o
        .debug_info     0x0000000000000000      0x999
         .debug_info    0x0000000000000010       0x99 /b/libfoo.o
        """;

    [Fact]
    public void Parts_have_section_input_size_and_library()
    {
        var parts = LinkerMap.Parts(Map.Split('\n')).Where(p => p.Size > 0).Select(p => (p.Section, p.Input, p.Address, p.Size, p.Library));
        Assert.Equal(
            [
                (".text", ".text.foo", 0x100000ul, 0x20L, "libfoo"),
                (".text", ".text.a_function_with_a_long_name", 0x100020ul, 0x10L, "appx"),
                (".text", ".text", 0x100038ul, 3L, "libgcc"),
                (".text", ".text.whole", 0x100040ul, 2L, "(link-time code)"),
                (".bss", ".bss.buffer", 0x200000ul, 0x40L, "libfoo"),
            ],
            parts);
    }

    [Fact]
    public void Shares_sum_up_and_the_largest_is_first() =>
        Assert.Equal<LibraryShare>([new LibraryShare("libfoo", 0x20, 0x40), new LibraryShare("appx", 0x10, 0), new LibraryShare("libgcc", 3, 0), new LibraryShare("(link-time code)", 2, 0)], LinkerMap.Shares(Map.Split('\n')));
}
