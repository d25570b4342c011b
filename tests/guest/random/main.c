/* SPDX-License-Identifier: BSD-3-Clause */
/* ChaCha20 against RFC 8439, 2.3.2; then the generator's output. */
#include <stdbool.h>
#include <stdint.h>
#include <uk/random.h>

#include "check.h"

void uk_chacha20_block(uint32_t out[16], const uint32_t key[8],
		       const uint32_t counter_nonce[4]);

static void check_block(void)
{
	static const uint32_t expected[16] = {
		0xe4e7f110, 0x15593bd1, 0x1fdd0f50, 0xc47120a3,
		0xc7f4d1c7, 0x0368c033, 0x9aaa2204, 0x4e6cd4c3,
		0x466482d2, 0x09aa9f07, 0x05d7c214, 0xa2028bd9,
		0xd19c12b5, 0xb94e16de, 0xe883d0cb, 0x4e3c50a2,
	};
	static const uint32_t counter_nonce[4] = {1, 0x09000000, 0x4a000000, 0};
	uint32_t key[8];
	uint32_t out[16];

	for (uint32_t i = 0; i < 8; i++)
		key[i] = 0x03020100 + i * 0x04040404;
	uk_chacha20_block(out, key, counter_nonce);
	CHECK(!memcmp(out, expected, sizeof(out)));
}

/* 64000 bits: the count of ones stays within 5 standard deviations */
static void check_balance(void)
{
	static uint8_t bytes[8000];
	unsigned ones = 0;

	uk_random_fill(bytes, sizeof(bytes));
	for (unsigned i = 0; i < 8 * sizeof(bytes); i++)
		ones += bytes[i / 8] >> i % 8 & 1;
	CHECK(ones > 32000 - 633 && ones < 32000 + 633);
}

static void check_lengths(void)
{
	uint8_t buf[100];

	for (unsigned len = 0; len < 99; len++) {
		bool changed = len < 8;

		memset(buf, 0, sizeof(buf));
		uk_random_fill(buf, len);
		for (unsigned i = len; i < sizeof(buf); i++)
			CHECK(buf[i] == 0);
		for (unsigned i = 0; i < len; i++)
			changed |= buf[i] != 0;
		CHECK(changed);
	}
	CHECK(uk_random_u64() != uk_random_u64());
}

int main(void)
{
	check_block();
	check_balance();
	check_lengths();
	printf("value %016lx\n", uk_random_u64());
	return check_result("random");
}
