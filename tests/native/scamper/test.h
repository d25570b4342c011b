/* SPDX-License-Identifier: BSD-3-Clause */
/* Common to all test files: cmocka, and the groups that main() runs. */
#ifndef SCAMPER_TEST_H
#define SCAMPER_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A file of tests: a terminated list. */
struct test_group {
	const char *name;
	const struct CMUnitTest *tests;
	size_t count;
};

extern const struct test_group command_tests;
extern const struct test_group packet_tests;
extern const struct test_group netdev_tests;
extern const struct test_group engine_tests;
extern const struct test_group trace_tests;
extern const struct test_group ping_tests;
extern const struct test_group method_tests;
extern const struct test_group schedule_tests;
extern const struct test_group mode_tests;
extern const struct test_group tracelb_tests;
extern const struct test_group warts_tests;
extern const struct test_group sample_tests;
extern const struct test_group damage_tests;
extern const struct test_group halt_tests;
extern const struct test_group clock_tests;
extern const struct test_group generated_tests;
extern const struct test_group control_tests;
extern const struct test_group remote_tests;
extern const struct test_group tape_tests;
extern const struct test_group gzip_tests;
extern const struct test_group dealias_tests;
extern const struct test_group datalink_tests;
extern const struct test_group name_tests;

#define TEST_GROUP(var, list)                                                  \
	const struct test_group var = {#var, list,                             \
				       sizeof(list) / sizeof((list)[0])}

#endif
