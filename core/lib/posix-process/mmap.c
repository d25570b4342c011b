/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Anonymous memory by mmap(2), munmap(2), mprotect(2): whole pages of the
 * page allocator. Memory is identity mapped, so an address cannot be chosen,
 * and files cannot be mapped. The list of mappings guards the heap: a range
 * that was not mapped here is refused.
 */
#include <stdint.h>
#include <string.h>
#include <uk/alloc.h>
#include <uk/errno.h>
#include <uk/essentials.h>
#include <uk/page.h>
#include <uk/syscall.h>

#define PROT_READ  1
#define PROT_WRITE 2
#define PROT_EXEC  4

#define MAP_FIXED     0x10
#define MAP_ANONYMOUS 0x20

struct mapping {
	struct mapping *next;
	uintptr_t start, end;
};

static struct mapping *mappings;

static int rights(int prot, unsigned *flags)
{
	switch (prot & (PROT_READ | PROT_WRITE | PROT_EXEC)) {
	case 0:
		*flags = UK_PAGE_NONE;
		return 0;
	case PROT_READ:
		*flags = UK_PAGE_R;
		return 0;
	case PROT_WRITE:
	case PROT_READ | PROT_WRITE:
		*flags = UK_PAGE_RW;
		return 0;
	case PROT_EXEC:
	case PROT_READ | PROT_EXEC:
		*flags = UK_PAGE_RX;
		return 0;
	default:
		return -EACCES; /* W^X */
	}
}

static unsigned long pages_of(uintptr_t start, uintptr_t end)
{
	return (end - start) >> UK_PAGE_SHIFT;
}

/* The mapping that holds the whole range. */
static struct mapping *find(uintptr_t start, uintptr_t end)
{
	struct mapping *m = mappings;

	while (m && !(m->start <= start && end <= m->end))
		m = m->next;
	return m;
}

static int page_range(uintptr_t start, size_t len, uintptr_t *end)
{
	size_t bytes;

	if (start % UK_PAGE_SIZE || !len || len > SIZE_MAX - UK_PAGE_SIZE)
		return -EINVAL;
	bytes = UK_ALIGN_UP(len, UK_PAGE_SIZE);
	if (bytes > UINTPTR_MAX - start)
		return -EINVAL;
	*end = start + bytes;
	return 0;
}

UK_SYSCALL_R_DEFINE(long, mmap, void *, hint, size_t, len, int, prot, int,
		    flags, int, fd, long, offset)
{
	struct mapping *m;
	uintptr_t end;
	unsigned access;
	void *mem;
	int r = page_range(0, len, &end);

	(void)hint;
	(void)fd;
	(void)offset;
	if (r)
		return r;
	if (flags & MAP_FIXED)
		return -ENOMEM;
	if (!(flags & MAP_ANONYMOUS))
		return -ENODEV;
	r = rights(prot, &access);
	if (r)
		return r;
	m = uk_malloc(sizeof(*m));
	mem = m ? uk_palloc(end >> UK_PAGE_SHIFT) : NULL;
	if (!mem) {
		uk_free(m);
		return -ENOMEM;
	}
	memset(mem, 0, end);
	if (access != UK_PAGE_RW)
		r = uk_page_protect(mem, end >> UK_PAGE_SHIFT, access);
	if (r) {
		uk_pfree(mem, end >> UK_PAGE_SHIFT);
		uk_free(m);
		return r;
	}
	m->start = (uintptr_t)mem;
	m->end = m->start + end;
	m->next = mappings;
	mappings = m;
	return (long)mem;
}

UK_SYSCALL_R_DEFINE(int, mprotect, uintptr_t, start, size_t, len, int, prot)
{
	uintptr_t end;
	unsigned access;
	int r = page_range(start, len, &end);

	if (!r)
		r = rights(prot, &access);
	if (r)
		return r;
	if (!find(start, end))
		return -ENOMEM;
	return uk_page_protect((void *)start, pages_of(start, end), access);
}

static void unlink_mapping(struct mapping *m)
{
	struct mapping **at = &mappings;

	while (*at != m)
		at = &(*at)->next;
	*at = m->next;
	uk_free(m);
}

UK_SYSCALL_R_DEFINE(int, munmap, uintptr_t, start, size_t, len)
{
	struct mapping *m, *rest = NULL;
	uintptr_t end;
	int r = page_range(start, len, &end);

	if (r)
		return r;
	m = find(start, end);
	if (!m)
		return -EINVAL;
	if (m->start < start && end < m->end) {
		rest = uk_malloc(sizeof(*rest));
		if (!rest)
			return -ENOMEM;
	}
	/* The allocator's free pages are all writable. */
	r = uk_page_protect((void *)start, pages_of(start, end), UK_PAGE_RW);
	if (r) {
		uk_free(rest);
		return r;
	}
	uk_pfree((void *)start, pages_of(start, end));
	if (rest) {
		*rest = (struct mapping){m->next, end, m->end};
		m->next = rest;
		m->end = start;
	} else if (m->start < start) {
		m->end = start;
	} else if (end < m->end) {
		m->start = end;
	} else {
		unlink_mapping(m);
	}
	return 0;
}

/* Advice about paging changes nothing where nothing is paged. */
UK_SYSCALL_R_DEFINE(int, madvise, uintptr_t, start, size_t, len, int, advice)
{
	(void)start;
	(void)len;
	(void)advice;
	return 0;
}
