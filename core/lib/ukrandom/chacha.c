/* SPDX-License-Identifier: BSD-3-Clause */
/* The ChaCha20 block function, RFC 8439, 2.3. */
#include "chacha.h"

static uint32_t rotl(uint32_t v, unsigned n)
{
	return v << n | v >> (32 - n);
}

static void quarter(uint32_t *x, unsigned a, unsigned b, unsigned c, unsigned d)
{
	x[a] += x[b];
	x[d] = rotl(x[d] ^ x[a], 16);
	x[c] += x[d];
	x[b] = rotl(x[b] ^ x[c], 12);
	x[a] += x[b];
	x[d] = rotl(x[d] ^ x[a], 8);
	x[c] += x[d];
	x[b] = rotl(x[b] ^ x[c], 7);
}

void uk_chacha20_block(uint32_t out[16], const uint32_t key[8],
		       const uint32_t counter_nonce[4])
{
	uint32_t in[16] = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};

	for (unsigned i = 0; i < 8; i++)
		in[4 + i] = key[i];
	for (unsigned i = 0; i < 4; i++)
		in[12 + i] = counter_nonce[i];
	for (unsigned i = 0; i < 16; i++)
		out[i] = in[i];
	/* Ten double rounds: columns, then diagonals (RFC 8439, 2.3) */
	for (unsigned round = 0; round < 10; round++) {
		for (unsigned i = 0; i < 4; i++)
			quarter(out, i, 4 + i, 8 + i, 12 + i);
		for (unsigned i = 0; i < 4; i++)
			quarter(out, i, 4 + (i + 1) % 4, 8 + (i + 2) % 4,
				12 + (i + 3) % 4);
	}
	for (unsigned i = 0; i < 16; i++)
		out[i] += in[i];
}
