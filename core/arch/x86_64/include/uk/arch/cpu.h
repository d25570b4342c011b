/* SPDX-License-Identifier: BSD-3-Clause */
/* CPU registers and tables of x86_64 (Intel SDM volume 3). */
#ifndef UK_ARCH_CPU_H
#define UK_ARCH_CPU_H

/* Control register and EFER bits, SDM 2.5 and 2.2.1 */
#define UK_CR0_PE         0x00000001
#define UK_CR0_MP         0x00000002
#define UK_CR0_NE         0x00000020
#define UK_CR0_WP         0x00010000
#define UK_CR0_PG         0x80000000
#define UK_CR4_PAE        0x00000020
#define UK_CR4_OSFXSR     0x00000200
#define UK_CR4_OSXMMEXCPT 0x00000400
#define UK_CR4_UMIP       0x00000800
#define UK_CR4_SMEP       0x00100000
#define UK_EFER_LME       0x00000100
#define UK_EFER_NXE       0x00000800

#define UK_MSR_APIC_BASE 0x0000001b
#define UK_MSR_EFER      0xc0000080
#define UK_MSR_FS_BASE   0xc0000100

/* Segment selectors of the GDT in cpu.c */
#define UK_SEL_CODE 0x08
#define UK_SEL_DATA 0x10 /* of SS */
#define UK_SEL_TSS  0x18

/*
 * Vectors: 0..31 exceptions, then interrupts. All below 0x80, so that a stub
 * pushes its number with a two byte instruction.
 */
#define UK_VECTOR_NMI          2
#define UK_VECTOR_DOUBLE_FAULT 8
#define UK_VECTOR_PAGE_FAULT   14
#define UK_VECTOR_FIRST        0x20
#define UK_VECTOR_TIMER        0x20
#define UK_VECTOR_DYNAMIC      0x21 /* first that irq.c hands out */
#define UK_VECTOR_SPURIOUS     0x7f /* low four bits set: SDM 11.9 */
#define UK_VECTOR_COUNT        0x80

#ifndef __ASSEMBLY__
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Registers as vectors.S pushes them; the last five by the CPU. */
struct uk_trap_frame {
	uint64_t r15, r14, r13, r12, r11, r10, r9, r8;
	uint64_t rbp, rdi, rsi, rdx, rcx, rbx, rax;
	uint64_t vector, error;
	uint64_t rip, cs, rflags, rsp, ss;
};

struct uk_cpuid {
	uint32_t eax, ebx, ecx, edx;
};

static inline struct uk_cpuid uk_cpuid(uint32_t leaf)
{
	struct uk_cpuid r;

	__asm__ volatile("cpuid"
			 : "=a"(r.eax), "=b"(r.ebx), "=c"(r.ecx), "=d"(r.edx)
			 : "a"(leaf), "c"(0));
	return r;
}

static inline uint64_t uk_rdtsc(void)
{
	uint32_t lo, hi;

	__asm__ volatile("rdtsc" : "=a"(lo), "=d"(hi)::"memory");
	return (uint64_t)hi << 32 | lo;
}

static inline uint64_t uk_rdmsr(uint32_t msr)
{
	uint32_t lo, hi;

	__asm__ volatile("rdmsr" : "=a"(lo), "=d"(hi) : "c"(msr));
	return (uint64_t)hi << 32 | lo;
}

static inline void uk_wrmsr(uint32_t msr, uint64_t v)
{
	__asm__ volatile("wrmsr" ::"c"(msr), "a"((uint32_t)v),
			 "d"((uint32_t)(v >> 32))
			 : "memory");
}

static inline uint64_t uk_read_cr2(void)
{
	uint64_t v;

	__asm__ volatile("movq %%cr2, %0" : "=r"(v));
	return v;
}

static inline void uk_write_cr3(uint64_t v)
{
	__asm__ volatile("movq %0, %%cr3" ::"r"(v) : "memory");
}

static inline void uk_irq_enable(void)
{
	__asm__ volatile("sti" ::: "memory");
}

static inline void uk_irq_disable(void)
{
	__asm__ volatile("cli" ::: "memory");
}

/* Sleeps until the next interrupt; on entry and return interrupts are off.
 * STI takes effect after HLT has begun (SDM 2B, STI): no wake-up is lost. */
static inline void uk_cpu_halt(void)
{
	__asm__ volatile("sti; hlt; cli" ::: "memory");
}

/* GDT, TSS with interrupt stacks, IDT; then optional protections. */
void uk_cpu_init(void);

/* Never returns; resets the machine by a triple fault. */
_Noreturn void uk_cpu_reset(void);

/* Name of the guard page that holds @addr (a stack of this CPU), or NULL. */
const char *uk_cpu_guard_name(uint64_t addr);

/* Removes the mapping of the guard pages of all stacks in the image. */
void uk_cpu_guard_stacks(void);

/* The stack of the first thread, between its guard page and its end. */
void uk_cpu_boot_stack(void **base, size_t *bytes);

/* Provided by the platform: interrupt @vector has arrived. */
void uk_irq_dispatch(unsigned long vector);

/* Called by vectors.S for every exception. */
_Noreturn void uk_trap(const struct uk_trap_frame *frame);

/* Saves the callee-saved state of this thread in *@save_sp and continues the
 * one whose stack pointer is @sp. */
void uk_context_switch(uintptr_t *save_sp, uintptr_t sp);

/* Prepares the stack that ends at @top so that a switch to the returned stack
 * pointer calls @entry(@arg), which must not return. */
uintptr_t uk_context_create(void *top, void (*entry)(void *), void *arg);

static inline void uk_context_set_fs(uintptr_t fs_base)
{
	uk_wrmsr(UK_MSR_FS_BASE, fs_base);
}
#endif

#endif
