/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The image: static ELF64 at 1 MiB, one segment for each kind of rights. A
 * segment starts on a page of its own, at the offset in the page where the
 * file continues, so the file has no padding.
 */
OUTPUT_FORMAT("elf64-x86-64")
OUTPUT_ARCH(i386:x86-64)
ENTRY(uk_pvh_entry)

PHDRS
{
	/* With the headers, so that it starts on a page as Xen demands */
	text PT_LOAD FILEHDR PHDRS FLAGS(5);
	rodata PT_LOAD FLAGS(4);
	data PT_LOAD FLAGS(6);
	note PT_NOTE FLAGS(4);
	tls PT_TLS FLAGS(4);
	stack PT_GNU_STACK FLAGS(6);
}

#define NEXT_PAGE . = ALIGN(4096) + (. & 4095)

SECTIONS
{
	. = 0x100000;
	uk_image_start = .;
	. += SIZEOF_HEADERS;

	.text : {
		*(.text.uk_pvh_entry)
		*(.text .text.*)
		*(.init .fini)
	} :text
	uk_text_end = .;

	NEXT_PAGE;
	uk_rodata_start = .;
	.note.uk.pvh : { KEEP(*(.note.uk.pvh)) } :rodata :note
	.rodata : { *(.rodata .rodata.*) } :rodata
	.uk_tables : ALIGN(8) {
		uk_init_start = .;
		KEEP(*(.uk_init.0))
		uk_init_plat = .;
		KEEP(*(SORT_BY_NAME(.uk_init.*)))
		uk_init_end = .;
		uk_param_start = .;
		KEEP(*(.uk_param))
		uk_param_end = .;
		__preinit_array_start = .;
		KEEP(*(.preinit_array))
		__preinit_array_end = .;
		__init_array_start = .;
		KEEP(*(SORT_BY_INIT_PRIORITY(.init_array.*)))
		KEEP(*(.init_array .ctors))
		__init_array_end = .;
		__fini_array_start = .;
		KEEP(*(SORT_BY_INIT_PRIORITY(.fini_array.*)))
		KEEP(*(.fini_array .dtors))
		__fini_array_end = .;
	} :rodata
	.tdata : { *(.tdata .tdata.*) } :rodata :tls
	.tbss : { *(.tbss .tbss.*) } :rodata :tls
	uk_tls_start = ADDR(.tdata);
	uk_tls_data_end = ADDR(.tdata) + SIZEOF(.tdata);
	uk_tls_end = ADDR(.tbss) + SIZEOF(.tbss);
	uk_tls_align = MAX(ALIGNOF(.tdata), ALIGNOF(.tbss));
	uk_rodata_end = .;

	NEXT_PAGE;
	uk_data_start = .;
	.data : {
		*(.data .data.*)
		*(.got .got.plt .igot .igot.plt)
	} :data
	.bss : {
		*(.bss .bss.*)
		*(COMMON)
	} :data
	. = ALIGN(4096);
	uk_image_end = .;

	/* Debug information of the .dbg image; takes no memory */
	.debug_info 0 : { *(.debug_info .gnu.linkonce.wi.*) }
	.debug_abbrev 0 : { *(.debug_abbrev) }
	.debug_aranges 0 : { *(.debug_aranges) }
	.debug_line 0 : { *(.debug_line .debug_line.*) }
	.debug_line_str 0 : { *(.debug_line_str) }
	.debug_str 0 : { *(.debug_str) }
	.debug_ranges 0 : { *(.debug_ranges) }
	.debug_rnglists 0 : { *(.debug_rnglists) }
	.debug_loc 0 : { *(.debug_loc) }
	.debug_loclists 0 : { *(.debug_loclists) }
	.debug_frame 0 : { *(.debug_frame) }
	.debug_macro 0 : { *(.debug_macro) }
	.debug_types 0 : { *(.debug_types) }
	.debug_addr 0 : { *(.debug_addr) }
	.debug_names 0 : { *(.debug_names) }
	.debug_str_offsets 0 : { *(.debug_str_offsets) }
	.debug_pubnames 0 : { *(.debug_pubnames) }
	.debug_pubtypes 0 : { *(.debug_pubtypes) }
	.comment 0 : { *(.comment) }

	/DISCARD/ : {
		*(.eh_frame .eh_frame.*)
		*(.note.GNU-stack .note.gnu.*)
		*(.gnu.*)
		*(.rela.* .rel.* .dynsym .dynstr .hash .dynamic .interp)
		*(.plt .plt.* .iplt)
	}
}
