/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Tries what memory protection must stop; argv[1] says what. A way that works
 * ends with "not stopped" and status 1.
 */
#include <stdint.h>
#include <stdlib.h>
#include <uk/alloc.h>
#include <uk/page.h>

#include "check.h"

static const uint8_t code_return[] = {0xc3};
static uint8_t data_code[] = {0xc3};

static int target(void)
{
	return 1;
}

/* The compiler must not see which address this is */
static __attribute__((noinline, noipa)) void write_byte(uintptr_t addr)
{
	*(volatile uint8_t *)addr = 0xc3;
}

static void execute(const void *p)
{
	((void (*)(void))(uintptr_t)p)();
}

static void write_text(void)
{
	write_byte((uintptr_t)target);
}

static void write_rodata(void)
{
	write_byte((uintptr_t)code_return);
}

static void execute_rodata(void)
{
	execute(code_return);
}

static void execute_data(void)
{
	execute(data_code);
}

static void execute_heap(void)
{
	uint8_t *p = malloc(16);

	memcpy(p, code_return, sizeof(code_return));
	execute(p);
}

static void execute_pages(void)
{
	uint8_t *p = uk_palloc(1);

	memcpy(p, code_return, sizeof(code_return));
	execute(p);
}

static void execute_stack(void)
{
	volatile uint8_t code[16] = {0xc3};

	execute((const void *)(uintptr_t)code);
}

static void read_null(void)
{
	const volatile int *volatile p = NULL;

	printf("%d\n", *p);
}

static void call_null(void)
{
	void (*volatile f)(void) = NULL;

	f();
}

static void write_low(void)
{
	write_byte(0x400);
}

static void read_hole(void)
{
	/* Far above the RAM of any test machine */
	const volatile int *p = (const volatile int *)0x700000000000;

	printf("%d\n", *p);
}

/* uk_page_protect() must not be a way around W^X */
static void refuse(void)
{
	uint8_t *p = uk_palloc(1);

	CHECK(uk_page_protect(p, 1, UK_PAGE_RW | UK_PAGE_X) < 0);
	CHECK(uk_page_protect(p, 1, UK_PAGE_W) < 0);
	CHECK(uk_page_protect(p + 1, 1, UK_PAGE_RW) < 0);
	CHECK(uk_page_protect(NULL, 1, UK_PAGE_RW) < 0);
	CHECK(uk_page_protect(p, 1ul << 60, UK_PAGE_RW) < 0);
	*p = 0xc3;
	CHECK(uk_page_protect(p, 1, UK_PAGE_RX) == 0);
	execute(p);
	CHECK(uk_page_protect(p, 1, UK_PAGE_RW) == 0);
	*p = 0x90;
	uk_pfree(p, 1);
	exit(check_result("protection refuse"));
}

static void write_readonly_page(void)
{
	uint8_t *p = uk_palloc(1);

	CHECK(uk_page_protect(p, 1, UK_PAGE_R) == 0);
	write_byte((uintptr_t)p);
}

static const struct {
	const char *name;
	void (*run)(void);
} ways[] = {
	{"write-text", write_text},
	{"write-rodata", write_rodata},
	{"execute-rodata", execute_rodata},
	{"execute-data", execute_data},
	{"execute-heap", execute_heap},
	{"execute-pages", execute_pages},
	{"execute-stack", execute_stack},
	{"read-null", read_null},
	{"call-null", call_null},
	{"write-low", write_low},
	{"read-hole", read_hole},
	{"write-page", write_readonly_page},
	{"refuse", refuse},
};

int main(int argc, char **argv)
{
	for (unsigned i = 0; argc > 1 && i < sizeof(ways) / sizeof(*ways); i++)
		if (!strcmp(argv[1], ways[i].name))
			ways[i].run();
	puts("not stopped");
	return 1;
}
