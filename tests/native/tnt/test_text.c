/* SPDX-License-Identifier: BSD-3-Clause */
/* Text is what printf makes of the same formats. */
#include "tests.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "text.h"

#define SAME(...)                                                              \
	do {                                                                   \
		char expected[200], text[200];                                 \
                                                                               \
		snprintf(expected, sizeof(expected), __VA_ARGS__);             \
		tnt_text_format(text, sizeof(text), __VA_ARGS__);              \
		assert_string_equal(text, expected);                           \
	} while (0)

static void as_printf(void **state)
{
	(void)state;
	SAME("%s", "");
	SAME("plain");
	SAME("trace [%s] from %s to %s\n", "icmp-paris", "*", "::1");
	SAME(" %-15s %u.%03u ms", "20.0.0.1", 12u, 7u);
	SAME(" %-3s|%3s|%-3s", "abcd", "abcd", "");
	SAME("%3u|%-3u|%03u|%u", 5u, 5u, 5u, UINT_MAX);
	SAME("%d %d %d %4d|%-4d|", 0, INT_MIN, INT_MAX, -7, -7);
	SAME("%zu %lu %lu", (size_t)17, 0ul, ULONG_MAX);
	SAME("%x %02x %016lx", 0xabcu, 0xau, 0x123456789abcdefu);
	SAME("%c%c%12c|", 'a', 'b', 'c');
	SAME("%s%s%s%s%s%s%s%s%u", "1", "2", "3", "4", "5", "6", "7", "8", 9u);
}

static void cut_off(void **state)
{
	char text[8] = "........";

	(void)state;
	tnt_text_format(text, sizeof(text), "%s", "1234567");
	assert_string_equal(text, "1234567");
	tnt_text_format(text, 5, "%u and more", 1234u);
	assert_string_equal(text, "1234");
	assert_memory_equal(text + 5, "67", 2);
}

static void grows(void **state)
{
	struct tnt_text text = {0};
	char line[700];

	(void)state;
	memset(line, 'x', sizeof(line));
	line[sizeof(line) - 1] = '\0';
	for (unsigned int i = 0; i < 50; i++)
		tnt_text_add(&text, "%u:%s", i % 10, line);
	tnt_text_put(&text, "end", 3);
	assert_int_equal(text.used, 50 * (2 + 699) + 3);
	for (unsigned int i = 0; i < 50; i++) {
		assert_int_equal(text.at[i * 701], '0' + i % 10);
		assert_memory_equal(text.at + i * 701 + 2, line, 699);
	}
	assert_memory_equal(text.at + text.used - 3, "end", 3);
	tnt_text_free(&text);
}

const struct CMUnitTest text_tests[] = {
	cmocka_unit_test(as_printf),
	cmocka_unit_test(cut_off),
	cmocka_unit_test(grows),
};
const size_t text_test_count = sizeof(text_tests) / sizeof(*text_tests);
