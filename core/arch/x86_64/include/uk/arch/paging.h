/* SPDX-License-Identifier: BSD-3-Clause */
/* Page tables of x86_64, four levels, identity mapped (SDM volume 3, 4.5). */
#ifndef UK_ARCH_PAGING_H
#define UK_ARCH_PAGING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UK_PTE_PRESENT  0x001ull
#define UK_PTE_WRITE    0x002ull
#define UK_PTE_UNCACHED 0x018ull /* PCD and PWT */
#define UK_PTE_LARGE    0x080ull
#define UK_PTE_NX       (1ull << 63)
#define UK_PTE_ADDRESS  0x000ffffffffff000ull

#define UK_PTE_RX UK_PTE_PRESENT
#define UK_PTE_R  (UK_PTE_PRESENT | UK_PTE_NX)
#define UK_PTE_RW (UK_PTE_PRESENT | UK_PTE_WRITE | UK_PTE_NX)
#define UK_PTE_IO (UK_PTE_RW | UK_PTE_UNCACHED)

/* One zeroed page for a table, or NULL. */
typedef void *(*uk_paging_alloc)(void);

/* Starts an empty table tree; tables come from @alloc. False: none left. */
bool uk_paging_init(uk_paging_alloc alloc);

/* Where further tables come from, once the page allocator works. */
void uk_paging_set_alloc(uk_paging_alloc alloc);

/*
 * Maps [@start, @start + @len) with @flags, page aligned; @flags 0 removes the
 * mapping. Splits and replaces what was there. False: no table could be had.
 */
bool uk_paging_map(uint64_t start, uint64_t len, uint64_t flags);

/* Makes the tree the one the CPU uses. */
void uk_paging_activate(void);

/* The page table entry that maps @addr, 0 when not mapped. */
uint64_t uk_paging_lookup(uint64_t addr);

/* True if all of [@addr, @addr + @len) can be read without a fault. */
bool uk_paging_readable(uint64_t addr, size_t len);

#endif
