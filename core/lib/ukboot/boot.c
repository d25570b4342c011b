/* SPDX-License-Identifier: BSD-3-Clause */
/* From a machine with console and memory to main() and its end. */
#include <stdint.h>
#include <uk/init.h>
#include <uk/param.h>
#include <uk/plat.h>
#include <uk/print.h>
#include <uk/random.h>

#include "cmdline.h"

/* The program defines it with none, two or three parameters */
extern int main();
extern uintptr_t __stack_chk_guard;

/* Set by the linker script around the entries of each stage */
extern const struct uk_init_entry uk_init_start[], uk_init_plat[],
	uk_init_end[];
extern void (*const __init_array_start[])(void);
extern void (*const __init_array_end[])(void);

static void run(const struct uk_init_entry *first,
		const struct uk_init_entry *end)
{
	for (const struct uk_init_entry *e = first; e < end; e++) {
		int r = e->fn();

		if (r >= 0)
			continue;
		uk_pr_err("UK8001: %s failed with error %d, the guest cannot "
			  "start. See the message before.\n",
			  e->name, -r);
		uk_plat_crash();
	}
}

static int start_program(int argc, char **argv)
{
	char *no_environment[] = {NULL};

	if (uk_libc_start)
		return uk_libc_start(main, argc, argv);
	for (void (*const *f)(void) = __init_array_start; f < __init_array_end;
	     f++)
		(*f)();
	return main(argc, argv, no_environment);
}

/* The guard changes while this function runs, so it must not use it. */
__attribute__((no_stack_protector)) _Noreturn void uk_boot(char *cmdline)
{
	char **argv;
	int argc;

	/* A zero byte: string functions cannot copy the value */
	__stack_chk_guard = uk_random_u64() << 8;
	run(uk_init_start, uk_init_plat);
	if (uk_cmdline_parse(cmdline, &argc, &argv) < 0)
		uk_plat_crash();
	run(uk_init_plat, uk_init_end);
	uk_plat_exit(start_program(argc, argv) & 0xff);
}
