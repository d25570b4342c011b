/* SPDX-License-Identifier: BSD-3-Clause */
#include "memory.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"

static void (*last_words)(void *user);
static void *last_words_user;

void tnt_last_words(void (*say)(void *user), void *user)
{
	last_words = say;
	last_words_user = user;
}

void tnt_out_of_memory(void)
{
	if (last_words)
		last_words(last_words_user);
	tnt_error(6090, "out of memory",
		  "Give the machine more, or fewer destinations at a time");
	exit(TNT_EXIT_ENGINE);
}

void *tnt_alloc(size_t count, size_t size)
{
	void *p = calloc(count ? count : 1, size);

	if (!p)
		tnt_out_of_memory();
	return p;
}

void *tnt_grow(void *array, size_t count, size_t size)
{
	/* Room doubles at each power of two, so it follows from the count. */
	if (count & (count - 1))
		return array;
	if (count > (size_t)-1 / 2 / size)
		tnt_out_of_memory();
	array = realloc(array, (count ? 2 * count : 1) * size);
	if (!array)
		tnt_out_of_memory();
	return array;
}

char *tnt_strdup(const char *text)
{
	size_t len = strlen(text) + 1;

	return memcpy(tnt_alloc(len, 1), text, len);
}
