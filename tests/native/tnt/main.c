/* SPDX-License-Identifier: BSD-3-Clause */
/* Runs every group; the last line is `N passed, N failed`. */
#include <stdio.h>
#include <stdlib.h>

#include <sanitizer/lsan_interface.h>

#include "labs.h"
#include "tests.h"

#define GROUP(name)                                                            \
	extern const struct CMUnitTest name##_tests[];                         \
	extern const size_t name##_test_count;
#include "groups.h"
#undef GROUP

static unsigned int passed, failed;

static void run(const char *name, const struct CMUnitTest *tests, size_t count)
{
	int bad = _cmocka_run_group_tests(name, tests, count, NULL, NULL);

	if (bad < 0)
		bad = (int)count;
	failed += (unsigned int)bad;
	passed += (unsigned int)count - (unsigned int)bad;
}

static void run_labs(const char *name, void (*test)(void **state))
{
	struct CMUnitTest *tests = calloc(lab_count, sizeof(*tests));

	for (unsigned int i = 0; i < lab_count; i++) {
		tests[i].name = lab_table[i].name;
		tests[i].test_func = test;
		tests[i].initial_state = &lab_numbers[i];
		lab_numbers[i] = i;
	}
	run(name, tests, lab_count);
	free(tests);
}

int main(void)
{
#define GROUP(name) run(#name, name##_tests, name##_test_count);
#include "groups.h"
#undef GROUP
	run_labs("labs", run_lab);
	run_labs("labs over IPv6", run_lab_ipv6);
	/* A failed test leaves its memory behind; that is no second failure. */
	if (!failed && __lsan_do_recoverable_leak_check())
		failed++;
	printf("%u passed, %u failed\n", passed, failed);
	fflush(stdout);
	_Exit(failed != 0);
}
