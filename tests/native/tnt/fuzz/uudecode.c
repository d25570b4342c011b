/* SPDX-License-Identifier: BSD-3-Clause */
/* Lines of uuencoded data, as an engine behind a control socket sends them. */
#include "uudecode.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *line = malloc(size + 1);
	uint8_t out[UU_LINE_MAX];
	size_t used = 0;

	memcpy(line, data, size);
	line[size] = '\0';
	if (uu_decode_line(line, out, &used) &&
	    (used > UU_LINE_MAX || (used && strlen(line) < used)))
		abort();
	free(line);
	return 0;
}
