/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef UKRANDOM_CHACHA_H
#define UKRANDOM_CHACHA_H

#include <stdint.h>

/* One block of key stream as words; on little-endian x86 also its bytes. */
void uk_chacha20_block(uint32_t out[16], const uint32_t key[8],
		       const uint32_t counter_nonce[4]);

#endif
