/* SPDX-License-Identifier: BSD-3-Clause */
#include "uudecode.h"

#include <string.h>

bool uu_decode_line(const char *line, uint8_t out[UU_LINE_MAX], size_t *used)
{
	size_t len = (size_t)(line[0] - 32) & 63;

	/* 3 bytes in 4 characters, each 32 + 6 bits; ` stands for a space. */
	if (strlen(line) < 1 + (len + 2) / 3 * 4)
		return false;
	for (size_t i = 1; line[i]; i++)
		if (line[i] < 32 || line[i] > 96)
			return false;
	for (size_t i = 0; i < len; i++) {
		const char *group = line + 1 + i / 3 * 4 + i % 3;
		unsigned int high = (unsigned int)(group[0] - 32) & 63;
		unsigned int low = (unsigned int)(group[1] - 32) & 63;
		unsigned int shift = 2 + 2 * (unsigned int)(i % 3);

		out[i] = (uint8_t)(high << shift | low >> (6 - shift));
	}
	*used = len;
	return true;
}
