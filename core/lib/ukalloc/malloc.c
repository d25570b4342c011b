/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The public functions. With CONFIG_LIBUKALLOC_DEBUG every allocation lies
 * between two marks, so that a write beyond its end and a second free are
 * reported when it is freed, and freed memory is filled.
 */
#include <stdint.h>
#include <string.h>
#include <uk/alloc.h>
#include <uk/assert.h>
#include <uk/config.h>
#include <uk/essentials.h>

#include "internal.h"

#if CONFIG_LIBUKALLOC_DEBUG
/* Stands before the memory; as large as the alignment demands. */
struct head {
	uint64_t mark;
	size_t size; /* as asked for */
};

#define MARK_LIVE    0x6c6976652d6d656dull
#define MARK_TAIL    0x7461696c2d6d656dull
#define FILL_FREE    0xdd
#define EXTRA(align) (UK_MAX(align, sizeof(struct head)) + sizeof(uint64_t))

static struct head *head_of(void *p)
{
	return (struct head *)p - 1;
}

/* The start of the heap block; the alignment is in the low bits of the mark */
static void *start_of(void *p)
{
	return (char *)p - (1ul << (head_of(p)->mark & 63));
}

static void *guard(char *start, size_t align, size_t size)
{
	uint64_t tail = MARK_TAIL;
	char *p;

	if (!start)
		return NULL;
	align = UK_MAX(align, sizeof(struct head));
	p = start + align;
	head_of(p)->mark =
		(MARK_LIVE & ~63ull) | (uint64_t)__builtin_ctzl(align);
	head_of(p)->size = size;
	memcpy(p + size, &tail, sizeof(tail));
	return p;
}

static void verify(void *p)
{
	struct head *h = head_of(p);
	uint64_t tail;

	if ((h->mark & ~63ull) != (MARK_LIVE & ~63ull))
		uk_panic("UK9004: %p is not allocated or was freed before, or "
			 "the memory before it was overwritten",
			 p);
	memcpy(&tail, (char *)p + h->size, sizeof(tail));
	if (tail != MARK_TAIL)
		uk_panic("UK9004: memory behind %p (%lu bytes) was overwritten",
			 p, h->size);
}

void *uk_memalign(size_t align, size_t size)
{
	if (!align || align & (align - 1) || size > SIZE_MAX / 4 ||
	    align > SIZE_MAX / 4)
		return NULL;
	return guard(uk_heap_alloc(align, size + EXTRA(align)), align, size);
}

void uk_free(void *p)
{
	void *start;

	if (!p)
		return;
	verify(p);
	start = start_of(p);
	memset(p, FILL_FREE, head_of(p)->size);
	head_of(p)->mark = 0;
	uk_heap_free(start);
}

size_t uk_malloc_usable_size(void *p)
{
	if (!p)
		return 0;
	verify(p);
	return head_of(p)->size;
}

static int resize(void *p, size_t size)
{
	return size == uk_malloc_usable_size(p);
}
#else
void *uk_memalign(size_t align, size_t size)
{
	if (!align || align & (align - 1))
		return NULL;
	return uk_heap_alloc(align, size);
}

void uk_free(void *p)
{
	if (p)
		uk_heap_free(p);
}

size_t uk_malloc_usable_size(void *p)
{
	return p ? uk_heap_usable(p) : 0;
}

static int resize(void *p, size_t size)
{
	return uk_heap_resize(p, size);
}
#endif

void *uk_malloc(size_t size)
{
	return uk_memalign(16, size);
}

void *uk_calloc(size_t n, size_t size)
{
	size_t bytes;
	void *p;

	if (__builtin_mul_overflow(n, size, &bytes))
		return NULL;
	p = uk_malloc(bytes);
	if (p)
		memset(p, 0, bytes);
	return p;
}

void *uk_realloc(void *p, size_t size)
{
	void *q;

	if (!p)
		return uk_malloc(size);
	if (resize(p, size))
		return p;
	q = uk_malloc(size);
	if (!q)
		return NULL;
	memcpy(q, p, UK_MIN(size, uk_malloc_usable_size(p)));
	uk_free(p);
	return q;
}
