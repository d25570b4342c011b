/* SPDX-License-Identifier: BSD-3-Clause */
/* A growing byte array; after a failed allocation it takes nothing more. */
#ifndef SCAMPER_BUFFER_H
#define SCAMPER_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer {
	uint8_t *data;
	size_t len;
	size_t room;
	bool failed;
};

/* Makes room for `len` more bytes; NULL: none. The place is not yet used. */
uint8_t *buffer_room(struct buffer *buffer, size_t len);
void buffer_put(struct buffer *buffer, const void *data, size_t len);
void buffer_put8(struct buffer *buffer, uint8_t value);
void buffer_put16(struct buffer *buffer, uint16_t value);
void buffer_put32(struct buffer *buffer, uint32_t value);
/* The text with its NUL. */
void buffer_put_text(struct buffer *buffer, const char *text);
/* Formatted text without NUL. */
__attribute__((format(printf, 2, 3))) void buffer_printf(struct buffer *buffer,
							 const char *format,
							 ...);
/* Empties it, keeping its memory. */
void buffer_reset(struct buffer *buffer);
void buffer_free(struct buffer *buffer);

#endif
