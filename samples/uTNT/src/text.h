/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Text for people and other programs: dump, JSON, log, commands. It does what
 * these need of printf and no more: an emulated machine pays for each piece
 * of code when it sees it first, and most runs end soon after.
 */
#ifndef TNT_TEXT_H
#define TNT_TEXT_H

#include <stddef.h>

/* Text that grows; starts zeroed. */
struct tnt_text {
	char *at; /* `used` characters, no NUL */
	size_t used, room;
};

/*
 * Adds characters as printf would: %c, %s, %d, %u and %x, with a width, the
 * flags - and 0 (not for %d), and for %u and %x the lengths l and z.
 */
void tnt_text_add(struct tnt_text *text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Adds bytes. */
void tnt_text_put(struct tnt_text *text, const void *bytes, size_t len);
void tnt_text_free(struct tnt_text *text);

/* The same into an array, cut off at its end and closed by a NUL. */
void tnt_text_format(char *at, size_t room, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
