/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * 9P messages as bytes: little endian, strings with a 16-bit length, no
 * padding. Both directions check every access; the first one that does not
 * fit makes all that follow do nothing, and is seen at the end.
 */
#ifndef UK_9P_WIRE_H
#define UK_9P_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** size[4] type[1] tag[2] */
#define P9_HEADER 7

struct p9_out {
	uint8_t *buf;
	uint32_t len, room;
	bool overflow;
};

void p9_put8(struct p9_out *o, uint8_t v);
void p9_put16(struct p9_out *o, uint16_t v);
void p9_put32(struct p9_out *o, uint32_t v);
void p9_put64(struct p9_out *o, uint64_t v);
void p9_put_bytes(struct p9_out *o, const void *bytes, uint32_t n);
/** n bytes of text, not more than 65535. */
void p9_put_name(struct p9_out *o, const char *text, size_t n);

struct p9_in {
	const uint8_t *at;
	uint32_t left;
	bool short_of;
};

uint8_t p9_get8(struct p9_in *i);
uint16_t p9_get16(struct p9_in *i);
uint32_t p9_get32(struct p9_in *i);
uint64_t p9_get64(struct p9_in *i);
/** The next n bytes in place, or NULL. */
const void *p9_get_bytes(struct p9_in *i, uint32_t n);
/** A string in place, without an end, or NULL. */
const char *p9_get_name(struct p9_in *i, uint16_t *n);

#endif /* UK_9P_WIRE_H */
