/* SPDX-License-Identifier: BSD-3-Clause */
#include "shim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uk/alloc.h>
#include <uk/assert.h>
#include <uk/print.h>

jmp_buf shim_panicked;
bool shim_panic_expected;
char shim_panic_text[200];
char shim_console[4096];
size_t shim_console_used;

_Noreturn void uk_panic(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(shim_panic_text, sizeof(shim_panic_text), fmt, ap);
	va_end(ap);
	if (!shim_panic_expected) {
		fprintf(stderr, "ERROR: panic: %s\n", shim_panic_text);
		abort();
	}
	shim_panic_expected = false;
	longjmp(shim_panicked, 1);
}

_Noreturn void uk_assert_fail(const char *cond, const char *file, int line)
{
	uk_panic("%s:%d: %s", file, line, cond);
}

void uk_console_write(const char *buf, size_t len)
{
	size_t room = sizeof(shim_console) - 1 - shim_console_used;
	size_t n = len < room ? len : room;

	memcpy(shim_console + shim_console_used, buf, n);
	shim_console_used += n;
	shim_console[shim_console_used] = 0;
}
