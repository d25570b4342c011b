/* SPDX-License-Identifier: BSD-3-Clause */
/* Descriptor tables, interrupt stacks and protections of the CPU. */
#include <uk/arch/cpu.h>
#include <uk/arch/paging.h>
#include <uk/essentials.h>

/* SDM volume 3, 7.7: 64-bit TSS; ist[0] is IST1 */
struct tss {
	uint32_t reserved0;
	uint64_t rsp[3];
	uint64_t reserved1;
	uint64_t ist[7];
	uint64_t reserved2;
	uint16_t reserved3;
	uint16_t io_map;
} __attribute__((packed));

/* SDM volume 3, 6.14.1 */
struct gate {
	uint16_t offset_low;
	uint16_t selector;
	uint8_t ist;
	uint8_t type;
	uint16_t offset_mid;
	uint32_t offset_high;
	uint32_t reserved;
};

struct table_pointer {
	uint16_t limit;
	uint64_t base;
} __attribute__((packed));

#define GATE_INTERRUPT 0x8e /* present, ring 0, interrupts off */

/*
 * Stacks of this CPU, by their number in the interrupt stack table; 0 means
 * none: vectors.S switches to the stack of interrupts by itself.
 */
#define IST_NONE    0
#define IST_TRAP    1
#define IST_FATAL   2 /* NMI and double fault, may hit a trap handler */
#define STACK_COUNT 3
#define STACK_BYTES 8192

/* Each stack grows down towards its guard page */
static struct {
	char guard[UK_PAGE_SIZE];
	char stack[STACK_BYTES];
} stacks[STACK_COUNT] __attribute__((aligned(4096)));

static const char *const stack_names[STACK_COUNT] = {"interrupts", "traps",
						     "fatal traps"};

/* For vectors.S */
extern char *const uk_irq_stack_top;
__attribute__((used)) char *const uk_irq_stack_top =
	(char *)(&stacks[IST_NONE] + 1);

/* entry.S: guard page, then the stack of the first thread */
extern char uk_boot_stack[], uk_boot_stack_top[];

static struct tss tss;
static uint64_t gdt[5];
static struct gate idt[UK_VECTOR_COUNT];

/* vectors.S: one stub for each vector, at equal distances */
extern const char uk_trap_stubs[], uk_irq_stubs[];
#define TRAP_STUB_SIZE 16
#define IRQ_STUB_SIZE  8

static void load_segments(void)
{
	uint64_t base = (uint64_t)&tss;
	struct table_pointer p = {sizeof(gdt) - 1, (uint64_t)gdt};

	for (unsigned i = IST_TRAP; i < STACK_COUNT; i++)
		tss.ist[i - 1] = (uint64_t)(&stacks[i] + 1);
	tss.io_map = sizeof(tss);
	gdt[UK_SEL_CODE / 8] = 0x00af9b000000ffff; /* 64 bit, accessed */
	gdt[UK_SEL_DATA / 8] = 0x00cf93000000ffff; /* data, accessed */
	/* SDM volume 3, 7.2.3: available 64-bit TSS, 16 bytes */
	gdt[UK_SEL_TSS / 8] = (sizeof(tss) - 1) | (base & 0xffffff) << 16 |
			      0x89ull << 40 | (base >> 24 & 0xff) << 56;
	gdt[UK_SEL_TSS / 8 + 1] = base >> 32;
	__asm__ volatile("lgdt %0; ltr %w1" ::"m"(p), "r"(UK_SEL_TSS)
			 : "memory");
}

static void set_gate(unsigned vector, const char *stub, unsigned ist)
{
	uint64_t a = (uint64_t)stub;

	idt[vector] = (struct gate){
		.offset_low = (uint16_t)a,
		.selector = UK_SEL_CODE,
		.ist = (uint8_t)ist,
		.type = GATE_INTERRUPT,
		.offset_mid = (uint16_t)(a >> 16),
		.offset_high = (uint32_t)(a >> 32),
	};
}

static void load_vectors(void)
{
	struct table_pointer p = {sizeof(idt) - 1, (uint64_t)idt};

	for (unsigned v = 0; v < UK_VECTOR_FIRST; v++)
		set_gate(v, uk_trap_stubs + v * TRAP_STUB_SIZE, IST_TRAP);
	set_gate(UK_VECTOR_NMI, uk_trap_stubs + UK_VECTOR_NMI * TRAP_STUB_SIZE,
		 IST_FATAL);
	set_gate(UK_VECTOR_DOUBLE_FAULT,
		 uk_trap_stubs + UK_VECTOR_DOUBLE_FAULT * TRAP_STUB_SIZE,
		 IST_FATAL);
	for (unsigned v = UK_VECTOR_FIRST; v < UK_VECTOR_COUNT; v++)
		set_gate(v,
			 uk_irq_stubs + (v - UK_VECTOR_FIRST) * IRQ_STUB_SIZE,
			 IST_NONE);
	__asm__ volatile("lidt %0" ::"m"(p) : "memory");
}

/* There is no user mode: these only stop strayed jumps and table leaks. */
static void enable_protections(void)
{
	uint64_t cr4;
	struct uk_cpuid features = {0, 0, 0, 0};

	if (uk_cpuid(0).eax >= 7)
		features = uk_cpuid(7);
	__asm__ volatile("movq %%cr4, %0" : "=r"(cr4));
	if (features.ebx & 1u << 7)
		cr4 |= UK_CR4_SMEP;
	if (features.ecx & 1u << 2)
		cr4 |= UK_CR4_UMIP;
	__asm__ volatile("movq %0, %%cr4" ::"r"(cr4) : "memory");
}

void uk_cpu_init(void)
{
	load_segments();
	load_vectors();
	enable_protections();
}

_Noreturn void uk_cpu_reset(void)
{
	struct table_pointer empty = {0, 0};

	for (;;)
		__asm__ volatile("lidt %0; int3" ::"m"(empty) : "memory");
}

void uk_cpu_guard_stacks(void)
{
	uk_paging_map((uint64_t)uk_boot_stack, UK_PAGE_SIZE, 0);
	for (unsigned i = 0; i < STACK_COUNT; i++)
		uk_paging_map((uint64_t)stacks[i].guard, UK_PAGE_SIZE, 0);
}

const char *uk_cpu_guard_name(uint64_t addr)
{
	for (unsigned i = 0; i < STACK_COUNT; i++)
		if (addr - (uint64_t)stacks[i].guard < UK_PAGE_SIZE)
			return stack_names[i];
	return NULL;
}

void uk_cpu_boot_stack(void **base, size_t *bytes)
{
	*base = uk_boot_stack + UK_PAGE_SIZE;
	*bytes = (size_t)(uk_boot_stack_top - uk_boot_stack) - UK_PAGE_SIZE;
}

extern void uk_context_start(void);

/* What uk_context_switch() leaves on a stack, lowest address first */
struct saved_context {
	uint32_t mxcsr;
	uint32_t x87_control;
	uint64_t r15, r14, r13, r12, rbx, rbp;
	void (*resume)(void);
};

uintptr_t uk_context_create(void *top, void (*entry)(void *), void *arg)
{
	struct saved_context *c =
		(void *)(UK_ALIGN_DOWN((uintptr_t)top, 16) - sizeof(*c));

	/* rbp = 0 ends the backtrace; control words: System V ABI 3.4.1 */
	*c = (struct saved_context){
		.mxcsr = 0x1f80,
		.x87_control = 0x37f,
		.r12 = (uint64_t)entry,
		.r13 = (uint64_t)arg,
		.resume = uk_context_start,
	};
	return (uintptr_t)c;
}
