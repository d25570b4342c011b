/* SPDX-License-Identifier: BSD-3-Clause */
#include "text.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

#define DIGITS 21 /* of 64 bits, and a sign */

/* A piece of text, and the width it is to fill. */
struct field {
	const char *at;
	size_t len, width;
	bool left, wide; /* flag -; the value has 64 bits */
	char pad;
};

/* Writes a number in front of `end`. */
static void take_number(struct field *field, char kind, uint64_t value,
			char *end)
{
	unsigned int base = kind == 'x' ? 16 : 10;
	bool negative = kind == 'd' && (int)value < 0;
	char *at = end;

	if (negative)
		value = -(uint64_t)(int)value;
	do
		*--at = "0123456789abcdef"[value % base];
	while (value /= base);
	if (negative)
		*--at = '-';
	field->at = at;
	field->len = (size_t)(end - at);
}

/* What stands between % and the letter; returns where the letter is. */
static const char *take_flags(struct field *field, const char *format)
{
	for (;; format++) {
		char c = *format;

		if (c == '-')
			field->left = true;
		else if (c == 'l' || c == 'z')
			field->wide = true;
		else if (c == '0' && !field->width)
			field->pad = '0';
		else if (c >= '0' && c <= '9')
			field->width = field->width * 10 + (size_t)(c - '0');
		else
			return format;
	}
}

/* Writes what fits; returns how many characters there are. */
static size_t write_fields(char *out, size_t room, const char *format,
			   va_list args)
{
	size_t used = 0;

	for (; *format; format++) {
		struct field field = {.at = format, .len = 1, .pad = ' '};
		char digits[DIGITS];
		size_t before, total;

		if (*format == '%') {
			format = take_flags(&field, format + 1);
			if (*format == 's') {
				field.at = va_arg(args, const char *);
				field.len = strlen(field.at);
			} else if (*format == 'c') {
				digits[0] = (char)va_arg(args, int);
				field.at = digits;
			} else {
				take_number(
					&field, *format,
					field.wide ? va_arg(args, uint64_t)
						   : va_arg(args, unsigned int),
					digits + DIGITS);
			}
		}
		total = field.len > field.width ? field.len : field.width;
		before = field.left ? 0 : total - field.len;
		for (size_t i = 0; i < total; i++, used++)
			if (used < room)
				out[used] = i - before < field.len
						    ? field.at[i - before]
						    : field.pad;
	}
	return used;
}

static void make_room(struct tnt_text *text, size_t more)
{
	size_t room;
	char *at;

	if (text->room - text->used >= more)
		return;
	room = 2 * text->room + more + 512;
	at = realloc(text->at, room);
	if (!at)
		tnt_out_of_memory(); /* writes what is there */
	text->at = at;
	text->room = room;
}

void tnt_text_put(struct tnt_text *text, const void *bytes, size_t len)
{
	make_room(text, len);
	memcpy(text->at + text->used, bytes, len);
	text->used += len;
}

void tnt_text_add(struct tnt_text *text, const char *format, ...)
{
	size_t room, len;

	do {
		va_list args;

		make_room(text, 1);
		room = text->room - text->used;
		va_start(args, format);
		len = write_fields(text->at + text->used, room, format, args);
		va_end(args);
		make_room(text, len);
	} while (len > room);
	text->used += len;
}

void tnt_text_free(struct tnt_text *text)
{
	free(text->at);
	*text = (struct tnt_text){0};
}

void tnt_text_format(char *at, size_t room, const char *format, ...)
{
	size_t len;
	va_list args;

	va_start(args, format);
	len = write_fields(at, room - 1, format, args);
	va_end(args);
	at[len < room ? len : room - 1] = '\0';
}
