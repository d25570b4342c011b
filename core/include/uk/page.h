/* SPDX-License-Identifier: BSD-3-Clause */
/* Page protection of the identity mapping. */
#ifndef UK_PAGE_H
#define UK_PAGE_H

#include <stddef.h>
#include <stdint.h>

#define UK_PAGE_NONE 0u
#define UK_PAGE_R    1u
#define UK_PAGE_W    2u
#define UK_PAGE_X    4u
#define UK_PAGE_RW   (UK_PAGE_R | UK_PAGE_W)
#define UK_PAGE_RX   (UK_PAGE_R | UK_PAGE_X)

/*
 * Sets the rights of @pages pages at @addr (page aligned, RAM): UK_PAGE_NONE,
 * _R, _RW or _RX. Returns 0; -EINVAL for anything else, above all for memory
 * both writable and executable; -ENOMEM when no page table can be had.
 */
int uk_page_protect(void *addr, unsigned long pages, unsigned flags);

/*
 * Maps device memory at its physical address, RW, not executable, uncached.
 * Only RAM is mapped at start: drivers call this before the first access.
 * Mapping the same range twice is allowed. Returns the address, NULL when no
 * page table can be had or the range holds RAM.
 */
volatile void *uk_page_map_io(uint64_t phys, size_t bytes);

#endif
