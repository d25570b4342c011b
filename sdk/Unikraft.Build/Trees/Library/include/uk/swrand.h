/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * <uk/swrand.h> went with 0.17; libraries made for earlier versions include
 * it. Its generator is the one of <uk/random.h> there.
 */
#ifndef __UKSDK_SWRAND_H__
#define __UKSDK_SWRAND_H__

#include <uk/random.h>

/* 32 random bits. */
static inline unsigned int uk_swrand_randr(void)
{
	unsigned int value = 0;

	(void)uk_random_fill_buffer(&value, sizeof(value));
	return value;
}

#endif
