/* SPDX-License-Identifier: BSD-3-Clause */
#include "buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"

uint8_t *buffer_room(struct buffer *buffer, size_t len)
{
	size_t room = buffer->room ? buffer->room : 256;
	uint8_t *data;

	if (buffer->failed)
		return NULL;
	if (len <= buffer->room - buffer->len)
		return buffer->data + buffer->len;
	while (room - buffer->len < len)
		room *= 2;
	data = realloc(buffer->data, room);
	if (!data) {
		buffer->failed = true;
		return NULL;
	}
	buffer->data = data;
	buffer->room = room;
	return data + buffer->len;
}

void buffer_put(struct buffer *buffer, const void *data, size_t len)
{
	uint8_t *to = len ? buffer_room(buffer, len) : NULL;

	if (!to)
		return;
	memcpy(to, data, len);
	buffer->len += len;
}

void buffer_put8(struct buffer *buffer, uint8_t value)
{
	buffer_put(buffer, &value, 1);
}

void buffer_put16(struct buffer *buffer, uint16_t value)
{
	uint8_t bytes[2];

	put16(bytes, value);
	buffer_put(buffer, bytes, sizeof(bytes));
}

void buffer_put32(struct buffer *buffer, uint32_t value)
{
	uint8_t bytes[4];

	put32(bytes, value);
	buffer_put(buffer, bytes, sizeof(bytes));
}

void buffer_put_text(struct buffer *buffer, const char *text)
{
	buffer_put(buffer, text, strlen(text) + 1);
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
	char text[256];
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (len < 0 || (size_t)len >= sizeof(text))
		buffer->failed = true;
	else
		buffer_put(buffer, text, (size_t)len);
}

void buffer_reset(struct buffer *buffer)
{
	buffer->len = 0;
	buffer->failed = false;
}

void buffer_free(struct buffer *buffer)
{
	free(buffer->data);
	buffer->data = NULL;
	buffer->len = 0;
	buffer->room = 0;
}
