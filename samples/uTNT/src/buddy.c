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
	buddy->buddy = tnt_addr_ipv4(
		tnt_buddy_tested(tnt_addr_to_ipv4(buddy->addr), answers));
	buddy->known = true;
	tnt_wake_all(driver, &buddy->waiters);
}

static struct tnt_buddy *look_for(struct tnt_driver *driver,
				  struct tnt_addr addr,
				  struct tnt_destination *payer)
{
	struct tnt_buddy *buddy = tnt_alloc(1, sizeof(*buddy));
	uint32_t found;

	buddy->addr = addr;
	buddy->known = tnt_buddy_known(tnt_addr_to_ipv4(addr), &found);
	buddy->buddy = tnt_addr_ipv4(found);
	if (buddy->known)
		return buddy;
	if (tnt_forbidden(driver, buddy->buddy)) {
		/* As if the base had not answered. */
		buddy->buddy = tnt_addr_ipv4(
			tnt_buddy_tested(tnt_addr_to_ipv4(addr), false));
		buddy->known = true;
		return buddy;
	}
	tnt_queue_ping(driver, buddy->buddy, buddy, base_pinged, payer);
	return buddy;
}

void tnt_buddies_trim(struct tnt_driver *driver)
{
	struct tnt_table *buddies = &driver->buddies;

	if (buddies->count <= tnt_cache_of_large(driver))
		return;
	for (size_t i = 0; i < buddies->room;) {
		struct tnt_buddy *buddy = buddies->at[i].value.pointer;

		/* Another entry may move up to this place. */
		if (buddy && buddy->known) {
			tnt_table_remove(buddies, buddy->addr);
			free(buddy);
		} else {
			i++;
		}
	}
}

struct tnt_buddy *tnt_buddy_of(struct tnt_driver *driver, struct tnt_addr addr,
			       struct tnt_waiter *waiter,
			       struct tnt_destination *payer)
{
	union tnt_value *value = tnt_table_slot(&driver->buddies, addr);
	struct tnt_buddy *buddy;

	if (!value->pointer)
		value->pointer = look_for(driver, addr, payer);
	buddy = value->pointer;
	if (buddy->known)
		return buddy;
	tnt_wait_for(&buddy->waiters, waiter);
	return NULL;
}
