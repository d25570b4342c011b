/* SPDX-License-Identifier: BSD-3-Clause */
/* Memory map by hypercall, and the page shared with Xen. */
#include <uk/essentials.h>
#include <uk/plat.h>
#include <uk/print.h>
#include <uk/xen/event.h>
#include <uk/xen/hypercall.h>
#include <uk/xen/shared.h>

#include "internal.h"

#define MAX_ENTRIES 64

/* memory.h: "the same format as returned by the BIOS INT 0x15 EAX=0xE820" */
struct e820_entry {
	uint64_t addr;
	uint64_t size;
	uint32_t type;
} __attribute__((packed));

/* struct xen_memory_map */
struct memory_map {
	uint32_t entries;
	struct e820_entry *buffer;
};

static char shared_page[UK_PAGE_SIZE] __attribute__((aligned(4096)));

volatile struct uk_xen_shared *uk_xen_shared;

unsigned xen_memory_map(struct uk_memmap_entry *map, unsigned max)
{
	static struct e820_entry e820[MAX_ENTRIES];
	struct memory_map m = {UK_MIN(max, (unsigned)MAX_ENTRIES), e820};

	if (uk_xen_hypercall(UK_XEN_MEMORY_OP, UK_XEN_MEMORY_MAP, (uint64_t)&m,
			     0) < 0)
		return 0;
	for (unsigned i = 0; i < m.entries; i++)
		map[i] = (struct uk_memmap_entry){
			.addr = e820[i].addr,
			.size = e820[i].size,
			.type = e820[i].type,
		};
	return m.entries;
}

void xen_shared_init(void)
{
	int r = uk_xen_map(UK_XEN_SPACE_SHARED_INFO, 0, shared_page);

	uk_xen_shared = (volatile void *)shared_page;
	if (!r)
		r = uk_xen_event_init();
	if (!r)
		return;
	uk_pr_err("UK8502: Xen refuses the shared page or the event vector "
		  "(error %d). Use Xen 4.11 or later.\n",
		  -r);
	uk_plat_crash();
}
