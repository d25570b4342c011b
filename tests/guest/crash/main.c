/* SPDX-License-Identifier: BSD-3-Clause */
/* Ends in every way that is not a return from main. */
#include <stdint.h>
#include <stdlib.h>
#include <uk/alloc.h>
#include <uk/assert.h>
#include <uk/lock.h>
#include <uk/plat.h>
#include <uk/sched.h>

#include "check.h"

static void invalid_opcode(void)
{
	__asm__ volatile("ud2");
}

static void divide(void)
{
	volatile int ten = 10, zero = 0;

	printf("%d\n", ten / zero);
}

static void general_protection(void)
{
	/* Not canonical */
	*(volatile int *)0x8000000000000000 = 1;
}

static void breakpoint(void)
{
	__asm__ volatile("int3");
}

/* A frame pointer that leads nowhere must not stop the report */
static void bad_frame(void)
{
	__asm__ volatile("movq $0x123456789abcdef0, %rbp; ud2");
}

/* A frame that points to itself must not make it endless */
static void frame_loop(void)
{
	static uint64_t frame[2];

	frame[0] = (uint64_t)frame;
	frame[1] = (uint64_t)frame_loop;
	__asm__ volatile("movq %0, %%rbp; ud2" ::"r"(frame));
}

/* No stack at all: the report runs on a stack of its own */
static void bad_stack(void)
{
	__asm__ volatile("movq $8, %rsp; pushq $1");
}

static void assertion(void)
{
	UK_ASSERT(check_failures == 1);
}

static void panic(void)
{
	uk_panic("UK9099: the guest panics with %d", 42);
}

static void double_lock(void)
{
	struct uk_mutex m = UK_MUTEX_INITIALIZER;

	uk_mutex_lock(&m);
	uk_mutex_lock(&m);
}

static void first_thread_exit(void)
{
	uk_thread_exit();
}

static void stray_free(void)
{
	uk_free((char *)uk_malloc(64) + 16);
}

static void double_free(void)
{
	void *p = uk_malloc(64);

	uk_free(p);
	uk_free(p);
}

static void page_double_free(void)
{
	void *p = uk_palloc(2);

	uk_pfree(p, 2);
	uk_pfree(p, 1);
}

static void exit_7(void)
{
	exit(7);
}

static const struct {
	const char *name;
	void (*run)(void);
} ways[] = {
	{"invalid-opcode", invalid_opcode},
	{"divide", divide},
	{"general-protection", general_protection},
	{"breakpoint", breakpoint},
	{"bad-frame", bad_frame},
	{"frame-loop", frame_loop},
	{"bad-stack", bad_stack},
	{"assertion", assertion},
	{"panic", panic},
	{"abort", abort},
	{"double-lock", double_lock},
	{"first-thread-exit", first_thread_exit},
	{"stray-free", stray_free},
	{"double-free", double_free},
	{"page-double-free", page_double_free},
	{"exit-7", exit_7},
};

static __attribute__((noinline)) int run(const char *name)
{
	for (unsigned i = 0; i < sizeof(ways) / sizeof(*ways); i++)
		if (!strcmp(name, ways[i].name))
			ways[i].run();
	return -1;
}

int main(int argc, char **argv)
{
	int r = run(argc > 1 ? argv[1] : "");

	puts("not stopped");
	return r & 0xff;
}
