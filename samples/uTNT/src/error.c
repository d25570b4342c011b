/* SPDX-License-Identifier: BSD-3-Clause */
#include "error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void tnt_error(int code, const char *cause, const char *remedy)
{
	tnt_errorf(code, remedy, "%s", cause);
}

void tnt_errorf(int code, const char *remedy, const char *cause, ...)
{
	char text[512];
	size_t len;
	va_list args;

	va_start(args, cause);
	vsnprintf(text, sizeof(text), cause, args);
	va_end(args);
	/* A cause may be the whole sentence of another part. */
	len = strlen(text);
	if (len && text[len - 1] == '.')
		text[len - 1] = '\0';
	fflush(stdout);
	fprintf(stderr, "UK%04d: %s. %s.\n", code, text, remedy);
}
