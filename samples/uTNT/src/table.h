/* SPDX-License-Identifier: BSD-3-Clause */
/* A hash table from 64-bit keys to pointers; entries are never removed, but
 * their pointer may be set to NULL. */
#ifndef TNT_TABLE_H
#define TNT_TABLE_H

#include <stddef.h>
#include <stdint.h>

struct tnt_table_entry {
	uint64_t key;
	void *value;
	unsigned char used;
};

struct tnt_table {
	struct tnt_table_entry *at;
	size_t count, room; /* room: 0 or a power of two */
};

/* The place of a key's value, made (with NULL) if it is not there yet. Valid
 * until the next call for this table. */
void **tnt_table_slot(struct tnt_table *table, uint64_t key);

/* Calls `fn` (free, ..) for each value that is not NULL, then frees. */
void tnt_table_free(struct tnt_table *table, void (*fn)(void *value));

#endif
