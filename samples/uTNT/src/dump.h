/* SPDX-License-Identifier: BSD-3-Clause */
/* An annotated path as text and as JSON: tnt.md section 12. */
#ifndef TNT_DUMP_H
#define TNT_DUMP_H

#include "passes.h"
#include "text.h"

/* How much a text says. */
#define TNT_DUMP_VERBOSE 0x01 /* attempts and codes */
#define TNT_DUMP_EXPLAIN 0x02 /* what the tags rest on */

/* Text, a blank line at the end. */
void tnt_dump_text(struct tnt_text *out, const struct tnt_path *path,
		   const struct tnt_rules *rules, unsigned int how);

/* One JSON object on a line of its own, with every field of the record. */
void tnt_dump_json(struct tnt_text *out, const struct tnt_path *path,
		   const struct tnt_rules *rules);

/* The numbers a dump gives to hops: plain ones, and their own for revealed
 * hops, from 1 in each tunnel. Start with a zeroed value. */
struct tnt_numbering {
	unsigned int plain, revealed;
};

/* Counts `hop`; returns its number. */
unsigned int tnt_number(struct tnt_numbering *numbers,
			const struct tnt_hop *hop);

#endif
