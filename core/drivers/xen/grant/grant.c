/* SPDX-License-Identifier: BSD-3-Clause */
/* The grant table grows by whole pages; free entries form a list. */
#include <uk/alloc.h>
#include <uk/errno.h>
#include <uk/essentials.h>
#include <uk/io.h>
#include <uk/xen/grant.h>
#include <uk/xen/hypercall.h>

#define PERMIT_ACCESS 0x01
#define READ_ONLY     0x04
#define IN_USE        0x18 /* GTF_reading, GTF_writing */

/* struct grant_entry_v1; the first 8 entries are reserved for the tools */
struct entry {
	uint16_t flags;
	uint16_t domain;
	uint32_t frame;
};

#define RESERVED    8
#define PER_PAGE    (UK_PAGE_SIZE / sizeof(struct entry))
#define MAX_PAGES   8
#define END_OF_LIST 0

/* The page that Xen put in the place of one of ours, and our own notes. */
static struct {
	volatile struct entry *entries;
	uint16_t *next_free;
} pages[MAX_PAGES];

static unsigned page_count;
static unsigned first_free = END_OF_LIST;

static volatile struct entry *entry_of(unsigned ref)
{
	return &pages[ref / PER_PAGE].entries[ref % PER_PAGE];
}

static void put_free(unsigned ref)
{
	pages[ref / PER_PAGE].next_free[ref % PER_PAGE] = (uint16_t)first_free;
	first_free = ref;
}

static int grow(void)
{
	unsigned n = page_count;
	uint16_t *next_free;
	void *page;
	int r;

	if (n == MAX_PAGES)
		return -ENOSPC;
	next_free = uk_malloc(PER_PAGE * sizeof(*next_free));
	page = uk_palloc(1);
	r = next_free && page ? uk_xen_map(UK_XEN_SPACE_GRANT_TABLE, n, page)
			      : -ENOMEM;
	if (r) {
		uk_free(next_free);
		uk_pfree(page, 1);
		return r;
	}
	pages[n].entries = page;
	pages[n].next_free = next_free;
	page_count++;
	for (unsigned i = PER_PAGE; i-- > (n ? 0u : RESERVED);)
		put_free(n * PER_PAGE + i);
	return 0;
}

int uk_xen_grant(uint16_t domain, const void *page, bool read_only)
{
	volatile struct entry *e;
	unsigned ref;
	int r;

	if (first_free == END_OF_LIST) {
		r = grow();
		if (r < 0)
			return r;
	}
	ref = first_free;
	first_free = pages[ref / PER_PAGE].next_free[ref % PER_PAGE];
	e = entry_of(ref);
	e->domain = domain;
	e->frame = (uint32_t)((uint64_t)page >> UK_PAGE_SHIFT);
	/* grant_table.h: the flags last, behind a write barrier */
	uk_io_wmb();
	e->flags = PERMIT_ACCESS | (read_only ? READ_ONLY : 0);
	return (int)ref;
}

/* grant_table.h, "Invalidating an unused GTF_permit_access entry" */
int uk_xen_grant_end(int ref)
{
	volatile struct entry *e = entry_of((unsigned)ref);
	uint16_t flags = e->flags;

	do {
		if (flags & IN_USE)
			return -EBUSY;
	} while (!__atomic_compare_exchange_n(&e->flags, &flags, (uint16_t)0,
					      false, __ATOMIC_SEQ_CST,
					      __ATOMIC_SEQ_CST));
	put_free((unsigned)ref);
	return 0;
}
