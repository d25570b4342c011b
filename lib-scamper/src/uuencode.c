/* SPDX-License-Identifier: BSD-3-Clause */
#include "uuencode.h"

enum { LINE = 45 };

static size_t line_len(size_t len)
{
	return 1 + (len + 2) / 3 * 4 + 1;
}

size_t uuencode_len(size_t len)
{
	size_t rest = len % LINE;

	return len / LINE * line_len(LINE) + (rest ? line_len(rest) : 0) + 2;
}

/* 6 bits as a character; ` in place of the space. */
static uint8_t letter(unsigned int bits)
{
	return (uint8_t)((bits & 63) ? 32 + (bits & 63) : '`');
}

static void put_line(struct buffer *out, const uint8_t *data, size_t len)
{
	uint8_t *to = buffer_room(out, line_len(len));

	if (!to)
		return;
	out->len += line_len(len);
	*to++ = letter((unsigned int)len);
	for (size_t i = 0; i < len; i += 3) {
		unsigned int a = data[i];
		unsigned int b = i + 1 < len ? data[i + 1] : 0;
		unsigned int c = i + 2 < len ? data[i + 2] : 0;

		*to++ = letter(a >> 2);
		*to++ = letter(a << 4 | b >> 4);
		*to++ = letter(b << 2 | c >> 6);
		*to++ = letter(c);
	}
	*to = '\n';
}

void uuencode(struct buffer *out, const uint8_t *data, size_t len)
{
	for (size_t at = 0; at < len; at += LINE)
		put_line(out, data + at, len - at < LINE ? len - at : LINE);
	buffer_put(out, "`\n", 2);
}
