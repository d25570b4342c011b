/* SPDX-License-Identifier: BSD-3-Clause */
/* Fuzzer of prefixes: the input is the lines of a block list. */
#include <stdlib.h>
#include <string.h>

#include "block.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tnt_block block = {0};
	char *text = malloc(size + 1), *line, *save;

	memcpy(text, data, size);
	text[size] = '\0';
	for (line = strtok_r(text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save))
		tnt_block_add(&block, line);
	tnt_block_sort(&block);
	/* Ranges are sorted and apart, and hold their ends. */
	for (size_t i = 0; i < block.count; i++) {
		const struct tnt_range *range = &block.at[i];

		if (tnt_addr_compare(range->first, range->last) > 0 ||
		    (i &&
		     tnt_addr_compare(range[-1].last, range->first) >= 0) ||
		    !tnt_block_holds(&block, range->first) ||
		    !tnt_block_holds(&block, range->last))
			abort();
	}
	tnt_block_free(&block);
	free(text);
	return 0;
}
