/* SPDX-License-Identifier: BSD-3-Clause */
/* The marks of CONFIG_LIBUKALLOC_DEBUG. */
#include "shim/shim.h"

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <uk/alloc.h>
#include <uk/essentials.h>

static int setup(void **state)
{
	char *region = aligned_alloc(UK_PAGE_SIZE, 64 * UK_PAGE_SIZE);

	*state = region;
	uk_alloc_add_region(region, 64 * UK_PAGE_SIZE);
	return region == NULL;
}

static int teardown(void **state)
{
	free(*state);
	return 0;
}

static void good_use(void **state)
{
	(void)state;
	for (size_t align = 1; align <= 1024; align *= 2) {
		for (size_t size = 0; size < 100; size++) {
			char *p = uk_memalign(align, size);

			assert_int_equal((uintptr_t)p % align, 0);
			assert_int_equal(uk_malloc_usable_size(p), size);
			memset(p, 7, size);
			p = uk_realloc(p, size + 50);
			assert_true(!size || p[size - 1] == 7);
			uk_free(p);
		}
	}
}

static void write_beyond(void **state)
{
	char *p = uk_malloc(13);

	(void)state;
	p[13] = 1;
	assert_true(PANICS(uk_free(p)));
	assert_non_null(strstr(shim_panic_text, "(13 bytes) was overwritten"));
}

static void write_before(void **state)
{
	char *p = uk_malloc(13);

	(void)state;
	p[-9] = 1;
	p[-16] = 1;
	assert_true(PANICS(uk_free(p)));
	assert_non_null(strstr(shim_panic_text, "before it was overwritten"));
}

static void freed_twice(void **state)
{
	char *p = uk_malloc(500);
	char *q = uk_malloc(500);

	(void)state;
	uk_free(p);
	assert_true(PANICS(uk_free(p)));
	uk_free(q);
}

static void freed_memory_is_filled(void **state)
{
	unsigned char *p = uk_malloc(500);

	(void)state;
	memset(p, 1, 500);
	uk_free(p);
	assert_int_equal(p[100], 0xdd);
	assert_int_equal(p[400], 0xdd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_use),
		cmocka_unit_test(freed_memory_is_filled),
		cmocka_unit_test(freed_twice),
		cmocka_unit_test(write_beyond),
		cmocka_unit_test(write_before),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
