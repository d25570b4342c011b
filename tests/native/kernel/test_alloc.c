/* SPDX-License-Identifier: BSD-3-Clause */
/* Pages and heap: contents, alignment, merging, misuse; ChaCha20 (RFC 8439). */
#include "shim/shim.h"

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <uk/alloc.h>
#include <uk/essentials.h>

#include "chacha.h"

#define REGION_PAGES 1024ul
#define SLOTS        100
#define ROUNDS       200000

static char *region;

static int setup(void **state)
{
	(void)state;
	region = aligned_alloc(UK_PAGE_SIZE, REGION_PAGES * UK_PAGE_SIZE);
	/* Half pages at both ends are left out */
	uk_alloc_add_region(region + 100, REGION_PAGES * UK_PAGE_SIZE - 200);
	return region == NULL;
}

static void pages_merge(void **state)
{
	size_t free_before = uk_alloc_free_bytes();
	char *a = uk_palloc(3), *b = uk_palloc(4), *c = uk_palloc(5);

	(void)state;
	assert_int_equal(free_before, (REGION_PAGES - 2) * UK_PAGE_SIZE);
	assert_int_equal(uk_alloc_total_bytes(), free_before);
	assert_ptr_equal(b, a + 3 * UK_PAGE_SIZE);
	assert_ptr_equal(c, b + 4 * UK_PAGE_SIZE);
	assert_null(uk_palloc(REGION_PAGES));
	assert_null(uk_palloc(0));
	uk_pfree(a, 3);
	uk_pfree(c, 5);
	/* A part of a run, and what remains of it */
	uk_pfree(b + UK_PAGE_SIZE, 2);
	uk_pfree(b, 1);
	uk_pfree(b + 3 * UK_PAGE_SIZE, 1);
	assert_int_equal(uk_alloc_free_bytes(), free_before);
	a = uk_palloc(REGION_PAGES - 2);
	assert_non_null(a);
	uk_pfree(a, REGION_PAGES - 2);
}

static void pages_misuse(void **state)
{
	char *a = uk_palloc(4);

	(void)state;
	assert_true(PANICS(uk_pfree(a + 1, 1)));
	uk_pfree(a, 4);
	assert_true(PANICS(uk_pfree(a, 4)));
	assert_true(PANICS(uk_pfree(a + UK_PAGE_SIZE, 1)));
	assert_non_null(strstr(shim_panic_text, "UK9004"));
	uk_pfree(NULL, 1);
}

static bool filled(const unsigned char *p, unsigned char v, size_t n)
{
	while (n--)
		if (*p++ != v)
			return false;
	return true;
}

static void *allocate(size_t size)
{
	size_t align;
	void *p;

	switch (rand() % 3) {
	case 0:
		p = uk_calloc(1, size);
		assert_true(!p || filled(p, 0, size));
		return p;
	case 1:
		align = 16ul << rand() % 10;
		p = uk_memalign(align, size);
		assert_int_equal((uintptr_t)p % align, 0);
		return p;
	default:
		return uk_malloc(size);
	}
}

/* Long random use of little memory: NULL is an answer, damage is not. */
static void random_use(void **state)
{
	static unsigned char *slot[SLOTS];
	static size_t size[SLOTS];
	size_t free_before = uk_alloc_free_bytes();
	unsigned refused = 0;

	(void)state;
	srand(1);
	for (unsigned i = 0; i < ROUNDS; i++) {
		unsigned s = (unsigned)rand() % SLOTS;
		size_t n = (size_t)rand() % (32ul << rand() % 13);
		unsigned char *p;

		assert_true(filled(slot[s], (unsigned char)s, size[s]));
		if (rand() % 4 == 0) {
			p = uk_realloc(slot[s], n);
			if (!p) {
				refused++;
				continue;
			}
			assert_true(filled(p, (unsigned char)s,
					   UK_MIN(n, size[s])));
		} else {
			uk_free(slot[s]);
			p = allocate(n);
			refused += !p;
		}
		slot[s] = p;
		size[s] = p ? n : 0;
		assert_true(!p || uk_malloc_usable_size(p) >= n);
		assert_int_equal((uintptr_t)p % 16, 0);
		if (p)
			memset(p, (int)s, n);
	}
	for (unsigned s = 0; s < SLOTS; s++)
		uk_free(slot[s]);
	assert_true(refused < ROUNDS / 2);
	/* One empty chunk may stay: its header is not free memory */
	assert_in_range(free_before - uk_alloc_free_bytes(), 0, 16);
}

static void limits(void **state)
{
	void *p;

	(void)state;
	assert_null(uk_malloc(SIZE_MAX));
	assert_null(uk_malloc(SIZE_MAX - 100));
	assert_null(uk_malloc(1ul << 45));
	assert_null(uk_calloc(SIZE_MAX / 4, 8));
	assert_null(uk_memalign(1ul << 63, 1));
	assert_null(uk_memalign(48, 1));
	assert_null(uk_memalign(0, 1));
	p = uk_malloc(0);
	assert_non_null(p);
	assert_null(uk_realloc(p, SIZE_MAX));
	assert_null(uk_realloc(p, 1ul << 45));
	uk_free(p);
	uk_free(NULL);
	assert_int_equal(uk_malloc_usable_size(NULL), 0);
}

static void misuse(void **state)
{
	char *p = uk_malloc(100);
	char *q = uk_malloc(100);

	(void)state;
	assert_true(PANICS(uk_free(p + 1)));
	assert_true(PANICS(uk_free(p + 16)));
	uk_free(p);
	assert_true(PANICS(uk_free(p)));
	assert_true(PANICS(uk_realloc(p, 50)));
	uk_free(q);
}

/* RFC 8439, 2.3.2 */
static void chacha20(void **state)
{
	static const uint32_t counter_nonce[4] = {1, 0x09000000, 0x4a000000, 0};
	uint32_t key[8], out[16];

	(void)state;
	for (uint32_t i = 0; i < 8; i++)
		key[i] = 0x03020100 + i * 0x04040404;
	uk_chacha20_block(out, key, counter_nonce);
	assert_int_equal(out[0], 0xe4e7f110);
	assert_int_equal(out[7], 0x4e6cd4c3);
	assert_int_equal(out[15], 0x4e3c50a2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_merge), cmocka_unit_test(pages_misuse),
		cmocka_unit_test(random_use),  cmocka_unit_test(limits),
		cmocka_unit_test(misuse),      cmocka_unit_test(chacha20),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
