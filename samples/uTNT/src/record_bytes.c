/* SPDX-License-Identifier: BSD-3-Clause */
#include "record_bytes.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"

static uint8_t *room_for(struct tnt_bytes *b, size_t len)
{
	uint8_t *place;

	while (b->size - b->used < len) {
		b->size = b->size ? 2 * b->size : 512;
		b->at = realloc(b->at, b->size);
		if (!b->at)
			tnt_out_of_memory();
	}
	place = b->at + b->used;
	b->used += len;
	return place;
}

void tnt_put(struct tnt_bytes *b, uint64_t value, unsigned int len)
{
	uint8_t *place = room_for(b, len);

	while (len--) {
		place[len] = (uint8_t)value;
		value >>= 8;
	}
}

void tnt_put_addr(struct tnt_bytes *b, struct tnt_addr addr)
{
	if (!b->wide) {
		tnt_put(b, tnt_addr_to_ipv4(addr), 4);
		return;
	}
	tnt_put(b, addr.high, 8);
	tnt_put(b, addr.low, 8);
}

void tnt_put_data(struct tnt_bytes *b, const void *data, size_t len)
{
	if (len)
		memcpy(room_for(b, len), data, len);
}

uint64_t tnt_get(struct tnt_bytes *b, unsigned int len)
{
	uint64_t value = 0;

	if (b->size - b->used < len) {
		b->bad = true;
		b->used = b->size;
		return 0;
	}
	while (len--)
		value = value << 8 | b->at[b->used++];
	return value;
}

struct tnt_addr tnt_get_addr(struct tnt_bytes *b)
{
	struct tnt_addr addr;

	if (!b->wide)
		return tnt_addr_ipv4((uint32_t)tnt_get(b, 4));
	addr.high = tnt_get(b, 8);
	addr.low = tnt_get(b, 8);
	return addr;
}

struct tnt_bytes tnt_get_part(struct tnt_bytes *b, size_t len)
{
	struct tnt_bytes part = {.at = b->at + b->used, .wide = b->wide};

	if (b->bad || b->size - b->used < len) {
		b->bad = part.bad = true;
		return part;
	}
	part.size = len;
	b->used += len;
	return part;
}

size_t tnt_put_place(struct tnt_bytes *b, unsigned int len)
{
	size_t place = b->used;

	tnt_put(b, 0, len);
	return place;
}

void tnt_put_length(struct tnt_bytes *b, size_t place, unsigned int len)
{
	size_t end = b->used;

	b->used = place;
	tnt_put(b, end - place - len, len);
	b->used = end;
}
