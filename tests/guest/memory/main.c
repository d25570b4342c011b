/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Uses all of the RAM: argv[1] is the size of the machine in MiB. Then a long
 * random series of allocations, after which nothing may be missing.
 */
#include <stdint.h>
#include <stdlib.h>
#include <uk/alloc.h>
#include <uk/param.h>
#include <uk/random.h>

#include "check.h"

#define MIB    (1024ul * 1024)
#define PAGE   4096ul
#define STEP   16384 /* pages; touched are the first and the last of each */
#define SLOTS  64
#define ROUNDS 20000
#define LOST   MIB /* image, tables, firmware, and the hole below 1 MiB */

struct run {
	struct run *next;
	uint64_t check;
};

static void touch(struct run *r, unsigned long pages, struct run *next)
{
	uint64_t *last = (uint64_t *)((char *)r + pages * PAGE) - 1;

	*last = (uint64_t)r;
	r->next = next;
	r->check = ~(uint64_t)r;
}

static void verify(struct run *r, unsigned long pages)
{
	uint64_t *last = (uint64_t *)((char *)r + pages * PAGE) - 1;

	CHECK(*last == (uint64_t)r || pages == 1);
	CHECK(r->check == ~(uint64_t)r);
}

/* Takes all pages in runs of @pages each; returns how many bytes */
static size_t take_all(struct run **runs, unsigned long pages)
{
	size_t bytes = 0;
	struct run *r;

	while ((r = uk_palloc(pages))) {
		touch(r, pages, *runs);
		*runs = r;
		bytes += pages * PAGE;
	}
	return bytes;
}

static void give_all(struct run *runs, unsigned long pages)
{
	while (runs) {
		struct run *next = runs->next;

		verify(runs, pages);
		uk_pfree(runs, pages);
		runs = next;
	}
}

static void use_all(size_t ram)
{
	size_t before = uk_alloc_free_bytes();
	struct run *large = NULL, *small = NULL;
	size_t taken = take_all(&large, STEP);

	taken += take_all(&small, 1);
	printf("total %lu KiB, free %lu KiB, taken %lu KiB\n",
	       uk_alloc_total_bytes() / 1024, before / 1024, taken / 1024);
	CHECK(uk_alloc_total_bytes() >= ram - LOST);
	/* What the heap holds is in no page that can be taken */
	CHECK(before - taken <= 128 * 1024);
	CHECK(uk_palloc(1) == NULL);
	CHECK(uk_palloc(0) == NULL);
	give_all(small, 1);
	give_all(large, STEP);
	CHECK(uk_alloc_free_bytes() == before);
}

static size_t random_size(void)
{
	uint64_t r = uk_random_u64();

	return (r >> 8) % (16ul << (r & 7));
}

static int filled(const uint8_t *p, uint8_t value, size_t len)
{
	while (len--)
		if (*p++ != value)
			return 0;
	return 1;
}

static void one_round(uint8_t **slot, size_t *size, uint8_t value)
{
	size_t new_size = random_size();
	uint64_t choice = uk_random_u64() % 4;

	CHECK(filled(*slot, value, *size));
	if (choice == 0) {
		uint8_t *p = realloc(*slot, new_size);

		CHECK(p != NULL);
		CHECK(filled(p, value, new_size < *size ? new_size : *size));
		*slot = p;
	} else if (choice == 1) {
		size_t align = 16ul << (uk_random_u64() % 9);

		free(*slot);
		*slot = uk_memalign(align, new_size);
		CHECK(((uintptr_t)*slot & (align - 1)) == 0);
	} else {
		free(*slot);
		*slot = choice == 2 ? malloc(new_size) : calloc(1, new_size);
		CHECK(choice == 2 || filled(*slot, 0, new_size));
	}
	CHECK(*slot && uk_malloc_usable_size(*slot) >= new_size);
	memset(*slot, value, new_size);
	*size = new_size;
}

static void stress(void)
{
	static uint8_t *slots[SLOTS];
	static size_t sizes[SLOTS];
	size_t before = uk_alloc_free_bytes();

	for (unsigned i = 0; i < ROUNDS && !check_failures; i++)
		one_round(&slots[i % SLOTS], &sizes[i % SLOTS],
			  (uint8_t)(i % SLOTS + 1));
	for (unsigned i = 0; i < SLOTS; i++)
		free(slots[i]);
	/* The header of a chunk that stays for the next allocation */
	CHECK(before - uk_alloc_free_bytes() <= 16);
}

static void refuse(void)
{
	CHECK(malloc(SIZE_MAX) == NULL);
	CHECK(malloc(SIZE_MAX / 2) == NULL);
	CHECK(calloc(SIZE_MAX / 2, 3) == NULL);
	CHECK(uk_memalign(24, 8) == NULL);
	CHECK(uk_memalign(0, 8) == NULL);
	CHECK(uk_memalign(1ul << 60, 8) == NULL);
	CHECK(malloc(0) != NULL);
}

int main(int argc, char **argv)
{
	uint64_t mib = 0;

	CHECK(argc == 2 && uk_param_u64(argv[1], &mib) == 0);
	use_all(mib * MIB);
	stress();
	refuse();
	use_all(mib * MIB);
	return check_result("memory");
}
