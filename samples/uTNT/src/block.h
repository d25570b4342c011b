/* SPDX-License-Identifier: BSD-3-Clause */
/* Addresses that are never probed: --block FILE. */
#ifndef TNT_BLOCK_H
#define TNT_BLOCK_H

#include <stddef.h>

#include <scamper/tape.h>

#include "addr.h"

/* Ranges of addresses, sorted and apart: 32 bytes each. */
struct tnt_block {
	struct tnt_range {
		struct tnt_addr first, last;
	} * at;
	size_t count;
};

/*
 * Reads a file of prefixes, "192.0.2.0/24" or an address, one a line. Every
 * bad line is reported. False: nothing may be sent. `tape`, `replay`: as for
 * destinations.
 */
bool tnt_block_load(struct tnt_block *block, const char *path, bool replay,
		    struct scamper_tape *tape);

/* Adds one prefix; false: `text` is none. Ends with tnt_block_sort(). */
bool tnt_block_add(struct tnt_block *block, char *text);
void tnt_block_sort(struct tnt_block *block);

bool tnt_block_holds(const struct tnt_block *block, struct tnt_addr addr);

void tnt_block_free(struct tnt_block *block);

#endif
