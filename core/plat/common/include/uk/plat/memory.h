/* SPDX-License-Identifier: BSD-3-Clause */
/* Memory of a machine that was started by the PVH entry. */
#ifndef UK_PLAT_MEMORY_H
#define UK_PLAT_MEMORY_H

#include <stdint.h>

/* One entry of the memory map, as the PVH start information has it. */
struct uk_memmap_entry {
	uint64_t addr;
	uint64_t size;
	uint32_t type; /* 1: RAM */
	uint32_t reserved;
};

/* Fills up to @max entries of @map; returns their number, 0: no map. */
typedef unsigned (*uk_memmap_source)(struct uk_memmap_entry *map, unsigned max);

/*
 * Takes over the machine's memory by the PVH start information: page tables,
 * page allocator. @other is asked for a memory map if the start information
 * has none (version 0); NULL: there is no other source. Returns the command
 * line (writable, for good); without usable memory the guest ends (UK8005).
 */
char *uk_plat_memory_init(uint64_t start_info, uk_memmap_source other);

#endif
