/* SPDX-License-Identifier: BSD-3-Clause */
/* Pings of the routers seen: tnt.md section 4, step 2. */
#include <string.h>

#include "driver_internal.h"
#include "formula.h"

/* In the cache: the TTL and this bit, so that "no reply" is known, too. */
#define KNOWN 0x100u

/*
 * Half of the cache holds what came last; when it is full, the other half is
 * given up for it. 24 bytes an entry, room for a power of two.
 */
static void remember(struct tnt_driver *driver, struct tnt_addr addr,
		     unsigned int value)
{
	struct tnt_table *halves = driver->er_ttls;
	uint32_t limit = driver->options.cache;

	if (limit && halves[0].count >= limit / 2) {
		tnt_table_free(&halves[1], NULL);
		halves[1] = halves[0];
		halves[0] = (struct tnt_table){0};
	}
	tnt_table_slot(&halves[0], addr)->number = value;
}

/* What is known of an address: with KNOWN, or 0. */
static unsigned int recall(struct tnt_driver *driver, struct tnt_addr addr)
{
	const union tnt_value *value =
		tnt_table_find(&driver->er_ttls[0], addr);

	if (value)
		return (unsigned int)value->number;
	value = tnt_table_find(&driver->er_ttls[1], addr);
	if (!value)
		return 0;
	/* In use, so it stays. */
	remember(driver, addr, (unsigned int)value->number);
	return (unsigned int)value->number;
}

static void pinged(struct tnt_driver *driver, void *owner,
		   struct scamper_result *result)
{
	struct tnt_fingerprint *print = owner;
	struct scamper_ping *ping = result ? result->ping : NULL;
	unsigned int er_ttl = 0;

	if (ping && ping->replies_used) {
		uint8_t *ttls = tnt_alloc(ping->replies_used, 1);
		size_t count = 0;

		for (uint32_t i = 0; i < ping->replies_used; i++)
			if (tnt_is_echo_reply(ping->replies[i]))
				ttls[count++] = ping->replies[i]->reply_ttl;
		er_ttl = tnt_er_ttl(ttls, count);
		free(ttls);
	}
	scamper_result_free(result);
	remember(driver, print->addr, KNOWN | er_ttl);
	tnt_wake_all(driver, &print->waiters);
	tnt_table_remove(&driver->fingerprints, print->addr);
	free(print);
}

/* Puts an address at its place in a row, unless it is there. */
static void insert(struct tnt_addr *row, size_t *count, struct tnt_addr addr)
{
	size_t i = *count;

	while (i && tnt_addr_compare(row[i - 1], addr) > 0)
		i--;
	if (i && tnt_addr_equal(row[i - 1], addr))
		return;
	memmove(row + i + 1, row + i, (*count - i) * sizeof(*row));
	row[i] = addr;
	++*count;
}

/* The addresses of hops not known in ascending order; the caller frees them. */
static struct tnt_addr *distinct_addresses(const struct tnt_driver *driver,
					   const struct tnt_hops *hops,
					   size_t *count)
{
	struct tnt_addr *addrs = tnt_alloc(hops->count, sizeof(*addrs));

	*count = 0;
	for (size_t i = 0; i < hops->count; i++)
		if (hops->at[i].reply && !hops->at[i].er_known &&
		    !tnt_forbidden(driver, hops->at[i].addr))
			insert(addrs, count, hops->at[i].addr);
	return addrs;
}

static struct tnt_fingerprint *running(const struct tnt_driver *driver,
				       struct tnt_addr addr)
{
	const union tnt_value *value =
		tnt_table_find(&driver->fingerprints, addr);

	return value ? value->pointer : NULL;
}

static void mark_unaffordable(struct tnt_hops *hops, struct tnt_addr addr)
{
	for (size_t i = 0; i < hops->count; i++)
		if (hops->at[i].reply && tnt_addr_equal(hops->at[i].addr, addr))
			hops->at[i].unsure |=
				TNT_UNSURE_BUDGET | TNT_UNSURE_NO_ER;
}

bool tnt_fingerprint_hops(struct tnt_driver *driver, struct tnt_hops *hops,
			  struct tnt_waiter *waiter, uint32_t *probes,
			  struct tnt_destination *payer)
{
	size_t count;
	struct tnt_addr *addrs = distinct_addresses(driver, hops, &count);

	for (size_t i = 0; i < count; i++) {
		struct tnt_fingerprint *print = running(driver, addrs[i]);

		*probes += driver->options.ping_count;
		if (recall(driver, addrs[i]))
			continue;
		if (!print && tnt_budget_left(driver, payer) <
				      driver->options.ping_count) {
			*probes -= driver->options.ping_count;
			payer->ended = TNT_BUDGET;
			mark_unaffordable(hops, addrs[i]);
			continue;
		}
		if (!print) {
			print = tnt_alloc(1, sizeof(*print));
			print->addr = addrs[i];
			tnt_table_slot(&driver->fingerprints, addrs[i])
				->pointer = print;
			tnt_queue_ping(driver, addrs[i], print, pinged, payer);
		}
		tnt_wait_for(&print->waiters, waiter);
	}
	free(addrs);
	/* The cache may forget it before the last ping is back. */
	tnt_fingerprint_apply(driver, hops);
	return !waiter->pending;
}

void tnt_fingerprint_apply(struct tnt_driver *driver, struct tnt_hops *hops)
{
	for (size_t i = 0; i < hops->count; i++) {
		struct tnt_hop *hop = &hops->at[i];
		unsigned int known = hop->reply && !hop->er_known
					     ? recall(driver, hop->addr)
					     : 0;

		if (!known)
			continue;
		hop->er_ttl = (uint8_t)known;
		hop->er_known = true;
	}
}

void tnt_fingerprint_leave(struct tnt_driver *driver,
			   const struct tnt_hops *hops,
			   struct tnt_waiter *waiter)
{
	for (size_t i = 0; i < hops->count && waiter->pending; i++) {
		struct tnt_fingerprint *print =
			hops->at[i].reply ? running(driver, hops->at[i].addr)
					  : NULL;

		if (print)
			tnt_stop_waiting(&print->waiters, waiter);
	}
}
