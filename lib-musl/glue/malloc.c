/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The allocation functions of ISO C and POSIX on the core's heap: one heap
 * for the kernel, the C library and the program. The __libc_* names are
 * those by which musl's own code allocates.
 */
#define _GNU_SOURCE
#include <uk/alloc.h>
#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>

#undef malloc
#undef calloc
#undef realloc
#undef free

static void *checked(void *p)
{
	if (!p)
		errno = ENOMEM;
	return p;
}

static int is_power_of_two(size_t n)
{
	return n != 0 && (n & (n - 1)) == 0;
}

/* A size of 0 gets a pointer of its own, as most programs expect. */
void *malloc(size_t size)
{
	return checked(uk_malloc(size ? size : 1));
}

void *calloc(size_t count, size_t size)
{
	size_t total;

	if (__builtin_mul_overflow(count, size, &total)) {
		errno = ENOMEM;
		return 0;
	}
	return checked(uk_calloc(1, total ? total : 1));
}

void *realloc(void *p, size_t size)
{
	return checked(uk_realloc(p, size ? size : 1));
}

void free(void *p)
{
	/* POSIX (Issue 8): free() keeps errno. */
	int saved = errno;

	uk_free(p);
	errno = saved;
}

int posix_memalign(void **out, size_t align, size_t size)
{
	void *p;

	if (!is_power_of_two(align) || align < sizeof(void *))
		return EINVAL;
	p = uk_memalign(align, size ? size : 1);
	if (!p)
		return ENOMEM;
	*out = p;
	return 0;
}

void *aligned_alloc(size_t align, size_t size)
{
	if (!is_power_of_two(align)) {
		errno = EINVAL;
		return 0;
	}
	if (align < sizeof(void *))
		align = sizeof(void *);
	return checked(uk_memalign(align, size ? size : 1));
}

void *memalign(size_t align, size_t size)
{
	return aligned_alloc(align, size);
}

size_t malloc_usable_size(void *p)
{
	return p ? uk_malloc_usable_size(p) : 0;
}

__attribute__((__visibility__("hidden"),
	       alias("malloc"))) void *__libc_malloc(size_t);
__attribute__((__visibility__("hidden"),
	       alias("malloc"))) void *__libc_malloc_impl(size_t);
__attribute__((__visibility__("hidden"),
	       alias("calloc"))) void *__libc_calloc(size_t, size_t);
__attribute__((__visibility__("hidden"), alias("realloc"))) void *
__libc_realloc(void *, size_t);
__attribute__((__visibility__("hidden"), alias("free"))) void __libc_free(
	void *);
