/* SPDX-License-Identifier: BSD-3-Clause */
/* Exceptions (SDM volume 3, 6.15). None is expected: each ends the guest. */
#include <uk/arch/crash.h>
#include <uk/arch/paging.h>
#include <uk/essentials.h>
#include <uk/print.h>
#include <uk/sched.h>

/* Error code of a page fault, SDM volume 3, 4.7 */
#define FAULT_PROTECTION 0x01
#define FAULT_WRITE      0x02
#define FAULT_FETCH      0x10

static const char *trap_name(uint64_t vector)
{
	static const char *const names[] = {
		[0] = "division error",
		[1] = "debug trap",
		[2] = "NMI",
		[3] = "breakpoint",
		[4] = "overflow",
		[5] = "bound range exceeded",
		[6] = "invalid opcode",
		[7] = "no FPU",
		[8] = "double fault",
		[10] = "invalid TSS",
		[11] = "segment not present",
		[12] = "stack segment fault",
		[13] = "general protection",
		[16] = "x87 error",
		[17] = "alignment check",
		[18] = "machine check",
		[19] = "SIMD exception",
	};

	if (vector < UK_ARRAY_SIZE(names) && names[vector])
		return names[vector];
	return "reserved exception";
}

/* The name of the stack whose guard page holds @addr, or NULL. */
static const char *overflown_stack(uint64_t addr)
{
	struct uk_thread *t = uk_thread_current();
	void *base;
	size_t bytes;

	uk_thread_stack(t, &base, &bytes);
	if ((uint64_t)base - 1 - addr < UK_PAGE_SIZE)
		return uk_thread_name(t);
	return uk_cpu_guard_name(addr);
}

static void report_page_fault(const struct uk_trap_frame *f)
{
	uint64_t addr = uk_read_cr2();
	const char *stack = overflown_stack(addr);
	const char *access = f->error & FAULT_FETCH   ? "execute"
			     : f->error & FAULT_WRITE ? "write"
						      : "read";

	if (stack)
		uk_printk("UK9002: stack overflow of '%s' at rip 0x%016lx, "
			  "address 0x%016lx\n",
			  stack, f->rip, addr);
	else
		uk_printk("UK9001: page fault (%s, %s) at rip 0x%016lx, "
			  "address 0x%016lx\n",
			  access,
			  f->error & FAULT_PROTECTION ? "protection"
						      : "not mapped",
			  f->rip, addr);
}

_Noreturn void uk_trap(const struct uk_trap_frame *f)
{
	uk_crash_begin();
	if (f->vector == UK_VECTOR_PAGE_FAULT)
		report_page_fault(f);
	else
		uk_printk("UK9001: %s at rip 0x%016lx\n", trap_name(f->vector),
			  f->rip);
	uk_crash_registers(f);
	uk_crash_backtrace(f->rip, f->rbp);
	uk_crash_end();
}
