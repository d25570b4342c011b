/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Random bytes: ChaCha20 (RFC 8439), keyed from RDSEED or RDRAND where the CPU
 * has them, and always mixed with time stamp jitter.
 */
#ifndef UK_RANDOM_H
#define UK_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* Fills @buf; never fails, never blocks. Not from interrupt handlers. */
void uk_random_fill(void *buf, size_t len);

uint64_t uk_random_u64(void);

#endif
