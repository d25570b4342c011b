/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The memory functions that gcc itself calls. In assembler, because gcc would
 * turn loops in C into calls of just these functions. Eight bytes at a time:
 * fast on hardware, and few steps for a CPU emulator.
 */
.macro FUNCTION name
	.section .text.\name, "ax", @progbits
	.globl	\name
	.type	\name, @function
\name:
.endm

/* void *memcpy(void *to, const void *from, size_t n) */
FUNCTION memcpy
	movq	%rdi, %rax
	movq	%rdx, %rcx
	shrq	$3, %rcx
	rep	movsq
	movl	%edx, %ecx
	andl	$7, %ecx
	rep	movsb
	ret

/* void *memmove(void *to, const void *from, size_t n) */
FUNCTION memmove
	movq	%rdi, %rax
	subq	%rsi, %rax
	cmpq	%rdx, %rax
	jae	memcpy		/* to does not lie inside of from */
	movq	%rdi, %rax
	movq	%rdx, %rcx
	leaq	-1(%rdi, %rdx), %rdi
	leaq	-1(%rsi, %rdx), %rsi
	std
	rep	movsb
	cld
	ret

/* void *memset(void *to, int c, size_t n) */
FUNCTION memset
	movq	%rdi, %r8
	movzbl	%sil, %eax
	movabsq	$0x0101010101010101, %rcx
	imulq	%rcx, %rax
	movq	%rdx, %rcx
	shrq	$3, %rcx
	rep	stosq
	movl	%edx, %ecx
	andl	$7, %ecx
	rep	stosb
	movq	%r8, %rax
	ret

/* int memcmp(const void *a, const void *b, size_t n) */
FUNCTION memcmp
	xorl	%eax, %eax
	movq	%rdx, %rcx
	cmpq	%rcx, %rcx	/* equal if n is 0 */
	repe	cmpsb
	je	1f
	movzbl	-1(%rdi), %eax
	movzbl	-1(%rsi), %ecx
	subl	%ecx, %eax
1:	ret

	.section .note.GNU-stack, "", @progbits
