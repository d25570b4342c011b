/* SPDX-License-Identifier: BSD-3-Clause */
#include "destinations.h"

#include <stdlib.h>

#include "error.h"
#include "lines.h"
#include "memory.h"

/* An IPv6 address among those of IPv4: all are held in 16 bytes from here. */
static void widen(struct tnt_destinations *list)
{
	struct tnt_addr *mixed = NULL;

	for (size_t i = 0; i < list->count; i++) {
		mixed = tnt_grow(mixed, i, sizeof(*mixed));
		mixed[i] = tnt_addr_ipv4(list->ipv4[i]);
	}
	free(list->ipv4);
	list->ipv4 = NULL;
	list->mixed = mixed;
}

bool tnt_destinations_add(struct tnt_destinations *list, const char *text)
{
	struct tnt_addr addr;

	if (!tnt_addr_parse(text, &addr))
		return false;
	if (!list->mixed && !tnt_addr_is_ipv4(addr))
		widen(list);
	if (list->mixed || !tnt_addr_is_ipv4(addr)) {
		list->mixed = tnt_grow(list->mixed, list->count,
				       sizeof(*list->mixed));
		list->mixed[list->count++] = addr;
	} else {
		list->ipv4 =
			tnt_grow(list->ipv4, list->count, sizeof(*list->ipv4));
		list->ipv4[list->count++] = tnt_addr_to_ipv4(addr);
	}
	return true;
}

static bool take(void *list, char *text)
{
	return tnt_destinations_add(list, text);
}

bool tnt_destinations_load(struct tnt_destinations *list, const char *path,
			   bool replay, struct scamper_tape *tape)
{
	const struct tnt_lines lines = {
		.kind = "destination file",
		.thing = "IPv4 or IPv6 address",
		.unreadable = 6010,
		.line = 6011,
		.replay = replay,
		.tape = tape,
		.take = take,
		.user = list,
	};

	if (!tnt_lines_read(&lines, path))
		return false;
	if (!list->count)
		tnt_errorf(6012, "Put one address on each line",
			   "destination file '%s' holds no address", path);
	return list->count;
}

struct tnt_addr tnt_destinations_at(const struct tnt_destinations *list,
				    size_t i)
{
	return list->mixed ? list->mixed[i] : tnt_addr_ipv4(list->ipv4[i]);
}

static uint64_t next_random(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u; /* SplitMix64 */

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

static void swap(struct tnt_destinations *list, size_t i, size_t j)
{
	struct tnt_addr addr = tnt_destinations_at(list, i);

	if (list->mixed) {
		list->mixed[i] = list->mixed[j];
		list->mixed[j] = addr;
	} else {
		list->ipv4[i] = list->ipv4[j];
		list->ipv4[j] = tnt_addr_to_ipv4(addr);
	}
}

void tnt_destinations_shuffle(struct tnt_destinations *list, uint64_t seed)
{
	for (size_t i = list->count; i > 1; i--)
		swap(list, i - 1, next_random(&seed) % i);
}

void tnt_destinations_free(struct tnt_destinations *list)
{
	free(list->ipv4);
	free(list->mixed);
	*list = (struct tnt_destinations){0};
}
