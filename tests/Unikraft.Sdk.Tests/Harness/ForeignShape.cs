using System.IO.Compression;
using CliWrap;

namespace Unikraft.Sdk.Tests.Harness;

/// <summary>A library in the shape of Unikraft's ports, of our own writing: every construct of build-interface 5, S1 to S3, and the cheap ones of S4.</summary>
internal static class ForeignShape
{
    private const string Makefile = """
        # Two libraries of one folder, as many ports have
        $(eval $(call addlib_s,libshape,$(CONFIG_LIBSHAPE)))
        $(eval $(call addlib_s,libshapeglue,$(CONFIG_LIBSHAPE)))

        LIBSHAPE_VERSION=1.0
        LIBSHAPE_NAME=shape-$(LIBSHAPE_VERSION)
        LIBSHAPE_URL=http://example.org/$(LIBSHAPE_NAME).tar.gz
        # DIGEST
        $(eval $(call fetch,libshape,$(LIBSHAPE_URL),$(LIBSHAPE_VERSION).tar.gz))
        $(eval $(call patch,libshape,$(LIBSHAPE_BASE)/patches,$(LIBSHAPE_NAME)))
        LIBSHAPE_SRC=$(LIBSHAPE_ORIGIN)/$(LIBSHAPE_NAME)

        # Features of other cores, and checks of the compiler
        $(eval $(call uknetdev_scratch_mem,64))
        $(eval $(call ukarch_tls_tcb_reserve,64))
        $(call error_if_gcc_version_lt,4,0)

        CINCLUDES-$(CONFIG_LIBSHAPE) += -I$(LIBSHAPE_BUILD)/linked -I$(LIBSHAPE_BUILD)/generated
        LIBSHAPE_CFLAGS-$(call have_gcc) += -DWITH_GCC
        LIBSHAPE_CFLAGS-$(call gcc_version_ge,5,0) += -DRECENT
        LIB$(call uc,shape)_CFLAGS-y += -DUPPER
        ifeq ($(CONFIG_LIBSHAPE_WIDE),y)
        LIBSHAPE_CFLAGS-y += -DOPTION=$(CONFIG_LIBSHAPE_COUNT)
        endif

        # A header made from the origin, before anything is compiled
        $(LIBSHAPE_BUILD)/generated/shape_config.h: $(LIBSHAPE_BUILD)/.origin
        	$(call verbose_cmd,GEN,libshape: $(notdir $@),$(MKDIR) -p $(dir $@) && $(SED) 's/@VALUE@/5/' $(LIBSHAPE_SRC)/shape_config.h.in > $@)
        UK_PREPARE-$(CONFIG_LIBSHAPE) += $(LIBSHAPE_BUILD)/generated/shape_config.h

        # A folder that rules write to without a word about it
        $(call mk_sub_libbuild_dir,libshape,linked)
        $(LIBSHAPE_BUILD)/linked/%.h: $(LIBSHAPE_BASE)/include/%.h
        	$(call build_cmd,LN,libshape,$@,\
        	ln -sf $< $@)
        UK_PREPARE-$(CONFIG_LIBSHAPE) += $(LIBSHAPE_BUILD)/linked/shape.h

        # A source made by a command that is kept
        $(LIBSHAPE_BUILD)/table.c: $(LIBSHAPE_BUILD)/.origin
        	$(call build_cmd,GEN,libshape,$@,echo 'int shape_table(void); int shape_table(void) { return 6; }' > $@)
        LIBSHAPE_SRCS-y += $(LIBSHAPE_BUILD)/table.c

        LIBSHAPE_SRCS-y += $(LIBSHAPE_SRC)/core.c
        LIBSHAPE_SRCS-y += $(LIBSHAPE_SRC)/twice.c|one|two
        LIBSHAPE_TWICE_ONE_FLAGS-y += -DNAME=shape_one -DTIMES=1
        LIBSHAPE_TWICE_TWO_FLAGS-y += -DNAME=shape_two -DTIMES=2
        LIBSHAPE_SRCS-$(CONFIG_LIBSHAPE_WIDE) += $(LIBSHAPE_BASE)/fast.S
        LIBSHAPE_SRCS-y += $(LIBSHAPE_BASE)/macro.m4>.c
        LIBSHAPE_M4FLAGS-y += -DRESULT=8

        # A second archive, under a name of its own
        $(eval $(call fetchas,libshapeglue,http://example.org/archive/$(LIBSHAPE_VERSION).zip,glue-$(LIBSHAPE_VERSION).zip))

        define shape_register
        LIBSHAPEGLUE_SRCS-y += $(1).c
        endef
        $(foreach f,$(LIBSHAPEGLUE_ORIGIN)/glue-$(LIBSHAPE_VERSION)/glue $(LIBSHAPE_BASE)/part,$(eval $(call shape_register,$(f))))
        include $(LIBSHAPE_BASE)/Makefile.uk.more

        """;

    /// <summary>Writes the library into the folder <c>lib</c> of a project.</summary>
    public static void Write(TestProject project) => project
        .Write("lib/Makefile.uk", Makefile)
        .Write("lib/Makefile.uk.more", "LIBSHAPEGLUE_PART_FLAGS-y += -DPART=4\n")
        .Write("lib/Config.uk", """
            menuconfig LIBSHAPE
              bool "Every shape"
              default n
              select LIBVFSCORE
              select LIBUKSWRAND
              select UKUNISTD
              select LWIP_AUTOIFACE
              select LWIP_DHCP
              select LWIP_DNS
              select LWIP_WND_SCALE

            if LIBSHAPE
            config LIBSHAPE_WIDE
              bool "Wide"
              default y if !LIBOTHER
              help
                Help ends
                with the indentation.
            config LIBSHAPE_COUNT
              int "How many"
              default 3
            endif

            """)
        .Write("lib/exportsyms.uk", "# of both libraries\nshape_core\nshape_one\nshape_two\nshape_fast\nshape_table\nshape_m4\nshape_glue\nshape_part\n")
        .Write("lib/patches/0001.patch", "--- a/core.c\n+++ b/core.c\n@@ -1,3 +1,3 @@\n #include <shape.h>\n #include <shape_config.h>\n-#define ADDED 100\n+#define ADDED 1\n")
        .Write("lib/include/shape.h", "int shape_core(void);\nint shape_glue(void);\nint shape_one(void);\nint shape_two(void);\nint shape_fast(void);\nint shape_table(void);\nint shape_m4(void);\nint shape_part(void);\n")
        .Write("lib/part.c", "#include <shape.h>\n#include <uk/essentials.h>\nstatic int part;\nstatic void __constructor begin(void)\n{\n    part = PART;\n}\nint shape_part(void)\n{\n    return part;\n}\n")
        .Write("lib/macro.m4", "int shape_m4(void);\nint shape_m4(void)\n{\n    return RESULT - 3;\n}\n")
        .Write("lib/fast.S", "#define FAST 4\n.globl shape_fast\nshape_fast:\n    mov $FAST, %eax\n    ret\n")
        .Write("lib/.git/HEAD", "ref: refs/heads/main\n");

    /// <summary>Writes the archive the library fetches.</summary>
    public static async Task ArchiveAsync(string file)
    {
        var folder = Directory.CreateTempSubdirectory("uk-shape-").FullName;
        var source = Directory.CreateDirectory(Path.Combine(folder, "shape-1.0")).FullName;
        await File.WriteAllTextAsync(Path.Combine(source, "core.c"), "#include <shape.h>\n#include <shape_config.h>\n#define ADDED 100\nint shape_hidden(void);\nint shape_hidden(void)\n{\n    return OPTION;\n}\nint shape_core(void)\n{\n    return VALUE + ADDED + shape_hidden();\n}\n");
        await File.WriteAllTextAsync(Path.Combine(source, "twice.c"), "#include <shape.h>\nint NAME(void)\n{\n    return TIMES;\n}\n");
        await File.WriteAllTextAsync(Path.Combine(source, "shape_config.h.in"), "#define VALUE @VALUE@\n");
        await Cli.Wrap("tar").WithArguments(["-czf", file, "-C", folder, "shape-1.0"]).ExecuteAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Writes the second archive the library fetches.</summary>
    public static async Task GlueAsync(string file)
    {
        await using var archive = await ZipFile.OpenAsync(file, ZipArchiveMode.Create);
        await using var glue = new StreamWriter(await archive.CreateEntry("glue-1.0/glue.c").OpenAsync());
        await glue.WriteAsync("#include <shape.h>\nint shape_glue(void)\n{\n    return shape_part();\n}\n");
    }
}
