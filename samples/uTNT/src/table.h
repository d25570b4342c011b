/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A hash table from addresses to values of 8 bytes: 24 bytes an entry, room
 * for a power of two of which 3/4 are used at most. The key "no address" is
 * not allowed.
 */
#ifndef TNT_TABLE_H
#define TNT_TABLE_H

#include <stddef.h>

#include "addr.h"

union tnt_value {
	void *pointer;
	uint64_t number;
};

struct tnt_table_entry {
	struct tnt_addr key; /* none: the entry is free */
	union tnt_value value;
};

struct tnt_table {
	struct tnt_table_entry *at;
	size_t count, room; /* room: 0 or a power of two */
};

/* The place of a key's value, made (zeroed) if it is not there yet. Valid
 * until the next call that adds or removes. */
union tnt_value *tnt_table_slot(struct tnt_table *table, struct tnt_addr key);

/* The same, NULL when the key is not there. */
union tnt_value *tnt_table_find(const struct tnt_table *table,
				struct tnt_addr key);

/* Removes a key that is there. */
void tnt_table_remove(struct tnt_table *table, struct tnt_addr key);

/* Calls `fn`, which may be NULL, for each value that is not 0, then frees. */
void tnt_table_free(struct tnt_table *table, void (*fn)(void *pointer));

#endif
