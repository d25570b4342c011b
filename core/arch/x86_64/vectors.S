/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * First instructions of every exception and interrupt (SDM volume 3, 6.14).
 * An exception runs on a stack of the TSS: the thread's may have overflown.
 *
 * An interrupt starts on the stack of the thread, where it needs 136 bytes,
 * and its handler runs on a stack of its own. It must not start on a stack of
 * the TSS: QEMU 7.2 sometimes delivers the interrupts that Xen injects twice,
 * the second time before the first instruction here, with interrupts off. On
 * a stack that always starts at its top the second would destroy the frame of
 * the first; on this one it is a frame of its own, and is left again at once.
 * So nothing may be in use below the stack pointer, on any platform: the
 * compiler is told so, and core/make/red-zone.sh refuses an image with other
 * code (assembler, libgcc). A stack of the TSS on KVM alone would spare that
 * rule there, for a program that then does not build for Xen.
 */
#include <uk/arch/cpu.h>

#define TRAP_STUB_SIZE 16
#define IRQ_STUB_SIZE 8

	/* Exceptions; those with an error code: SDM table 6-1 */
	.section .text.uk_trap_stubs, "ax", @progbits
	.balign	TRAP_STUB_SIZE
	.globl	uk_trap_stubs
uk_trap_stubs:
	vector = 0
	.rept	UK_VECTOR_FIRST
	.balign	TRAP_STUB_SIZE
	.if	((1 << vector) & 0x60227d00) == 0
	pushq	$0
	.endif
	pushq	$vector
	jmp	trap_common
	vector = vector + 1
	.endr

	.balign	TRAP_STUB_SIZE
trap_common:
	pushq	%rax
	pushq	%rbx
	pushq	%rcx
	pushq	%rdx
	pushq	%rsi
	pushq	%rdi
	pushq	%rbp
	pushq	%r8
	pushq	%r9
	pushq	%r10
	pushq	%r11
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	cld
	movq	%rsp, %rdi
	xorl	%ebp, %ebp
	call	uk_trap
	ud2

	.section .text.uk_irq_stubs, "ax", @progbits
	.balign	IRQ_STUB_SIZE
	.globl	uk_irq_stubs
uk_irq_stubs:
	vector = UK_VECTOR_FIRST
	.rept	UK_VECTOR_COUNT - UK_VECTOR_FIRST
	.balign	IRQ_STUB_SIZE
	pushq	$vector
	jmp	irq_common
	vector = vector + 1
	.endr

	.balign	IRQ_STUB_SIZE
irq_common:
	testb	$2, 25(%rsp)		/* the interrupt flag of rflags */
	jz	1f
	pushq	%rax
	pushq	%rcx
	pushq	%rdx
	pushq	%rsi
	pushq	%rdi
	pushq	%r8
	pushq	%r9
	pushq	%r10
	pushq	%r11
	pushq	%rbx
	cld
	movq	80(%rsp), %rdi
	movq	%rsp, %rbx
	movq	uk_irq_stack_top, %rsp
	call	uk_irq_dispatch
	movq	%rbx, %rsp
	popq	%rbx
	popq	%r11
	popq	%r10
	popq	%r9
	popq	%r8
	popq	%rdi
	popq	%rsi
	popq	%rdx
	popq	%rcx
	popq	%rax
1:	addq	$8, %rsp
	iretq

	.section .note.GNU-stack, "", @progbits
