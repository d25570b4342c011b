/* SPDX-License-Identifier: BSD-3-Clause */
/* ACPI tables in memory below 4 GiB, as firmware leaves them. */
#ifndef TABLES_H
#define TABLES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <uk/arch/paging.h>
#include <uk/page.h>

#include "acpi.h"

#define ARENA_BYTES 0x10000u

static uint8_t *arena; /* pages before and behind it cannot be read */
static size_t arena_used;
static uint64_t arena_rsdp;

static inline void arena_start(void)
{
	if (!arena) {
		uint8_t *p =
			mmap(NULL, ARENA_BYTES + 8192, PROT_NONE,
			     MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);

		arena = p + 4096;
		mprotect(arena, ARENA_BYTES, PROT_READ | PROT_WRITE);
	}
	memset(arena, 0, ARENA_BYTES);
	arena_used = 0;
	arena_rsdp = 0;
}

static inline uint8_t sum_of(const void *p, size_t n)
{
	const uint8_t *b = p;
	uint8_t sum = 0;

	while (n--)
		sum = (uint8_t)(sum + *b++);
	return sum;
}

/* Copies a table and corrects its checksum; its header says what it says. */
static inline uint32_t arena_add(const char *signature, const void *body,
				 size_t bytes)
{
	struct acpi_header *h = (void *)(arena + arena_used);

	memcpy(h, body, bytes);
	memcpy(h->signature, signature, 4);
	h->length = (uint32_t)bytes;
	h->checksum = 0;
	h->checksum = (uint8_t)-sum_of(h, bytes);
	arena_used += (bytes + 15) / 16 * 16;
	return (uint32_t)(uintptr_t)h;
}

static inline void arena_root(const uint32_t *tables, unsigned count)
{
	uint8_t root[sizeof(struct acpi_header) + 64] = {0};
	struct acpi_rsdp *r;
	uint32_t rsdt;

	memcpy(root + sizeof(struct acpi_header), tables, count * 4);
	rsdt = arena_add("RSDT", root, sizeof(struct acpi_header) + count * 4);
	r = (void *)(arena + arena_used);
	memcpy(r->signature, "RSD PTR ", 8);
	r->rsdt = rsdt;
	r->checksum = (uint8_t)-sum_of(r, 20);
	arena_rsdp = (uint64_t)(uintptr_t)r;
}

/* Only the arena can be mapped */
uint64_t uk_paging_lookup(uint64_t addr)
{
	return addr - (uint64_t)(uintptr_t)arena < ARENA_BYTES ? UK_PTE_R : 0;
}

bool uk_paging_map(uint64_t start, uint64_t len, uint64_t flags)
{
	(void)len;
	(void)flags;
	return uk_paging_lookup(start) != 0;
}

volatile void *uk_page_map_io(uint64_t phys, size_t bytes)
{
	(void)bytes;
	return (volatile void *)(uintptr_t)phys;
}

uint64_t uk_plat_acpi_rsdp(void)
{
	return arena_rsdp;
}

#endif
