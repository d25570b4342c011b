/* SPDX-License-Identifier: BSD-3-Clause */
#include "table.h"

#include <stdlib.h>

#include "memory.h"

static struct tnt_table_entry *find(const struct tnt_table *table, uint64_t key)
{
	uint64_t hash = key * 0x9e3779b97f4a7c15u;
	size_t i = (size_t)(hash >> 32) & (table->room - 1);

	while (table->at[i].used && table->at[i].key != key)
		i = (i + 1) & (table->room - 1);
	return &table->at[i];
}

static void rehash(struct tnt_table *table)
{
	struct tnt_table old = *table;

	table->room = old.room ? 2 * old.room : 16;
	table->at = tnt_alloc(table->room, sizeof(*table->at));
	for (size_t i = 0; i < old.room; i++)
		if (old.at[i].used)
			*find(table, old.at[i].key) = old.at[i];
	free(old.at);
}

void **tnt_table_slot(struct tnt_table *table, uint64_t key)
{
	struct tnt_table_entry *entry;

	if (4 * table->count >= 3 * table->room)
		rehash(table);
	entry = find(table, key);
	if (!entry->used) {
		*entry = (struct tnt_table_entry){key, NULL, 1};
		table->count++;
	}
	return &entry->value;
}

void tnt_table_free(struct tnt_table *table, void (*fn)(void *value))
{
	for (size_t i = 0; i < table->room; i++)
		if (table->at[i].used && table->at[i].value && fn)
			fn(table->at[i].value);
	free(table->at);
	*table = (struct tnt_table){0};
}
