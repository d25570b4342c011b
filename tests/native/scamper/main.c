/* SPDX-License-Identifier: BSD-3-Clause */
/* Runs all groups, or those whose name has the argument in it; the last line
 * is "N passed, N failed". */
#define _POSIX_C_SOURCE 200809L /* setenv() */
#include "test.h"

#include <stdio.h>

int main(int argc, char **argv)
{
	static const struct test_group *const groups[] = {
		&command_tests,   &schedule_tests, &packet_tests,
		&engine_tests,    &trace_tests,    &ping_tests,
		&method_tests,    &mode_tests,     &tracelb_tests,
		&warts_tests,     &sample_tests,   &damage_tests,
		&control_tests,   &remote_tests,   &tape_tests,
		&generated_tests, &gzip_tests,     &halt_tests,
		&clock_tests,     &dealias_tests,  &netdev_tests,
		&datalink_tests,  &name_tests,
	};
	size_t total = 0, failed = 0;

	setenv("TZ", "UTC", 1); /* `ftime` of the samples is UTC */
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
		const struct test_group *g = groups[i];

		if (argc > 1 && !strstr(g->name, argv[1]))
			continue;
		int rc = _cmocka_run_group_tests(g->name, g->tests, g->count,
						 NULL, NULL);

		total += g->count;
		failed += (size_t)rc;
	}
	fflush(stderr);
	printf("%zu passed, %zu failed\n", total - failed, failed);
	return failed != 0;
}
