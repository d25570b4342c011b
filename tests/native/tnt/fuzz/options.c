/* SPDX-License-Identifier: BSD-3-Clause */
/* Command lines, a word a line; of a replay, too, whose words are foreign. */
#include "options.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1), *argv[WORDS + 1];
	struct tnt_options options = {0};
	int argc = 1;

	argv[0] = text;

	memcpy(text, data, size);
	text[size] = '\0';
	for (char *at = text; at && argc < WORDS;) {
		argv[argc++] = at;
		at = strchr(at, '\n');
		if (at)
			*at++ = '\0';
	}
	if (tnt_options_read(&options, argc, argv) && !options.help &&
	    !options.dump && !options.output)
		abort();
	options = (struct tnt_options){.output = "o", .replay = "r"};
	if (tnt_options_replayed(&options, argc, argv) &&
	    (options.record || strcmp(options.output, "o")))
		abort();
	free(text);
	return 0;
}
