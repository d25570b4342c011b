/* SPDX-License-Identifier: BSD-3-Clause */
/* tnt.md section 3. */
#include "tests.h"

#include "formula.h"
#include "path_text.h"
#include "table.h"

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

static bool ipv4_is_reserved(uint32_t addr)
{
	return tnt_in_reserved_block(tnt_addr_ipv4(addr));
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
		assert_true(ipv4_is_reserved(in[i][0]));
		assert_true(ipv4_is_reserved(in[i][1]));
		if (in[i][0])
			assert_false(ipv4_is_reserved(in[i][0] - 1));
		if (in[i][1] != 0xffffffff)
			assert_false(ipv4_is_reserved(in[i][1] + 1));
	}
	assert_true(tnt_reserved(&default_rules, tnt_addr_ipv4(0x0a000001)));
	assert_false(tnt_reserved(&off, tnt_addr_ipv4(0x0a000001)));
	assert_true(tnt_reserved(&off, tnt_addr_ipv4(0)));
}

static void reserved_ipv6_blocks(void **state)
{
	/* The first and the last address of a block are in it or not. */
	static const struct {
		const char *first, *last;
		bool reserved;
	} blocks[] = {
		{"::1", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", true},
		{"2000::", "2000:ffff::", false},
		{"2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", true},
		{"2001:200::", "2001:db7:ffff::", false},
		{"2001:db8::", "2001:db8:ffff:ffff::ffff", true},
		{"2001:db9::", "2001:ffff::", false},
		{"2002::", "2002:ffff::", true},
		{"2003::", "3ffe:ffff::", false},
		{"3fff::", "3fff:fff:ffff::", true},
		{"3fff:1000::", "3fff:ffff::", false},
		{"4000::", "ffff::", true},
	};
	struct tnt_addr addr;

	(void)state;
	for (size_t i = 0; i < sizeof(blocks) / sizeof(*blocks); i++) {
		assert_true(tnt_addr_parse(blocks[i].first, &addr));
		assert_int_equal(tnt_in_reserved_block(addr),
				 blocks[i].reserved);
		assert_true(tnt_addr_parse(blocks[i].last, &addr));
		assert_int_equal(tnt_in_reserved_block(addr),
				 blocks[i].reserved);
	}
}

static void addresses(void **state)
{
	static const char *const rising[] = {
		"0.0.0.0", "20.0.0.1",   "20.0.1.0", "255.255.255.255",
		"2a00::1", "2a00::ffff", "2a00:1::"};
	const struct scamper_addr ethernet = {.type = SCAMPER_ADDR_ETHERNET,
					      .len = 6};
	struct scamper_addr mapped;
	struct tnt_addr a, b;
	char text[SCAMPER_ADDR_TEXT];

	(void)state;
	for (size_t i = 0; i < sizeof(rising) / sizeof(*rising); i++) {
		assert_true(tnt_addr_parse(rising[i], &a));
		assert_string_equal(tnt_addr_text(a, text), rising[i]);
		assert_int_equal(tnt_addr_compare(a, a), 0);
		if (i)
			assert_true(tnt_addr_compare(b, a) < 0 &&
				    tnt_addr_compare(a, b) > 0);
		b = a;
	}
	/* A mapped address on the wire is not that of IPv4, and reserved. */
	assert_true(scamper_addr_parse_any("::ffff:20.0.0.1", &mapped));
	a = tnt_addr_of(&mapped);
	assert_false(tnt_addr_is_ipv4(a));
	assert_true(tnt_in_reserved_block(a));
	assert_string_equal(tnt_addr_text(a, text), "::ffff:1400:1");
	mapped = tnt_addr_to(a);
	assert_true(tnt_addr_equal(tnt_addr_of(&mapped), a));
	assert_true(tnt_addr_is_none(tnt_addr_of(&ethernet)));
	assert_false(tnt_addr_parse("::", &a));
	assert_false(tnt_addr_parse("20.0.0", &a));
}

/* A table against a plain list, over many additions and removals. */
static void table(void **state)
{
	struct tnt_table table = {0};
	uint64_t there[256] = {0};
	uint32_t random = 1;
	size_t count = 0;

	(void)state;
	assert_null(tnt_table_find(&table, tnt_addr_ipv4(1)));
	for (unsigned int n = 1; n < 20000; n++) {
		unsigned int i = (random = random * 1664525 + 1013904223) >> 24;
		struct tnt_addr key = {i & 1 ? UINT64_C(7) << 50 : 0, i + 1};
		const union tnt_value *found = tnt_table_find(&table, key);

		assert_int_equal(found ? found->number : 0, there[i]);
		if (found && random & 0x800000) {
			tnt_table_remove(&table, key);
			there[i] = 0;
			count--;
		} else if (!found) {
			tnt_table_slot(&table, key)->number = there[i] = n;
			count++;
		}
		assert_int_equal(table.count, count);
	}
	tnt_table_free(&table, NULL);
}

const struct CMUnitTest formula_tests[] = {
	cmocka_unit_test(initial_ttl_and_length),
	cmocka_unit_test(return_path_formulas),
	cmocka_unit_test(signature),
	cmocka_unit_test(er_ttl_is_the_most_frequent),
	cmocka_unit_test(reserved_blocks),
	cmocka_unit_test(reserved_ipv6_blocks),
	cmocka_unit_test(addresses),
	cmocka_unit_test(table),
};
const size_t formula_test_count =
	sizeof(formula_tests) / sizeof(*formula_tests);
