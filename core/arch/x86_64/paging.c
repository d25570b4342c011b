/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Four-level page tables (SDM volume 3, 4.5), identity mapped. RAM uses 2 MiB
 * pages until somebody asks for other rights on a part of one.
 */
#include <uk/alloc.h>
#include <uk/arch/cpu.h>
#include <uk/arch/paging.h>
#include <uk/errno.h>
#include <uk/essentials.h>
#include <uk/irq.h>
#include <uk/page.h>

#define LARGE_SIZE  0x200000ull
#define ENTRIES     512
#define LEVEL_PAGE  1 /* page table: 4 KiB entries */
#define LEVEL_LARGE 2 /* page directory: 2 MiB entries */
#define LEVEL_TOP   4

static uint64_t *root;
static uk_paging_alloc table_alloc;

static unsigned index_at(uint64_t addr, int level)
{
	return (addr >> (UK_PAGE_SHIFT + 9 * (level - 1))) % ENTRIES;
}

static uint64_t *table_of(uint64_t entry)
{
	return (uint64_t *)(entry & UK_PTE_ADDRESS);
}

bool uk_paging_init(uk_paging_alloc alloc)
{
	table_alloc = alloc;
	root = alloc();
	return root != NULL;
}

void uk_paging_set_alloc(uk_paging_alloc alloc)
{
	table_alloc = alloc;
}

void uk_paging_activate(void)
{
	uk_write_cr3((uint64_t)root);
}

static void flush(uint64_t addr)
{
	__asm__ volatile("invlpg (%0)" ::"r"(addr) : "memory");
}

/* Turns the 2 MiB entry @e into a table of 512 entries with equal rights. */
static bool split(uint64_t *e)
{
	uint64_t *table = table_alloc();
	uint64_t page = *e & ~UK_PTE_LARGE;

	if (!table)
		return false;
	for (unsigned i = 0; i < ENTRIES; i++)
		table[i] = page + i * UK_PAGE_SIZE;
	*e = (uint64_t)table | UK_PTE_PRESENT | UK_PTE_WRITE;
	return true;
}

/* The entry for @addr at @level, making tables on the way; NULL: none left */
static uint64_t *entry_at(uint64_t addr, int level)
{
	uint64_t *table = root;

	for (int l = LEVEL_TOP; l > level; l--) {
		uint64_t *e = &table[index_at(addr, l)];

		if (!(*e & UK_PTE_PRESENT)) {
			void *next = table_alloc();

			if (!next)
				return NULL;
			*e = (uint64_t)next | UK_PTE_PRESENT | UK_PTE_WRITE;
		} else if (*e & UK_PTE_LARGE && !split(e)) {
			return NULL;
		}
		table = table_of(*e);
	}
	return &table[index_at(addr, level)];
}

/* True if the 2 MiB at @addr can be one entry: no table stands there yet. */
static bool large_fits(uint64_t addr, uint64_t len)
{
	uint64_t *e;

	if (addr % LARGE_SIZE || len < LARGE_SIZE)
		return false;
	e = entry_at(addr, LEVEL_LARGE);
	return e && (!(*e & UK_PTE_PRESENT) || *e & UK_PTE_LARGE);
}

static bool map_range(uint64_t start, uint64_t len, uint64_t flags)
{
	while (len) {
		bool large = large_fits(start, len);
		uint64_t size = large ? LARGE_SIZE : UK_PAGE_SIZE;
		uint64_t *e = entry_at(start, large ? LEVEL_LARGE : LEVEL_PAGE);

		if (!e)
			return false;
		*e = flags ? start | flags | (large ? UK_PTE_LARGE : 0) : 0;
		flush(start);
		start += size;
		len -= size;
	}
	return true;
}

bool uk_paging_map(uint64_t start, uint64_t len, uint64_t flags)
{
	unsigned long irq = uk_irq_save();
	bool ok = map_range(start, len, flags);

	uk_irq_restore(irq);
	return ok;
}

uint64_t uk_paging_lookup(uint64_t addr)
{
	const uint64_t *table = root;

	/* Addresses beyond 48 bits are not canonical or not identity mapped */
	if (!root || addr >> 47)
		return 0;
	for (int l = LEVEL_TOP; l > 0; l--) {
		uint64_t e = table[index_at(addr, l)];

		if (!(e & UK_PTE_PRESENT))
			return 0;
		if (l == LEVEL_PAGE || e & UK_PTE_LARGE)
			return e;
		table = table_of(e);
	}
	return 0;
}

bool uk_paging_readable(uint64_t addr, size_t len)
{
	uint64_t end = addr + len;

	if (end < addr)
		return false;
	for (uint64_t a = UK_ALIGN_DOWN(addr, UK_PAGE_SIZE); a < end;
	     a += UK_PAGE_SIZE)
		if (!(uk_paging_lookup(a) & UK_PTE_PRESENT))
			return false;
	return true;
}

static int rights_of(unsigned flags, uint64_t *pte)
{
	switch (flags) {
	case UK_PAGE_NONE:
		*pte = 0;
		return 0;
	case UK_PAGE_R:
		*pte = UK_PTE_R;
		return 0;
	case UK_PAGE_RW:
		*pte = UK_PTE_RW;
		return 0;
	case UK_PAGE_RX:
		*pte = UK_PTE_RX;
		return 0;
	default:
		return -EINVAL;
	}
}

int uk_page_protect(void *addr, unsigned long pages, unsigned flags)
{
	uint64_t start = (uint64_t)addr;
	uint64_t pte;

	if (start % UK_PAGE_SIZE || !start || rights_of(flags, &pte))
		return -EINVAL;
	if (pages > ((1ull << 47) - start) / UK_PAGE_SIZE || start >> 47)
		return -EINVAL;
	return uk_paging_map(start, pages * UK_PAGE_SIZE, pte) ? 0 : -ENOMEM;
}

volatile void *uk_page_map_io(uint64_t phys, size_t bytes)
{
	uint64_t start = UK_ALIGN_DOWN(phys, UK_PAGE_SIZE);
	uint64_t end = UK_ALIGN_UP(phys + bytes, UK_PAGE_SIZE);

	if (end <= start || end >> 47)
		return NULL;
	for (uint64_t a = start; a < end; a += UK_PAGE_SIZE) {
		uint64_t e = uk_paging_lookup(a);

		if (e && (e & UK_PTE_UNCACHED) != UK_PTE_UNCACHED)
			return NULL;
	}
	if (!uk_paging_map(start, end - start, UK_PTE_IO))
		return NULL;
	return (volatile void *)phys;
}
