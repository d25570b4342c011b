/* SPDX-License-Identifier: BSD-3-Clause */
/* The crash report. It trusts nothing: every address is checked first. */
#include <stdbool.h>
#include <uk/arch/crash.h>
#include <uk/arch/paging.h>
#include <uk/plat.h>
#include <uk/print.h>

#define MAX_FRAMES 32

static bool crashing;

void uk_crash_begin(void)
{
	uk_irq_disable();
	if (crashing)
		uk_plat_crash();
	crashing = true;
}

void uk_crash_registers(const struct uk_trap_frame *f)
{
	const struct {
		const char *name;
		uint64_t value;
	} regs[] = {
		{"rax", f->rax}, {"rbx", f->rbx},    {"rcx", f->rcx},
		{"rdx", f->rdx}, {"rsi", f->rsi},    {"rdi", f->rdi},
		{"rbp", f->rbp}, {"rsp", f->rsp},    {" r8", f->r8},
		{" r9", f->r9},  {"r10", f->r10},    {"r11", f->r11},
		{"r12", f->r12}, {"r13", f->r13},    {"r14", f->r14},
		{"r15", f->r15}, {"rfl", f->rflags}, {"err", f->error},
	};

	for (unsigned i = 0; i < UK_ARRAY_SIZE(regs); i++) {
		bool last = i % 4 == 3 || i + 1 == UK_ARRAY_SIZE(regs);

		uk_printk("%s%s=%016lx%s", i % 4 ? " " : "  ", regs[i].name,
			  regs[i].value, last ? "\n" : "");
	}
}

void uk_crash_backtrace(uint64_t rip, uint64_t fp)
{
	for (unsigned i = 0; i < MAX_FRAMES; i++) {
		const uint64_t *frame = (const uint64_t *)fp;

		uk_printk("  #%u 0x%016lx\n", i, rip);
		if (fp % 8 || !uk_paging_readable(fp, 16) || !frame[1])
			return;
		rip = frame[1];
		/* Callers lie higher on the stack; anything else is a loop */
		fp = frame[0] > fp ? frame[0] : 0;
	}
}

_Noreturn void uk_crash_end(void)
{
	uk_printk("UK9000: guest stopped after a crash\n");
	uk_plat_crash();
}
