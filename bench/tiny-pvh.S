/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The smallest possible guest: QEMU starts it by its PVH note, it writes one
 * line to the serial port and leaves. What any other guest needs longer than
 * this is its own.
 */
	.section .note.pvh, "a", @note
	.long	4		/* bytes of the name */
	.long	4		/* bytes of the content */
	.long	18		/* XEN_ELFNOTE_PHYS32_ENTRY */
	.asciz	"Xen"
	.long	_start

	.text
	.code32
	.globl	_start
_start:
	movl	$text, %esi
	movl	$0x3f8, %edx
1:	lodsb
	testb	%al, %al
	jz	2f
	outb	%al, %dx
	jmp	1b
2:	movl	$0x2e8, %edx	/* the status channel: main returned 0 */
	movb	$'E', %al
	outb	%al, %dx
	movb	$0, %al
	outb	%al, %dx
	movl	$0xf4, %edx	/* isa-debug-exit */
	outl	%eax, %dx
	hlt
text:
	.asciz	"tiny\n"
