/* SPDX-License-Identifier: BSD-3-Clause */
/* Pings of the routers seen: tnt.md section 4, step 2. */
#include "driver_internal.h"
#include "formula.h"

/* In the cache: the TTL and this bit, so that "no reply" is known, too. */
#define KNOWN 0x100u

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
	tnt_table_slot(&driver->er_ttls, print->addr)->number = KNOWN | er_ttl;
	tnt_table_remove(&driver->fingerprints, print->addr);
	tnt_wake_all(driver, &print->waiters);
	free(print);
}

static int by_address(const void *a, const void *b)
{
	return tnt_addr_compare(*(const struct tnt_addr *)a,
				*(const struct tnt_addr *)b);
}

/* The addresses to ping in ascending order; the caller frees them. */
static struct tnt_addr *distinct_addresses(const struct tnt_driver *driver,
					   const struct tnt_hops *hops,
					   size_t *count)
{
	struct tnt_addr *addrs = tnt_alloc(hops->count, sizeof(*addrs));
	size_t all = 0, used = 0;

	for (size_t i = 0; i < hops->count; i++)
		if (hops->at[i].reply &&
		    !tnt_reserved(&driver->options.rules, hops->at[i].addr))
			addrs[all++] = hops->at[i].addr;
	qsort(addrs, all, sizeof(*addrs), by_address);
	for (size_t i = 0; i < all; i++)
		if (!used || !tnt_addr_equal(addrs[i], addrs[used - 1]))
			addrs[used++] = addrs[i];
	*count = used;
	return addrs;
}

/* The ping of an address that is not known, queued if nobody has yet. */
static struct tnt_fingerprint *ping_of(struct tnt_driver *driver,
				       struct tnt_addr addr)
{
	union tnt_value *value = tnt_table_slot(&driver->fingerprints, addr);
	struct tnt_fingerprint *print = value->pointer;

	if (!print) {
		value->pointer = print = tnt_alloc(1, sizeof(*print));
		print->addr = addr;
		tnt_queue_ping(driver, addr, print, pinged);
	}
	return print;
}

bool tnt_fingerprint_hops(struct tnt_driver *driver,
			  const struct tnt_hops *hops,
			  struct tnt_waiter *waiter, uint32_t *probes)
{
	size_t count;
	struct tnt_addr *addrs = distinct_addresses(driver, hops, &count);

	for (size_t i = 0; i < count; i++)
		if (!tnt_table_find(&driver->er_ttls, addrs[i]))
			tnt_wait_for(&ping_of(driver, addrs[i])->waiters,
				     waiter);
	*probes += (uint32_t)count * driver->options.ping_count;
	free(addrs);
	return !waiter->pending;
}

void tnt_fingerprint_apply(struct tnt_driver *driver, struct tnt_hops *hops)
{
	for (size_t i = 0; i < hops->count; i++) {
		struct tnt_hop *hop = &hops->at[i];
		const union tnt_value *known;

		if (!hop->reply)
			continue;
		known = tnt_table_find(&driver->er_ttls, hop->addr);
		if (known)
			hop->er_ttl = (uint8_t)known->number;
	}
}
