/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The destinations of a run: 4 bytes each, or 16 each once one of them is an
 * IPv6 address.
 */
#ifndef TNT_DESTINATIONS_H
#define TNT_DESTINATIONS_H

#include <stddef.h>

#include "addr.h"

struct scamper_tape;

struct tnt_destinations {
	uint32_t *ipv4;         /* while all are, in host byte order */
	struct tnt_addr *mixed; /* else */
	size_t count;
};

/* Adds one; false: `text` is no address. */
bool tnt_destinations_add(struct tnt_destinations *list, const char *text);

/*
 * Adds those of a file: one a line, empty lines and lines that begin with #
 * are skipped. Every bad line is reported with its number. False: nothing
 * may be sent. The lines are noted on the tape (NULL: none); of a replay they
 * come from there.
 */
bool tnt_destinations_load(struct tnt_destinations *list, const char *path,
			   bool replay, struct scamper_tape *tape);

/* Number `i` (below `count`). */
struct tnt_addr tnt_destinations_at(const struct tnt_destinations *list,
				    size_t i);

/* Puts them into an order that depends on `seed` only. */
void tnt_destinations_shuffle(struct tnt_destinations *list, uint64_t seed);

void tnt_destinations_free(struct tnt_destinations *list);

#endif
