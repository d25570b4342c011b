/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Memory of the machine, from the PVH start information (Xen public
 * documentation, "x86/HVM direct boot ABI", struct hvm_start_info): final page
 * tables, W^X for the image, and all other RAM for the page allocator.
 */
#include <string.h>
#include <uk/alloc.h>
#include <uk/arch/cpu.h>
#include <uk/arch/paging.h>
#include <uk/essentials.h>
#include <uk/plat.h>
#include <uk/plat/memory.h>
#include <uk/print.h>

#define START_MAGIC 0x336ec578
#define MEMMAP_RAM  1
#define MAX_REGIONS 64
#define MAX_CMDLINE 65536
#define BOOT_MAPPED (1ull << 30) /* entry.S maps so much */
#define MAX_ADDRESS (1ull << 47)

struct start_info {
	uint32_t magic;
	uint32_t version;
	uint32_t flags;
	uint32_t modules;
	uint64_t module_list;
	uint64_t cmdline;
	uint64_t rsdp;
	uint64_t memmap; /* from version 1 on */
	uint32_t memmap_entries;
	uint32_t reserved;
};

struct region {
	uint64_t start;
	uint64_t end;
};

extern char uk_image_start[], uk_text_end[], uk_rodata_start[], uk_rodata_end[],
	uk_data_start[], uk_image_end[];
extern char uk_boot_tables[], uk_boot_tables_end[];

static struct region regions[MAX_REGIONS];
static unsigned region_count;
static uint64_t early_next, early_end; /* free RAM behind the image */
static uint64_t rsdp;

static _Noreturn void give_up(const char *message)
{
	uk_printk("UK8005: %s. Start the guest with a PVH loader and enough "
		  "memory.\n",
		  message);
	uk_plat_crash();
}

/* All of the RAM, whole pages, without page 0. */
static void read_memmap(const struct uk_memmap_entry *map, uint32_t entries)
{
	for (uint32_t i = 0; i < entries; i++) {
		uint64_t start = UK_ALIGN_UP(map[i].addr, UK_PAGE_SIZE);
		uint64_t end =
			UK_ALIGN_DOWN(map[i].addr + map[i].size, UK_PAGE_SIZE);

		if (map[i].type != MEMMAP_RAM ||
		    map[i].addr + map[i].size < map[i].addr)
			continue;
		start = UK_MAX(start, (uint64_t)UK_PAGE_SIZE);
		end = UK_MIN(end, MAX_ADDRESS);
		if (start >= end)
			continue;
		if (region_count == MAX_REGIONS) {
			uk_pr_warn("UK8008: the memory map has more than %u "
				   "RAM entries, the rest is not used. Give "
				   "the guest less memory.\n",
				   MAX_REGIONS);
			return;
		}
		regions[region_count++] = (struct region){start, end};
	}
}

static void find_early_memory(void)
{
	uint64_t image_end = (uint64_t)uk_image_end;

	for (unsigned i = 0; i < region_count; i++) {
		if (regions[i].start > image_end || regions[i].end < image_end)
			continue;
		early_next = image_end;
		early_end = UK_MIN(regions[i].end, BOOT_MAPPED);
		return;
	}
	give_up("no RAM behind the image");
}

static void *early_alloc(size_t bytes)
{
	uint64_t p = early_next;

	bytes = UK_ALIGN_UP(bytes, UK_PAGE_SIZE);
	if (bytes > early_end - early_next)
		give_up("not enough memory for page tables");
	early_next += bytes;
	return (void *)p;
}

static void *early_table(void)
{
	return memset(early_alloc(UK_PAGE_SIZE), 0, UK_PAGE_SIZE);
}

static void *late_table(void)
{
	void *p = uk_palloc(1);

	return p ? memset(p, 0, UK_PAGE_SIZE) : NULL;
}

/* A copy behind the image, because the loader may use memory that is not RAM
 * in the map. Made first: the copy may overlap the original. */
static char *copy_cmdline(uint64_t addr)
{
	const char *text = addr ? (const char *)addr : "";
	size_t len = 0;
	char *copy;

	if (addr >= BOOT_MAPPED - MAX_CMDLINE)
		give_up("the command line lies beyond 1 GiB");
	while (text[len]) {
		if (++len == MAX_CMDLINE)
			give_up("the command line is longer than 65535 bytes");
	}
	copy = early_alloc(len + 1);
	memmove(copy, text, len);
	copy[len] = 0;
	return copy;
}

static void map_image(const char *start, const char *end, uint64_t flags)
{
	uint64_t first = UK_ALIGN_DOWN((uint64_t)start, UK_PAGE_SIZE);

	uk_paging_map(first, UK_ALIGN_UP((uint64_t)end, UK_PAGE_SIZE) - first,
		      flags);
}

/* RAM is RW and never executable; the image gets the rights of its parts. */
static void map_memory(void)
{
	uk_paging_init(early_table);
	for (unsigned i = 0; i < region_count; i++)
		uk_paging_map(regions[i].start,
			      regions[i].end - regions[i].start, UK_PTE_RW);
	map_image(uk_image_start, uk_text_end, UK_PTE_RX);
	map_image(uk_rodata_start, uk_rodata_end, UK_PTE_R);
	map_image(uk_data_start, uk_image_end, UK_PTE_RW);
	uk_cpu_guard_stacks();
	uk_paging_activate();
}

static void add_range(uint64_t start, uint64_t end)
{
	if (start < end)
		uk_alloc_add_region((void *)start, end - start);
}

/* Everything but the image and what early_alloc() gave away. */
static void free_memory(void)
{
	uint64_t used = UK_ALIGN_DOWN((uint64_t)uk_image_start, UK_PAGE_SIZE);

	for (unsigned i = 0; i < region_count; i++) {
		struct region r = regions[i];

		add_range(r.start, UK_MIN(r.end, used));
		add_range(UK_MAX(r.start, early_next), r.end);
	}
	add_range((uint64_t)uk_boot_tables, (uint64_t)uk_boot_tables_end);
	uk_paging_set_alloc(late_table);
}

/* The map is optional: "guests that understand version 1 of the structure must
 * check that memmap_entries is non-zero" (struct hvm_start_info). */
static void find_memmap(const struct start_info *info, uk_memmap_source other)
{
	struct uk_memmap_entry map[MAX_REGIONS];

	if (info->version >= 1 && info->memmap_entries) {
		if (info->memmap >= BOOT_MAPPED)
			give_up("the memory map lies beyond 1 GiB");
		read_memmap((const void *)info->memmap, info->memmap_entries);
	} else if (other) {
		read_memmap(map, other(map, MAX_REGIONS));
	}
	if (!region_count)
		give_up("the PVH start information has no memory map");
}

char *uk_plat_memory_init(uint64_t start_info, uk_memmap_source other)
{
	const struct start_info *info = (const void *)start_info;
	char *cmdline;

	if (start_info >= BOOT_MAPPED || info->magic != START_MAGIC)
		give_up("no PVH start information");
	rsdp = info->rsdp;
	find_memmap(info, other);
	find_early_memory();
	cmdline = copy_cmdline(info->cmdline);
	map_memory();
	free_memory();
	return cmdline;
}

uint64_t uk_plat_acpi_rsdp(void)
{
	return rsdp;
}
