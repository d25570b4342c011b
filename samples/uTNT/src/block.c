/* SPDX-License-Identifier: BSD-3-Clause */
#include "block.h"

#include <stdlib.h>
#include <string.h>

#include "lines.h"
#include "memory.h"

/* The bits of the last `host` of 64 places. */
static uint64_t low_bits(unsigned int host)
{
	return host >= 64 ? UINT64_MAX : (UINT64_C(1) << host) - 1;
}

/* A decimal number of at most three digits; -1: none. */
static int small_number(const char *text)
{
	size_t len = strlen(text);

	if (!len || len > 3 || strspn(text, "0123456789") != len)
		return -1;
	return atoi(text);
}

bool tnt_block_add(struct tnt_block *block, char *text)
{
	char *slash = strchr(text, '/');
	struct tnt_range range;
	int len = 128, host;
	bool good;

	if (slash) {
		*slash = '\0';
		len = small_number(slash + 1);
	}
	good = tnt_addr_parse(text, &range.first);
	if (slash)
		*slash = '/';
	if (!good)
		return false;
	/* 0.0.0.0/8 is mapped to 96 bits more. */
	if (slash && tnt_addr_is_ipv4(range.first))
		len = len < 0 || len > 32 ? -1 : len + 96;
	if (len < 0 || len > 128)
		return false;
	host = 128 - len;
	range.last = range.first;
	range.first.low &= ~low_bits((unsigned int)host);
	range.last.low |= low_bits((unsigned int)host);
	if (host > 64) {
		range.first.high &= ~low_bits((unsigned int)host - 64);
		range.last.high |= low_bits((unsigned int)host - 64);
	}
	block->at = tnt_grow(block->at, block->count, sizeof(range));
	block->at[block->count++] = range;
	return true;
}

static int by_first(const void *a, const void *b)
{
	const struct tnt_range *x = a, *y = b;

	return tnt_addr_compare(x->first, y->first);
}

/* Prefixes are apart or one in another: of those only the outer one stays. */
void tnt_block_sort(struct tnt_block *block)
{
	size_t used = 0;

	if (!block->count)
		return;
	qsort(block->at, block->count, sizeof(*block->at), by_first);
	for (size_t i = 1; i < block->count; i++) {
		struct tnt_range *outer = &block->at[used];
		const struct tnt_range *next = &block->at[i];

		if (tnt_addr_compare(next->first, outer->last) > 0)
			block->at[++used] = *next;
		else if (tnt_addr_compare(next->last, outer->last) > 0)
			outer->last = next->last;
	}
	block->count = used + 1;
}

static bool take(void *block, char *text)
{
	return tnt_block_add(block, text);
}

bool tnt_block_load(struct tnt_block *block, const char *path, bool replay,
		    struct scamper_tape *tape)
{
	const struct tnt_lines lines = {
		.kind = "block list",
		.thing = "prefix or address",
		.unreadable = 6030,
		.line = 6031,
		.replay = replay,
		.tape = tape,
		.take = take,
		.user = block,
	};
	bool good = tnt_lines_read(&lines, path);

	tnt_block_sort(block);
	return good;
}

bool tnt_block_holds(const struct tnt_block *block, struct tnt_addr addr)
{
	size_t low = 0, high = block->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (tnt_addr_compare(block->at[middle].last, addr) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < block->count &&
	       tnt_addr_compare(block->at[low].first, addr) <= 0;
}

void tnt_block_free(struct tnt_block *block)
{
	free(block->at);
	*block = (struct tnt_block){0};
}
