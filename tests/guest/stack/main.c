/* SPDX-License-Identifier: BSD-3-Clause */
/* Overflows a stack: of main, of a thread, or an array on it. */
#include <stdint.h>
#include <uk/sched.h>
#include <uk/time.h>

#include "check.h"

static volatile unsigned no_end;

/* Not a tail call, and each level takes some stack */
static __attribute__((noinline)) unsigned deep(unsigned n)
{
	volatile char room[64];

	room[n % 64] = (char)n;
	if (n + 1 == no_end)
		return 0;
	return deep(n + 1) + (unsigned)room[n % 64];
}

static void deep_thread(void *arg)
{
	(void)arg;
	printf("%u\n", deep(0));
}

/* Writes beyond the array, as a careless strcpy does */
static __attribute__((noinline)) int smash(const char *text)
{
	char buffer[8];
	volatile char *p = buffer;

	while (*text)
		*p++ = *text++;
	return buffer[0];
}

int main(int argc, char **argv)
{
	const char *how = argc > 1 ? argv[1] : "";

	if (!strcmp(how, "main"))
		printf("%u\n", deep(0));
	if (!strcmp(how, "thread")) {
		uk_thread_create("deep diver", deep_thread, NULL, 0);
		uk_thread_sleep_until(uk_time_mono_ns() + UK_NSEC_PER_SEC);
	}
	if (!strcmp(how, "smash"))
		printf("%d\n", smash("more than eight characters, and more"));
	puts("not stopped");
	return 1;
}
