/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Random numbers: a ChaCha20 key that is replaced with every block, so a later
 * leak tells nothing about earlier output. Entropy is absorbed by mixing words
 * into the key and running the block function.
 */
#include <stdbool.h>
#include <string.h>
#include <uk/arch/cpu.h>
#include <uk/essentials.h>
#include <uk/param.h>
#include <uk/random.h>

#include "chacha.h"

#define KEY_WORDS        8
#define JITTER_SAMPLES   64
#define HARDWARE_SAMPLES 4
#define HARDWARE_RETRIES 10 /* Intel SDM volume 1, 7.3.17.1 */

static uint32_t key[KEY_WORDS];
static uint32_t counter[4];
static bool seeded;

/* A new key, and up to 32 bytes of output from the rest of the block */
static void next_block(void *out, size_t len)
{
	uint32_t block[16];

	counter[0]++;
	uk_chacha20_block(block, key, counter);
	memcpy(key, block, sizeof(key));
	memcpy(out, block + KEY_WORDS, len);
	memset(block, 0, sizeof(block));
	__asm__ volatile("" ::"r"(block) : "memory"); /* keep the memset */
}

static void absorb(uint64_t word)
{
	uint32_t *slot = &key[counter[1]++ % (KEY_WORDS / 2) * 2];

	slot[0] ^= (uint32_t)word;
	slot[1] ^= (uint32_t)(word >> 32);
	if (counter[1] % (KEY_WORDS / 2) == 0)
		next_block(NULL, 0);
}

static bool rdseed(uint64_t *v)
{
	bool ok;

	__asm__ volatile("rdseed %0" : "=r"(*v), "=@ccc"(ok));
	return ok;
}

static bool rdrand(uint64_t *v)
{
	bool ok;

	__asm__ volatile("rdrand %0" : "=r"(*v), "=@ccc"(ok));
	return ok;
}

static void absorb_hardware(bool (*source)(uint64_t *))
{
	uint64_t v;

	for (unsigned i = 0; i < HARDWARE_SAMPLES; i++) {
		for (unsigned t = 0; t < HARDWARE_RETRIES; t++) {
			if (source(&v)) {
				absorb(v);
				break;
			}
		}
	}
}

/* Time stamps around memory accesses: weak alone, never the only source when
 * the CPU or the launcher (random.seed) has a better one. */
static void absorb_jitter(void)
{
	uint64_t mix = (uint64_t)&mix;

	for (unsigned i = 0; i < JITTER_SAMPLES; i++) {
		mix = (mix << 7 | mix >> 57) ^ uk_rdtsc();
		if (i % 8 == 7)
			absorb(mix);
	}
}

static void seed(void)
{
	seeded = true;
	if (uk_cpuid(0).eax >= 7 && uk_cpuid(7).ebx & 1u << 18)
		absorb_hardware(rdseed);
	else if (uk_cpuid(1).ecx & 1u << 30)
		absorb_hardware(rdrand);
	absorb_jitter();
}

static int set_seed(const char *value)
{
	uint64_t word = 0;

	for (unsigned i = 0; value[i]; i++) {
		word = word << 8 | (uint8_t)value[i];
		if (i % 8 == 7)
			absorb(word);
	}
	absorb(word);
	next_block(NULL, 0);
	return 0;
}

UK_PARAM(random_seed, "random.seed",
	 "text mixed into the random generator, best 32 or more random digits",
	 set_seed);

void uk_random_fill(void *buf, size_t len)
{
	char *p = buf;

	if (!seeded)
		seed();
	absorb(uk_rdtsc());
	while (len) {
		size_t n = UK_MIN(len, KEY_WORDS * sizeof(uint32_t));

		next_block(p, n);
		p += n;
		len -= n;
	}
}

uint64_t uk_random_u64(void)
{
	uint64_t v;

	uk_random_fill(&v, sizeof(v));
	return v;
}
