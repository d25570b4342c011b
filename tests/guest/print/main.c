/* SPDX-License-Identifier: BSD-3-Clause */
/* Formatted output of the core, and nolibc's string functions. */
#include <limits.h>
#include <stdint.h>
#include <uk/print.h>

#include "check.h"

#define EXPECT(text, ...)                                                      \
	do {                                                                   \
		char buf[80];                                                  \
		int n = uk_snprintf(buf, sizeof(buf), __VA_ARGS__);            \
		if (n != (int)strlen(text) || strcmp(buf, text)) {             \
			printf("FAIL line %d: '%s'\n", __LINE__, buf);         \
			check_failures++;                                      \
		}                                                              \
	} while (0)

static void check_format(void)
{
	EXPECT("", "%s", "");
	EXPECT("-5 5 +5  5", "%d %u %+d % d", -5, 5u, 5, 5);
	EXPECT("00042|42   |   42", "%05d|%-5d|%5d", 42, 42, 42);
	EXPECT("ff FF 0xff 017 0", "%x %X %#x %#o %#x", 255, 255, 255, 15, 0);
	EXPECT("-9223372036854775808", "%ld", LONG_MIN);
	EXPECT("18446744073709551615", "%lu", ULONG_MAX);
	EXPECT("-1 255 -1 65535", "%hhd %hhu %hd %hu", 255, 255, 65535, 65535);
	EXPECT("abc|ab |  ab|c", "%s|%-3s|%4.2s|%c", "abc", "ab", "abc", 'c');
	EXPECT("   7|7   |007", "%*d|%*d|%.*d", 4, 7, -4, 7, 3, 7);
	EXPECT("  007|", "%5.3d|%.0d", 7, 0);
	EXPECT("100% 0x1234", "100%% %p", (void *)0x1234);
	EXPECT("0000000000000abc", "%016lx", 0xabcul);
}

static void check_limits(void)
{
	char buf[4] = "xyz";

	CHECK(uk_snprintf(buf, 3, "%d", 12345) == 5);
	CHECK(!strcmp(buf, "12"));
	CHECK(uk_snprintf(NULL, 0, "%s", "abc") == 3);
}

static void check_memory_functions(void)
{
	char a[32], b[32];

	for (unsigned n = 0; n < 20; n++) {
		for (unsigned i = 0; i < 32; i++)
			a[i] = (char)i;
		memcpy(b, a, 32);
		CHECK(!memcmp(a, b, 32));
		memmove(a + 3, a, n);
		for (unsigned i = 0; i < n; i++)
			CHECK(a[3 + i] == (char)i);
		memmove(b, b + 3, n);
		for (unsigned i = 0; i < n; i++)
			CHECK(b[i] == (char)(i + 3));
		memset(a, 0x5a, 32);
		memset(a, 0x11, n);
		CHECK(a[n] == 0x5a && (!n || a[n - 1] == 0x11));
	}
	CHECK(memcmp("abc", "abd", 3) < 0 && memcmp("b", "a", 1) > 0);
	CHECK(memcmp("\xff", "\x01", 1) > 0 && !memcmp("a", "b", 0));
}

static void check_strings(void)
{
	const char *s = "a=b=c";

	CHECK(strlen(s) == 5 && strnlen(s, 3) == 3);
	CHECK(strchr(s, '=') == s + 1 && strrchr(s, '=') == s + 3);
	CHECK(strchr(s, 0) == s + 5 && !strchr(s, 'z'));
	CHECK(strrchr(s, 0) == s + 5 && !strrchr(s, 'z'));
	CHECK(strstr(s, "b=") == s + 2 && !strstr(s, "x"));
	CHECK(strstr(s, "") == s);
	CHECK(!strncmp(s, "a=x", 2) && strncmp(s, "a=x", 3) < 0);
	CHECK(strcmp("a", "b") < 0 && strcmp("\xff", "a") > 0);
	CHECK(memchr(s, 'c', 5) == s + 4 && !memchr(s, 'c', 4));
}

int main(void)
{
	check_format();
	check_limits();
	check_memory_functions();
	check_strings();
	return check_result("print");
}
