/* SPDX-License-Identifier: BSD-3-Clause */
/* Any command line: no word is longer than the line, none is lost. */
#include "shim/shim.h"

#include <stdlib.h>
#include <string.h>
#include <uk/alloc.h>
#include <uk/param.h>

#include "cmdline.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

void *uk_calloc(size_t n, size_t size)
{
	return calloc(n, size);
}

void uk_free(void *p)
{
	free(p);
}

static int set(const char *value)
{
	uint64_t v;

	return uk_param_u64(value, &v);
}

UK_PARAM(number, "a", "number", set);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	char **argv;
	int argc;

	memcpy(text, data, size);
	text[size] = 0;
	shim_console_used = 0;
	if (uk_cmdline_parse(text, &argc, &argv) == 0) {
		size_t total = 0;

		for (int i = 1; i < argc; i++)
			total += strlen(argv[i]) + 1;
		if (total > size + 1 || argv[argc])
			abort();
		free(argv);
	}
	free(text);
	return 0;
}
