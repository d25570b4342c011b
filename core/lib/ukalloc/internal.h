/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef UKALLOC_INTERNAL_H
#define UKALLOC_INTERNAL_H

#include <stddef.h>

/* Free bytes inside of the heap's chunks. */
size_t uk_heap_free_bytes(void);

/* The heap below the checks of debug.c. */
void *uk_heap_alloc(size_t align, size_t size);
void uk_heap_free(void *p);
size_t uk_heap_usable(const void *p);

/* Grows or shrinks @p in place; false: not possible. */
int uk_heap_resize(void *p, size_t size);

#endif
