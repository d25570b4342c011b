/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <uk/alloc.h>
#include <uk/assert.h>
#include <uk/plat.h>

void *malloc(size_t size)
{
	return uk_malloc(size);
}

void *calloc(size_t n, size_t size)
{
	return uk_calloc(n, size);
}

void *realloc(void *p, size_t size)
{
	return uk_realloc(p, size);
}

void free(void *p)
{
	uk_free(p);
}

_Noreturn void exit(int status)
{
	uk_plat_exit(status & 0xff);
}

_Noreturn void abort(void)
{
	uk_panic("UK9007: the program called abort()");
}
