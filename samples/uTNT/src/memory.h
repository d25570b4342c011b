/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Allocation that never fails: without memory the program ends with UK6090,
 * and with its last words, by which each finished trace is in the result file.
 */
#ifndef TNT_MEMORY_H
#define TNT_MEMORY_H

#include <stddef.h>

/* Zeroed memory for `count` things; give it back with free(). */
void *tnt_alloc(size_t count, size_t size);

/*
 * Makes room for one more element of `size` bytes in a growing array of
 * `count` elements. Returns the array, which may have moved.
 */
void *tnt_grow(void *array, size_t count, size_t size);

/* A copy of `text`. */
char *tnt_strdup(const char *text);

_Noreturn void tnt_out_of_memory(void);

/* What to call then; it does not allocate. NULL: nothing. */
void tnt_last_words(void (*say)(void *user), void *user);

#endif
