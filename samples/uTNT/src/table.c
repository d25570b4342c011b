/* SPDX-License-Identifier: BSD-3-Clause */
#include "table.h"

#include <stdlib.h>

#include "memory.h"

static bool is_used(const struct tnt_table_entry *entry)
{
	return entry->key.high || entry->key.low;
}

/* Where a key would like to be. */
static size_t home(const struct tnt_table *table, struct tnt_addr key)
{
	uint64_t hash = (key.high ^ key.low * 0x9e3779b97f4a7c15u) *
			0xbf58476d1ce4e5b9u;

	return (size_t)(hash >> 32) & (table->room - 1);
}

static struct tnt_table_entry *find(const struct tnt_table *table,
				    struct tnt_addr key)
{
	size_t i = home(table, key);

	while (is_used(&table->at[i]) && !tnt_addr_equal(table->at[i].key, key))
		i = (i + 1) & (table->room - 1);
	return &table->at[i];
}

static void rehash(struct tnt_table *table)
{
	struct tnt_table old = *table;

	table->room = old.room ? 2 * old.room : 16;
	table->at = tnt_alloc(table->room, sizeof(*table->at));
	for (size_t i = 0; i < old.room; i++)
		if (is_used(&old.at[i]))
			*find(table, old.at[i].key) = old.at[i];
	free(old.at);
}

union tnt_value *tnt_table_slot(struct tnt_table *table, struct tnt_addr key)
{
	struct tnt_table_entry *entry;

	if (4 * table->count >= 3 * table->room)
		rehash(table);
	entry = find(table, key);
	if (!is_used(entry)) {
		entry->key = key;
		table->count++;
	}
	return &entry->value;
}

union tnt_value *tnt_table_find(const struct tnt_table *table,
				struct tnt_addr key)
{
	struct tnt_table_entry *entry;

	if (!table->room)
		return NULL;
	entry = find(table, key);
	return is_used(entry) ? &entry->value : NULL;
}

void tnt_table_remove(struct tnt_table *table, struct tnt_addr key)
{
	size_t mask = table->room - 1;
	size_t hole = (size_t)(find(table, key) - table->at);

	/* Entries behind the hole move up unless they are before their home. */
	for (size_t i = (hole + 1) & mask; is_used(&table->at[i]);
	     i = (i + 1) & mask) {
		size_t from_home = (i - home(table, table->at[i].key)) & mask;

		if (from_home < ((i - hole) & mask))
			continue;
		table->at[hole] = table->at[i];
		hole = i;
	}
	table->at[hole] = (struct tnt_table_entry){0};
	table->count--;
}

void tnt_table_free(struct tnt_table *table, void (*fn)(void *pointer))
{
	for (size_t i = 0; i < table->room; i++)
		if (is_used(&table->at[i]) && table->at[i].value.pointer && fn)
			fn(table->at[i].value.pointer);
	free(table->at);
	*table = (struct tnt_table){0};
}
