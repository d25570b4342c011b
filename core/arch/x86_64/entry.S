/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * PVH entry (Xen public documentation, "x86/HVM direct boot ABI"): 32-bit
 * protected mode, flat segments, paging off, EBX = struct hvm_start_info.
 * Maps the first GiB for the C code, which builds the real page tables.
 */
#include <uk/arch/cpu.h>
#include <uk/config.h>

#ifndef CONFIG_LIBUKBOOT_STACK_KIB
#define CONFIG_LIBUKBOOT_STACK_KIB 64
#endif

#define XEN_ELFNOTE_PHYS32_ENTRY 18

	.section .note.uk.pvh, "a", @note
	.balign 4
	.long	4		/* size of the name */
	.long	8		/* size of the entry address */
	.long	XEN_ELFNOTE_PHYS32_ENTRY
	.asciz	"Xen"
	.quad	uk_pvh_entry

	.section .text.uk_pvh_entry, "ax", @progbits
	.code32
	.globl	uk_pvh_entry
	.type	uk_pvh_entry, @function
uk_pvh_entry:
	cli
	cld
	movl	$uk_boot_stack_top, %esp

	/* The builder has zeroed the bss (ELF: memory size over file size) */
	movl	$(uk_boot_pdpt + 3), uk_boot_pml4
	movl	$(uk_boot_pd + 3), uk_boot_pdpt
	movl	$uk_boot_pd, %edi
	movl	$0x83, %eax		/* present, writable, 2 MiB */
1:	movl	%eax, (%edi)
	addl	$8, %edi
	addl	$0x200000, %eax
	cmpl	$0x40000083, %eax
	jne	1b

	/* Into long mode: SDM volume 3, 9.8.5 */
	movl	$(UK_CR4_PAE | UK_CR4_OSFXSR | UK_CR4_OSXMMEXCPT), %eax
	movl	%eax, %cr4
	movl	$uk_boot_pml4, %eax
	movl	%eax, %cr3
	movl	$UK_MSR_EFER, %ecx
	rdmsr
	orl	$(UK_EFER_LME | UK_EFER_NXE), %eax
	wrmsr
	/* Written whole: caches on, no emulation of the FPU */
	movl	$(UK_CR0_PG | UK_CR0_WP | UK_CR0_NE | UK_CR0_MP | UK_CR0_PE), %eax
	movl	%eax, %cr0
	lgdt	uk_boot_gdt_pointer
	ljmp	$UK_SEL_CODE, $uk_entry64
	.size	uk_pvh_entry, . - uk_pvh_entry

	.code64
	.section .text.uk_entry64, "ax", @progbits
	.type	uk_entry64, @function
uk_entry64:
	xorl	%eax, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %fs
	movl	%eax, %gs
	/*
	 * Not null, which long mode allows, too: the first iretq would load it
	 * anew with other hidden bits, and QEMU would translate all code again
	 */
	movl	$UK_SEL_DATA, %eax
	movl	%eax, %ss
	fninit
	movl	%ebx, %edi
	xorl	%ebp, %ebp		/* the last frame of a backtrace */
	call	uk_plat_start
	ud2
	.size	uk_entry64, . - uk_entry64

	.section .rodata.uk_boot_gdt, "a", @progbits
	.balign	8
uk_boot_gdt:
	.quad	0
	.quad	0x00af9b000000ffff	/* code, 64 bit, accessed */
	.quad	0x00cf93000000ffff	/* data, accessed */
uk_boot_gdt_pointer:
	.word	. - uk_boot_gdt - 1
	.long	uk_boot_gdt

	/* Given to the page allocator once the real tables are in use */
	.section .bss.uk_boot_tables, "aw", @nobits
	.balign	4096
	.globl	uk_boot_tables
uk_boot_tables:
uk_boot_pml4:
	.skip	4096
uk_boot_pdpt:
	.skip	4096
uk_boot_pd:
	.skip	4096
	.globl	uk_boot_tables_end
uk_boot_tables_end:

	/* The stack of the first thread: guard page, then the stack itself */
	.section .bss.uk_boot_stack, "aw", @nobits
	.balign	4096
	.globl	uk_boot_stack
uk_boot_stack:
	.skip	4096 + CONFIG_LIBUKBOOT_STACK_KIB * 1024
	.globl	uk_boot_stack_top
uk_boot_stack_top:

	.section .note.GNU-stack, "", @progbits
