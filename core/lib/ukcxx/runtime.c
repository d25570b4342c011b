/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What g++ calls in code without exceptions and RTTI, by the names of the
 * Itanium C++ ABI. In C, so that it needs no C++ compiler; weak, because a C++
 * library (libcxxabi) brings them, too.
 */
#include <stdint.h>
#include <stdlib.h>
#include <uk/assert.h>
#include <uk/essentials.h>
#include <uk/sched.h>

/* Names an object of the program; there is one, and it is never unloaded */
UK_WEAK void *__dso_handle;

/* 3.3.5: what main() leaves behind ends with the guest; nothing is destroyed */
UK_WEAK int __cxa_atexit(void (*destroy)(void *), void *object, void *dso)
{
	(void)destroy;
	(void)object;
	(void)dso;
	return 0;
}

/* 3.2.6 */
UK_WEAK void __cxa_pure_virtual(void)
{
	uk_panic("UK9008: a pure virtual function was called");
}

/*
 * 3.3.2: the first byte tells that a static variable is made, the second is
 * ours: a thread is making it. Others wait for that.
 */
UK_WEAK int __cxa_guard_acquire(uint8_t *guard)
{
	while (!guard[0] && guard[1])
		uk_thread_yield();
	if (guard[0])
		return 0;
	guard[1] = 1;
	return 1;
}

UK_WEAK void __cxa_guard_release(uint8_t *guard)
{
	guard[0] = 1;
}

/* Without exceptions operator new cannot fail: the callers do not look. */
UK_WEAK void *allocate(size_t size) __asm__("_Znwm");
UK_WEAK void *allocate(size_t size)
{
	void *p = malloc(size ? size : 1);

	if (!p)
		uk_panic("UK9009: no memory for operator new of %lu bytes",
			 (unsigned long)size);
	return p;
}

UK_WEAK void *allocate_array(size_t size) __asm__("_Znam");
UK_WEAK void *allocate_array(size_t size)
{
	return allocate(size);
}

/* delete with and without a size, for one object and for arrays */
#define DELETE(function, symbol)                                               \
	UK_WEAK void function(void *p) __asm__(symbol);                        \
	UK_WEAK void function(void *p)                                         \
	{                                                                      \
		free(p);                                                       \
	}

DELETE(delete_object, "_ZdlPv")
DELETE(delete_sized, "_ZdlPvm")
DELETE(delete_array, "_ZdaPv")
DELETE(delete_sized_array, "_ZdaPvm")
