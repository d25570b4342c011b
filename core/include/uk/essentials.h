/* SPDX-License-Identifier: BSD-3-Clause */
/* Small helpers that every part of the core uses. */
#ifndef UK_ESSENTIALS_H
#define UK_ESSENTIALS_H

#include <stddef.h>
#include <stdint.h>

#define UK_PAGE_SIZE  4096ul
#define UK_PAGE_SHIFT 12

#define UK_ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
/* Each value is computed once: it may be one that another side changes. */
#define UK_MIN(a, b)                                                           \
	__extension__({                                                        \
		__typeof__(0 ? (a) : (b)) uk_min_a = (a), uk_min_b = (b);      \
		uk_min_a < uk_min_b ? uk_min_a : uk_min_b;                     \
	})
#define UK_MAX(a, b)                                                           \
	__extension__({                                                        \
		__typeof__(0 ? (a) : (b)) uk_max_a = (a), uk_max_b = (b);      \
		uk_max_a > uk_max_b ? uk_max_a : uk_max_b;                     \
	})

/* @align must be a power of two. */
#define UK_ALIGN_UP(v, align)                                                  \
	(((v) + ((align)-1)) & ~((__typeof__(v))(align)-1))
#define UK_ALIGN_DOWN(v, align) ((v) & ~((__typeof__(v))(align)-1))

/* What libraries made for Unikraft take from this header. */
#ifndef ALIGN_UP
#define ALIGN_UP(v, align)   UK_ALIGN_UP(v, align)
#define ALIGN_DOWN(v, align) UK_ALIGN_DOWN(v, align)
#endif
/* A function that runs before main(). */
#ifndef __constructor
#define __constructor __attribute__((constructor))
#endif

#define UK_CONTAINER_OF(ptr, type, member)                                     \
	((type *)(void *)((char *)(ptr)-offsetof(type, member)))

#define UK_CONCAT_(a, b) a##b
#define UK_CONCAT(a, b)  UK_CONCAT_(a, b)

/* The compiler must not move memory accesses across this point. */
#define uk_barrier() __asm__ volatile("" ::: "memory")

#define UK_WEAK               __attribute__((weak))
#define UK_NOINLINE           __attribute__((noinline))
#define UK_PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))

#endif
