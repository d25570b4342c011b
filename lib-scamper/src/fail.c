/* SPDX-License-Identifier: BSD-3-Clause */
#include "fail.h"

#include <stdarg.h>
#include <stdio.h>

void scamper_fail(struct scamper_error *error, unsigned int code,
		  const char *format, ...)
{
	va_list args;
	int used;

	if (!error)
		return;
	error->code = code;
	used = snprintf(error->text, sizeof(error->text), "UK%04u: ", code);
	va_start(args, format);
	vsnprintf(error->text + used, sizeof(error->text) - (size_t)used,
		  format, args);
	va_end(args);
}

void scamper_fail_memory(struct scamper_error *error)
{
	scamper_fail(error, ERR_MEMORY,
		     "no memory left. Give the program more memory or fewer "
		     "tasks at a time.");
}
