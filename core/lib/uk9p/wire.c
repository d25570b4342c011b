/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>
#include "wire.h"

void p9_put_bytes(struct p9_out *o, const void *bytes, uint32_t n)
{
	if (o->overflow || n > o->room - o->len) {
		o->overflow = true;
		return;
	}
	if (n)
		memcpy(o->buf + o->len, bytes, n);
	o->len += n;
}

static void put(struct p9_out *o, uint64_t v, unsigned bytes)
{
	uint8_t b[8];

	for (unsigned i = 0; i < bytes; i++)
		b[i] = (uint8_t)(v >> 8 * i);
	p9_put_bytes(o, b, bytes);
}

void p9_put8(struct p9_out *o, uint8_t v)
{
	put(o, v, 1);
}

void p9_put16(struct p9_out *o, uint16_t v)
{
	put(o, v, 2);
}

void p9_put32(struct p9_out *o, uint32_t v)
{
	put(o, v, 4);
}

void p9_put64(struct p9_out *o, uint64_t v)
{
	put(o, v, 8);
}

void p9_put_name(struct p9_out *o, const char *text, size_t n)
{
	if (n > UINT16_MAX) {
		o->overflow = true;
		return;
	}
	p9_put16(o, (uint16_t)n);
	p9_put_bytes(o, text, (uint32_t)n);
}

const void *p9_get_bytes(struct p9_in *i, uint32_t n)
{
	const void *at = i->at;

	if (i->short_of || n > i->left) {
		i->short_of = true;
		return 0;
	}
	i->at += n;
	i->left -= n;
	return at;
}

static uint64_t get(struct p9_in *i, unsigned bytes)
{
	const uint8_t *b = p9_get_bytes(i, bytes);
	uint64_t v = 0;

	for (unsigned k = 0; b && k < bytes; k++)
		v |= (uint64_t)b[k] << 8 * k;
	return v;
}

uint8_t p9_get8(struct p9_in *i)
{
	return (uint8_t)get(i, 1);
}

uint16_t p9_get16(struct p9_in *i)
{
	return (uint16_t)get(i, 2);
}

uint32_t p9_get32(struct p9_in *i)
{
	return (uint32_t)get(i, 4);
}

uint64_t p9_get64(struct p9_in *i)
{
	return get(i, 8);
}

const char *p9_get_name(struct p9_in *i, uint16_t *n)
{
	*n = p9_get16(i);
	return p9_get_bytes(i, *n);
}
