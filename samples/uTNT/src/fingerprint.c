/* SPDX-License-Identifier: BSD-3-Clause */
/* Pings of the routers seen: tnt.md section 4, step 2. */
#include "driver_internal.h"
#include "formula.h"

static void pinged(struct tnt_driver *driver, void *owner,
		   struct scamper_result *result)
{
	struct tnt_fingerprint *print = owner;
	struct scamper_ping *ping = result ? result->ping : NULL;

	if (ping && ping->replies_used) {
		uint8_t *ttls = tnt_alloc(ping->replies_used, 1);
		size_t count = 0;

		for (uint32_t i = 0; i < ping->replies_used; i++)
			if (tnt_is_echo_reply(ping->replies[i]))
				ttls[count++] = ping->replies[i]->reply_ttl;
		print->er_ttl = tnt_er_ttl(ttls, count);
		free(ttls);
	}
	scamper_result_free(result);
	print->known = true;
	tnt_wake_all(driver, &print->waiters);
}

static int by_address(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* The addresses to ping in ascending order; the caller frees them. */
static uint32_t *distinct_addresses(const struct tnt_driver *driver,
				    const struct tnt_hops *hops, size_t *count)
{
	uint32_t *addrs = tnt_alloc(hops->count, sizeof(*addrs));
	size_t all = 0, used = 0;

	for (size_t i = 0; i < hops->count; i++)
		if (hops->at[i].reply &&
		    !tnt_reserved(&driver->options.rules, hops->at[i].addr))
			addrs[all++] = hops->at[i].addr;
	qsort(addrs, all, sizeof(*addrs), by_address);
	for (size_t i = 0; i < all; i++)
		if (!used || addrs[i] != addrs[used - 1])
			addrs[used++] = addrs[i];
	*count = used;
	return addrs;
}

static struct tnt_fingerprint *print_of(struct tnt_driver *driver,
					uint32_t addr)
{
	void **value = tnt_table_slot(&driver->fingerprints, addr);

	if (!*value) {
		*value = tnt_alloc(1, sizeof(struct tnt_fingerprint));
		tnt_queue_test(driver, addr, *value, pinged,
			       "ping -P icmp-echo -c %u " TNT_IP_FMT,
			       driver->options.ping_count, TNT_IP(addr));
	}
	return *value;
}

bool tnt_fingerprint_hops(struct tnt_driver *driver,
			  const struct tnt_hops *hops,
			  struct tnt_waiter *waiter, uint32_t *probes)
{
	size_t count;
	uint32_t *addrs = distinct_addresses(driver, hops, &count);

	for (size_t i = 0; i < count; i++) {
		struct tnt_fingerprint *print = print_of(driver, addrs[i]);

		if (!print->known)
			tnt_wait_for(&print->waiters, waiter);
	}
	*probes += (uint32_t)count * driver->options.ping_count;
	free(addrs);
	return !waiter->pending;
}

void tnt_fingerprint_apply(struct tnt_driver *driver, struct tnt_hops *hops)
{
	for (size_t i = 0; i < hops->count; i++) {
		struct tnt_hop *hop = &hops->at[i];
		const struct tnt_fingerprint *print;

		if (!hop->reply)
			continue;
		print = *tnt_table_slot(&driver->fingerprints, hop->addr);
		if (print)
			hop->er_ttl = print->er_ttl;
	}
}
