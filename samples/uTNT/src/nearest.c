/* SPDX-License-Identifier: BSD-3-Clause */
#include "nearest.h"

#include <string.h>

#define WORD_MAX 31 /* longer words are compared by their beginning */

static unsigned int least(unsigned int a, unsigned int b)
{
	return a < b ? a : b;
}

/* Levenshtein distance, one row at a time. */
static unsigned int distance(const char *a, const char *b)
{
	unsigned int row[WORD_MAX + 1];
	size_t len = strnlen(b, WORD_MAX);

	for (unsigned int j = 0; j <= len; j++)
		row[j] = j;
	for (size_t i = 0; i < WORD_MAX && a[i]; i++) {
		unsigned int diagonal = row[0];

		row[0] = (unsigned int)i + 1;
		for (size_t j = 0; j < len; j++) {
			unsigned int above = row[j + 1];

			row[j + 1] = least(least(above, row[j]) + 1,
					   diagonal + (a[i] != b[j]));
			diagonal = above;
		}
	}
	return row[len];
}

const char *tnt_nearest(const char *word, const char *const *names,
			size_t count)
{
	const char *best = names[0];

	for (size_t i = 1; i < count; i++)
		if (distance(word, names[i]) < distance(word, best))
			best = names[i];
	return best;
}
