/* SPDX-License-Identifier: BSD-3-Clause */
/* Formatted output against the C library's, command line, parameters. */
#include "shim/shim.h"

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uk/alloc.h>
#include <uk/errno.h>
#include <uk/param.h>
#include <uk/print.h>

#include "cmdline.h"

void *uk_calloc(size_t n, size_t size)
{
	return calloc(n, size);
}

void uk_free(void *p)
{
	free(p);
}

static char last_color[40];
static int devices;

static int set_color(const char *value)
{
	snprintf(last_color, sizeof(last_color), "%s", value);
	return strcmp(value, "blue") ? 0 : -EINVAL;
}

static int add_device(const char *value)
{
	(void)value;
	devices++;
	return 0;
}

UK_PARAM(color, "test.color", "any but blue", set_color);
UK_PARAM(device, "virtio_mmio.device", "as QEMU writes it", add_device);

/* Each conversion gives what snprintf() of the C library gives */
#define SAME(...)                                                              \
	do {                                                                   \
		char ours[100], theirs[100];                                   \
		int n = uk_snprintf(ours, sizeof(ours), __VA_ARGS__);          \
		assert_int_equal(                                              \
			n, snprintf(theirs, sizeof(theirs), __VA_ARGS__));     \
		assert_string_equal(ours, theirs);                             \
	} while (0)

static void conversions(void **state)
{
	static const long values[] = {0,
				      1,
				      -1,
				      42,
				      -4711,
				      255,
				      -128,
				      32767,
				      2147483647,
				      -2147483648l,
				      9223372036854775807l,
				      -9223372036854775807l - 1};
	static const int widths[] = {0, 1, 5, 12, -7};

	(void)state;
	for (unsigned v = 0; v < UK_ARRAY_SIZE(values); v++) {
		long x = values[v];

		for (unsigned w = 0; w < UK_ARRAY_SIZE(widths); w++) {
			int width = widths[w];

			SAME("%*ld|%0*ld|%-*ld|%+*ld|", width, x, abs(width), x,
			     width, x, width, x);
			SAME("%*lx|%#*lx|%#*lo|%*lX", width, x, width, x, width,
			     x, width, x);
			SAME("%.*ld|%8.*lx|%-8.*lu", width, x, width, x, width,
			     x);
		}
		SAME("%d %u %hd %hu %hhd %hhu %x", (int)x, (unsigned)x,
		     (short)x, (unsigned short)x, (signed char)x,
		     (unsigned char)x, (unsigned)x);
		SAME("%zu %td %jd %lld", (size_t)x, (ptrdiff_t)x, (intmax_t)x,
		     (long long)x);
		SAME("% ld|%+ld|% d", x, x, (int)x);
	}
	SAME("%s|%10s|%-10s|%.2s|%5.1s|%c|%%|%p", "abc", "abc", "abc", "abc",
	     "abc", 'x', (void *)0x1234);
}

static void truncation(void **state)
{
	char buf[8];

	(void)state;
	assert_int_equal(uk_snprintf(buf, sizeof(buf), "%s", "0123456789"), 10);
	assert_string_equal(buf, "0123456");
	assert_int_equal(uk_snprintf(buf, 1, "%d", 5), 1);
	assert_string_equal(buf, "");
	assert_int_equal(uk_snprintf(NULL, 0, "%d", 55), 2);
}

static void long_output(void **state)
{
	(void)state;
	shim_console_used = 0;
	uk_printk("%0300d%s", 7, "end");
	assert_int_equal(shim_console_used, 303);
	assert_string_equal(shim_console + 298, "07end");
}

static int parse(const char *text, int *argc, char ***argv)
{
	/* Words stay in use: nothing is freed before the test ends */
	static char lines[20][400];
	static unsigned next;
	char *line = lines[next++ % 20];

	snprintf(line, sizeof(lines[0]), "%s", text);
	shim_console_used = 0;
	shim_console[0] = 0;
	return uk_cmdline_parse(line, argc, argv);
}

static void words(void **state)
{
	int argc;
	char **argv;

	(void)state;
	assert_int_equal(parse(" test.color=red\t-- a  'b c' \"d 'e\" f\\ g "
			       "h\"i\"'j' \"\" -- \\\"k ",
			       &argc, &argv),
			 0);
	assert_int_equal(argc, 9);
	assert_string_equal(argv[0], "kernel-test");
	assert_string_equal(argv[1], "a");
	assert_string_equal(argv[2], "b c");
	assert_string_equal(argv[3], "d 'e");
	assert_string_equal(argv[4], "f g");
	assert_string_equal(argv[5], "hij");
	assert_string_equal(argv[6], "");
	assert_string_equal(argv[7], "--");
	assert_string_equal(argv[8], "\"k");
	assert_null(argv[9]);
	assert_string_equal(last_color, "red");
	assert_string_equal(shim_console, "");
	free(argv);
}

static void parameters(void **state)
{
	int argc;
	char **argv;

	(void)state;
	assert_int_equal(parse("test.color", &argc, &argv), 0);
	assert_string_equal(last_color, "");
	free(argv);
	devices = 0;
	assert_int_equal(parse("virtio_mmio.device=1 -- x virtio_mmio.device=2",
			       &argc, &argv),
			 0);
	assert_int_equal(devices, 2);
	assert_int_equal(argc, 2);
	free(argv);
}

static void bad_parameters(void **state)
{
	int argc;
	char **argv;

	(void)state;
	assert_int_equal(parse("test.colour=1 x=2", &argc, &argv), 0);
	assert_non_null(strstr(shim_console, "UK8003"));
	assert_non_null(strstr(shim_console, "Did you mean 'test.color'?"));
	assert_null(strstr(strstr(shim_console, "'x'"), "Did you mean"));
	free(argv);
	assert_int_equal(parse("test.color=blue", &argc, &argv), -EINVAL);
	assert_non_null(strstr(shim_console, "UK8002"));
	assert_int_equal(parse("-- 'a", &argc, &argv), 0);
	assert_non_null(strstr(shim_console, "UK8004"));
	free(argv);
}

static void numbers(void **state)
{
	uint64_t v;

	(void)state;
	assert_int_equal(uk_param_u64("18446744073709551615", &v), 0);
	assert_true(v == UINT64_MAX);
	assert_int_equal(uk_param_u64("0xfFfFfFfFfFfFfFfF", &v), 0);
	assert_true(v == UINT64_MAX);
	assert_int_equal(uk_param_u64("0", &v), 0);
	assert_true(v == 0);
	assert_int_equal(uk_param_u64("18446744073709551616", &v), -ERANGE);
	assert_int_equal(uk_param_u64("0x10000000000000000", &v), -ERANGE);
	assert_int_equal(uk_param_u64("", &v), -EINVAL);
	assert_int_equal(uk_param_u64("0x", &v), -EINVAL);
	assert_int_equal(uk_param_u64("12a", &v), -EINVAL);
	assert_int_equal(uk_param_u64("-1", &v), -EINVAL);
	assert_int_equal(uk_param_u64(" 1", &v), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(conversions), cmocka_unit_test(truncation),
		cmocka_unit_test(long_output), cmocka_unit_test(words),
		cmocka_unit_test(parameters),  cmocka_unit_test(bad_parameters),
		cmocka_unit_test(numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
