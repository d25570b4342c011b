/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Switch between cooperative threads: only what a function call preserves
 * (System V ABI x86-64, 3.2.1): rbx, rbp, r12-r15, rsp and the control words
 * of x87 and SSE.
 */
	.section .text.uk_context_switch, "ax", @progbits
	.globl	uk_context_switch
	.type	uk_context_switch, @function
uk_context_switch:
	pushq	%rbp
	pushq	%rbx
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	subq	$8, %rsp
	stmxcsr	(%rsp)
	fnstcw	4(%rsp)
	movq	%rsp, (%rdi)
	movq	%rsi, %rsp
	ldmxcsr	(%rsp)
	fldcw	4(%rsp)
	addq	$8, %rsp
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbx
	popq	%rbp
	ret
	.size	uk_context_switch, . - uk_context_switch

	/* First return of a new thread: r12 = entry, r13 = argument */
	.section .text.uk_context_start, "ax", @progbits
	.globl	uk_context_start
	.type	uk_context_start, @function
uk_context_start:
	movq	%r13, %rdi
	call	*%r12
	ud2
	.size	uk_context_start, . - uk_context_start

	.section .note.GNU-stack, "", @progbits
