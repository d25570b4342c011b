/* SPDX-License-Identifier: BSD-3-Clause */
/* tnt.md section 3. */
#include "tests.h"

#include "formula.h"
#include "path_text.h"

static void initial_ttl_and_length(void **state)
{
	static const struct {
		int ttl, initial, length;
	} cases[] = {
		{255, 255, 1}, {129, 255, 127}, {128, 128, 1}, {65, 128, 64},
		{64, 64, 1},   {33, 64, 32},    {32, 32, 1},   {1, 32, 32},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_int_equal(tnt_initial_ttl(cases[i].ttl),
				 cases[i].initial);
		assert_int_equal(tnt_return_length(cases[i].ttl),
				 cases[i].length);
	}
}

/* Of the last hop. */
static void of_hop(const char *text, int frpla, int rtla, int uturn)
{
	const struct tnt_hop *last;
	struct tnt_path path;

	text_path(&path, text, 'Z');
	last = &path.hops.at[path.hops.count - 1];
	assert_int_equal(tnt_frpla(last), frpla);
	assert_int_equal(tnt_rtla(last), rtla);
	assert_int_equal(tnt_uturn(last), uturn);
	tnt_path_free(&path);
}

static void return_path_formulas(void **state)
{
	(void)state;
	of_hop("*;*;A te 250/62", 3, 3, 3);
	of_hop("*;*;A te 250/250", 3, 0, 0);
	of_hop("*;*;A te 247/253", 6, 0, 6); /* <255,255>: no RTLA */
	of_hop("*;*;A te 253/250", 0, 0, -3);
	of_hop("*;*;A te 250/0", 3, 0, 0); /* no ER */
	of_hop("*;*;A te 60/62", 2, 0, 2); /* <64,64>: no RTLA */
	of_hop("*;*;A te 254/60", -1, -3, -3);
	of_hop("A te 126/60", 2, 0, -2); /* <128,64> */
}

static void signature(void **state)
{
	struct tnt_path path;

	(void)state;
	text_path(&path, "A te 250/62; B te 250/250; C te 250/0; D te 62/62",
		  'Z');
	assert_true(tnt_is_255_64(&path.hops.at[0]));
	for (int i = 1; i < 4; i++)
		assert_false(tnt_is_255_64(&path.hops.at[i]));
	tnt_path_free(&path);
}

static void er_ttl_is_the_most_frequent(void **state)
{
	const uint8_t ttls[] = {60, 61, 60, 62, 62, 61, 61};

	(void)state;
	assert_int_equal(tnt_er_ttl(ttls, 0), 0);
	assert_int_equal(tnt_er_ttl(ttls, 1), 60);
	assert_int_equal(tnt_er_ttl(ttls, 4), 60);
	assert_int_equal(tnt_er_ttl(ttls, 5), 62); /* tie: the highest */
	assert_int_equal(tnt_er_ttl(ttls, 7), 61);
}

static void reserved_blocks(void **state)
{
	/* First and last address of each block, and their neighbours. */
	static const uint32_t in[][2] = {
		{0x00000000, 0x00ffffff}, {0x0a000000, 0x0affffff},
		{0x64400000, 0x647fffff}, {0x7f000000, 0x7fffffff},
		{0xa9fe0000, 0xa9feffff}, {0xac100000, 0xac1fffff},
		{0xc0000000, 0xc00000ff}, {0xc0000200, 0xc00002ff},
		{0xc0586300, 0xc05863ff}, {0xc0a80000, 0xc0a8ffff},
		{0xc6120000, 0xc613ffff}, {0xc6336400, 0xc63364ff},
		{0xcb007100, 0xcb0071ff}, {0xe0000000, 0xffffffff},
	};
	const struct tnt_rules off = {.no_reserved = true};

	(void)state;
	for (size_t i = 0; i < sizeof(in) / sizeof(*in); i++) {
		assert_true(tnt_in_reserved_block(in[i][0]));
		assert_true(tnt_in_reserved_block(in[i][1]));
		if (in[i][0])
			assert_false(tnt_in_reserved_block(in[i][0] - 1));
		if (in[i][1] != 0xffffffff)
			assert_false(tnt_in_reserved_block(in[i][1] + 1));
	}
	assert_true(tnt_reserved(&default_rules, 0x0a000001));
	assert_false(tnt_reserved(&off, 0x0a000001));
	assert_true(tnt_reserved(&off, 0));
}

const struct CMUnitTest formula_tests[] = {
	cmocka_unit_test(initial_ttl_and_length),
	cmocka_unit_test(return_path_formulas),
	cmocka_unit_test(signature),
	cmocka_unit_test(er_ttl_is_the_most_frequent),
	cmocka_unit_test(reserved_blocks),
};
const size_t formula_test_count =
	sizeof(formula_tests) / sizeof(*formula_tests);
