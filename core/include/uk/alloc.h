/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Memory. One heap (any size, 16-byte aligned) on top of one page allocator.
 * All memory is RW and never executable, and identity mapped: a pointer is
 * also the physical address a device uses. Not callable from interrupt
 * handlers.
 */
#ifndef UK_ALLOC_H
#define UK_ALLOC_H

#include <stddef.h>

/*
 * Returns @size bytes (0 counts as 1), 16-byte aligned, contents undefined;
 * NULL when memory is exhausted. The caller frees it with uk_free().
 */
void *uk_malloc(size_t size);

/* As uk_malloc(n * size), zeroed; NULL also when the product overflows. */
void *uk_calloc(size_t n, size_t size);

/*
 * Resizes @p (NULL: as uk_malloc). On failure returns NULL and @p stays
 * valid; on success the old pointer is gone.
 */
void *uk_realloc(void *p, size_t size);

/* As uk_malloc, at a multiple of @align, a power of two; else NULL. */
void *uk_memalign(size_t align, size_t size);

/* NULL is allowed. A pointer that is not allocated ends the guest (UK9004). */
void uk_free(void *p);

/* Bytes the caller may use at @p, at least what was asked for; NULL: 0. */
size_t uk_malloc_usable_size(void *p);

/* @pages contiguous, page-aligned 4 KiB pages, not zeroed; NULL if none. */
void *uk_palloc(unsigned long pages);

/* Returns pages of uk_palloc(), the same number or a part of the run. */
void uk_pfree(void *p, unsigned long pages);

/* Free bytes now: free pages and what is free inside of the heap. */
size_t uk_alloc_free_bytes(void);

/* All bytes ever given to the page allocator (RAM without the image). */
size_t uk_alloc_total_bytes(void);

/*
 * Gives [@start, @start + @len) to the page allocator, called by the platform
 * at boot; parts of pages at both ends are left out.
 */
void uk_alloc_add_region(void *start, size_t len);

#endif
