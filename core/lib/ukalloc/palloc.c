/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Pages. Free runs form one list in address order; the head of each run lies
 * in its first page, so free memory is neither touched nor described
 * elsewhere. First fit; neighbours merge at once.
 */
#include <stdbool.h>
#include <stdint.h>
#include <uk/alloc.h>
#include <uk/assert.h>
#include <uk/essentials.h>

#include "internal.h"

struct run {
	struct run *next;
	unsigned long pages;
};

static struct run *runs;
static unsigned long free_pages;
static unsigned long total_pages;

static uintptr_t run_end(const struct run *r)
{
	return (uintptr_t)r + r->pages * UK_PAGE_SIZE;
}

void *uk_palloc(unsigned long pages)
{
	struct run **link = &runs;
	struct run *r;

	if (!pages)
		return NULL;
	while ((r = *link) && r->pages < pages)
		link = &r->next;
	if (!r)
		return NULL;
	if (r->pages > pages) {
		struct run *rest = (void *)((char *)r + pages * UK_PAGE_SIZE);

		rest->next = r->next;
		rest->pages = r->pages - pages;
		*link = rest;
	} else {
		*link = r->next;
	}
	free_pages -= pages;
	return r;
}

void uk_pfree(void *p, unsigned long pages)
{
	struct run *r = p;
	struct run *before = NULL;
	struct run *after = runs;
	uintptr_t start = (uintptr_t)p;
	uintptr_t end = start + pages * UK_PAGE_SIZE;

	if (!p || !pages)
		return;
	while (after && (uintptr_t)after < start) {
		before = after;
		after = after->next;
	}
	if (start % UK_PAGE_SIZE || end <= start ||
	    (before && run_end(before) > start) ||
	    (after && (uintptr_t)after < end))
		uk_panic("UK9004: pages %p, %lu of them, are free already", p,
			 pages);
	free_pages += pages;
	r->next = after;
	r->pages = pages;
	if (after && end == (uintptr_t)after) {
		r->pages += after->pages;
		r->next = after->next;
	}
	if (before && run_end(before) == start) {
		before->pages += r->pages;
		before->next = r->next;
	} else if (before) {
		before->next = r;
	} else {
		runs = r;
	}
}

void uk_alloc_add_region(void *start, size_t len)
{
	uintptr_t first = UK_ALIGN_UP((uintptr_t)start, UK_PAGE_SIZE);
	uintptr_t end = UK_ALIGN_DOWN((uintptr_t)start + len, UK_PAGE_SIZE);

	if (end <= first)
		return;
	total_pages += (end - first) / UK_PAGE_SIZE;
	uk_pfree((void *)first, (end - first) / UK_PAGE_SIZE);
}

size_t uk_alloc_free_bytes(void)
{
	return free_pages * UK_PAGE_SIZE + uk_heap_free_bytes();
}

size_t uk_alloc_total_bytes(void)
{
	return total_pages * UK_PAGE_SIZE;
}
