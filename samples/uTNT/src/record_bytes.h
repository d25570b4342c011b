/* SPDX-License-Identifier: BSD-3-Clause */
/* The bytes of an annotation: integers are big-endian. */
#ifndef TNT_RECORD_BYTES_H
#define TNT_RECORD_BYTES_H

#include <stddef.h>

#include "addr.h"

/* A run of bytes that grows when it is written, and is fixed when read. */
struct tnt_bytes {
	uint8_t *at;
	size_t used, size;
	bool wide; /* addresses have 16 bytes */
	bool bad;  /* read beyond the end */
};

void tnt_put(struct tnt_bytes *b, uint64_t value, unsigned int len);
void tnt_put_addr(struct tnt_bytes *b, struct tnt_addr addr);
void tnt_put_data(struct tnt_bytes *b, const void *data, size_t len);

/* Reads; 0, and `bad` set, when there are too few bytes. */
uint64_t tnt_get(struct tnt_bytes *b, unsigned int len);
struct tnt_addr tnt_get_addr(struct tnt_bytes *b);

/* Takes the next `len` bytes out as a run of its own; bad: too few. */
struct tnt_bytes tnt_get_part(struct tnt_bytes *b, size_t len);

/* Leaves room for a length of `len` bytes, which tnt_put_length() fills in
 * with the number of bytes that were put since. */
size_t tnt_put_place(struct tnt_bytes *b, unsigned int len);
void tnt_put_length(struct tnt_bytes *b, size_t place, unsigned int len);

#endif
