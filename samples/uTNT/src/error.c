/* SPDX-License-Identifier: BSD-3-Clause */
#include "error.h"

#include <stdarg.h>
#include <stdio.h>

void tnt_error(int code, const char *cause, const char *remedy)
{
	tnt_errorf(code, remedy, "%s", cause);
}

void tnt_errorf(int code, const char *remedy, const char *cause, ...)
{
	va_list args;

	fflush(stdout);
	fprintf(stderr, "UK%04d: ", code);
	va_start(args, cause);
	vfprintf(stderr, cause, args);
	va_end(args);
	fprintf(stderr, ". %s.\n", remedy);
}
