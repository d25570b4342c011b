/* SPDX-License-Identifier: BSD-3-Clause */
/* The buddy cache and its tests: tnt.md section 8. */
#include "driver_internal.h"

static void base_pinged(struct tnt_driver *driver, void *owner,
			struct scamper_result *result)
{
	struct tnt_buddy *buddy = owner;
	const struct scamper_ping *ping = result ? result->ping : NULL;
	bool answers = false;

	for (uint32_t i = 0; ping && i < ping->replies_used; i++) {
		const struct scamper_ping_reply *reply = ping->replies[i];

		answers |= tnt_is_echo_reply(reply) &&
			   scamper_addr_equal(&reply->addr, &ping->dst);
	}
	buddy->probes = ping ? ping->sent : 0;
	scamper_result_free(result);
	buddy->buddy = tnt_buddy_tested(buddy->addr, answers);
	buddy->known = true;
	tnt_wake_all(driver, &buddy->waiters);
}

static struct tnt_buddy *look_for(struct tnt_driver *driver, uint32_t addr)
{
	struct tnt_buddy *buddy = tnt_alloc(1, sizeof(*buddy));
	uint32_t base;

	buddy->addr = addr;
	buddy->known = tnt_buddy_known(addr, &buddy->buddy);
	base = buddy->buddy;
	if (!buddy->known)
		tnt_queue_test(driver, base, buddy, base_pinged,
			       "ping -P icmp-echo -c %u " TNT_IP_FMT,
			       driver->options.ping_count, TNT_IP(base));
	return buddy;
}

struct tnt_buddy *tnt_buddy_of(struct tnt_driver *driver, uint32_t addr,
			       struct tnt_waiter *waiter)
{
	void **value = tnt_table_slot(&driver->buddies, addr);
	struct tnt_buddy *buddy;

	if (!*value)
		*value = look_for(driver, addr);
	buddy = *value;
	if (buddy->known)
		return buddy;
	tnt_wait_for(&buddy->waiters, waiter);
	return NULL;
}
