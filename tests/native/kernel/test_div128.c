/* SPDX-License-Identifier: BSD-3-Clause */
/* Division of 128-bit integers, against its definition: n = q * d + r. */
#define __udivmodti4 tested_udivmodti4
#define __udivti3    tested_udivti3
#define __umodti3    tested_umodti3
#define __divmodti4  tested_divmodti4
#define __divti3     tested_divti3
#define __modti3     tested_modti3
#include "../../../core/arch/x86_64/div128.c"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#define ROUNDS 500000

/* Of any length, and often all ones at the top. */
static u128 number(void)
{
	u128 v = 0;

	for (unsigned i = 0; i < 10; i++)
		v = v << 13 ^ (u128)random();
	v >>= random() % 128;
	return random() % 4 ? v : ~v;
}

static void check(u128 n, u128 d)
{
	u128 rest;
	u128 q = tested_udivmodti4(n, d, &rest);

	assert_true(rest < d && q * d + rest == n);
	assert_true(!q || d <= n);
	assert_true(tested_udivti3(n, d) == q);
	assert_true(tested_umodti3(n, d) == rest);
}

static void test_unsigned(void **state)
{
	const u128 max = ~(u128)0;
	const u128 edges[] = {1,
			      2,
			      UINT64_MAX,
			      (u128)1 << 64,
			      max >> 1,
			      (u128)1 << 127,
			      max - UINT64_MAX,
			      max - 1,
			      max};

	(void)state;
	for (unsigned i = 0; i < sizeof(edges) / sizeof(edges[0]); i++)
		for (unsigned j = 0; j < sizeof(edges) / sizeof(edges[0]); j++)
			check(edges[i], edges[j]);
	check(0, 7);
	for (unsigned i = 0; i < ROUNDS; i++) {
		u128 d = number();

		check(number(), d ? d : 1);
	}
}

static void test_signed(void **state)
{
	const struct {
		i128 n, d, q, rest;
	} cases[] = {{7, 2, 3, 1},
		     {-7, 2, -3, -1},
		     {7, -2, -3, 1},
		     {-7, -2, 3, -1},
		     {-((i128)1 << 100), 3, -(((i128)1 << 100) / 3), -1}};

	(void)state;
	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		i128 rest;

		assert_true(tested_divmodti4(cases[i].n, cases[i].d, &rest) ==
			    cases[i].q);
		assert_true(rest == cases[i].rest);
		assert_true(tested_divti3(cases[i].n, cases[i].d) ==
			    cases[i].q);
		assert_true(tested_modti3(cases[i].n, cases[i].d) == rest);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unsigned),
		cmocka_unit_test(test_signed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
