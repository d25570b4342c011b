/* SPDX-License-Identifier: BSD-3-Clause */
/* Any order of allocations and releases keeps all contents. */
#include "shim/shim.h"

#include <stdlib.h>
#include <string.h>
#include <uk/alloc.h>
#include <uk/essentials.h>

#define PAGES 64ul
#define SLOTS 16

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t idle_free;

static void start(void)
{
	uk_alloc_add_region(aligned_alloc(UK_PAGE_SIZE, PAGES * UK_PAGE_SIZE),
			    PAGES * UK_PAGE_SIZE);
	/* The heap keeps one empty chunk from now on */
	uk_free(uk_malloc(1));
	idle_free = uk_alloc_free_bytes();
}

static void expect(const uint8_t *p, uint8_t v, size_t n)
{
	while (n--)
		if (*p++ != v)
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *slot[SLOTS] = {0};
	size_t bytes[SLOTS] = {0};

	if (!idle_free)
		start();
	for (; size >= 4; data += 4, size -= 4) {
		unsigned s = data[0] % SLOTS;
		size_t n = (size_t)(data[1] | data[2] << 8) << data[3] % 3;
		size_t align = 16ul << (data[3] >> 2) % 8;
		uint8_t *p;

		expect(slot[s], (uint8_t)s, bytes[s]);
		if (data[0] & 0x80) {
			p = uk_realloc(slot[s], n);
			if (!p)
				continue;
			expect(p, (uint8_t)s, UK_MIN(n, bytes[s]));
		} else {
			uk_free(slot[s]);
			p = data[0] & 0x40 ? uk_memalign(align, n) : NULL;
		}
		slot[s] = p;
		bytes[s] = p ? n : 0;
		if (p)
			memset(p, (int)s, n);
	}
	for (unsigned s = 0; s < SLOTS; s++) {
		expect(slot[s], (uint8_t)s, bytes[s]);
		uk_free(slot[s]);
	}
	if (idle_free - uk_alloc_free_bytes() > 16)
		abort();
	return 0;
}
