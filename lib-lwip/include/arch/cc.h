/* SPDX-License-Identifier: BSD-3-Clause */
/* lwIP's view of compiler and platform (doc/sys_arch.txt of lwIP). */
#ifndef LWIP_ARCH_CC_H
#define LWIP_ARCH_CC_H

#include <stddef.h>
#include <stdint.h>
#include <uk/alloc.h>
#include <uk/assert.h>
#include <uk/print.h>
#include <uk/random.h>

/* Standard headers that the smallest C library lacks and lwIP can spare. */
#define LWIP_NO_INTTYPES_H 1
#define LWIP_NO_UNISTD_H   1
#define LWIP_NO_CTYPE_H    1
/* Which <unistd.h> would have declared; the same type wherever it is known. */
typedef long ssize_t;
#define X8_F  "02x"
#define U16_F "u"
#define S16_F "d"
#define X16_F "x"
#define U32_F "u"
#define S32_F "d"
#define X32_F "x"
#define SZT_F "zu"

#define LWIP_PLATFORM_DIAG(x)                                                  \
	do {                                                                   \
		uk_printk x;                                                   \
	} while (0)
#define LWIP_PLATFORM_ASSERT(x)                                                \
	uk_panic("UK9111: lwIP found its state damaged: %s. Look at the "      \
		 "functions listed below.",                                    \
		 x)

#define LWIP_RAND() ((u32_t)uk_random_u64())

#define mem_clib_malloc uk_malloc
#define mem_clib_calloc uk_calloc
#define mem_clib_free   uk_free

#endif /* LWIP_ARCH_CC_H */
