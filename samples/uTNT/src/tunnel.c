/* SPDX-License-Identifier: BSD-3-Clause */
/* The tunnel cache: runs the revelation of each pair once. */
#include "driver_internal.h"

static void follow(struct tnt_driver *driver, struct tnt_tunnel *tunnel);

static void traced(struct tnt_driver *driver, void *owner,
		   struct scamper_result *result)
{
	struct tnt_tunnel *tunnel = owner;

	tnt_reveal_trace(&tunnel->reveal, &driver->options.rules,
			 tnt_take_trace(result));
	follow(driver, tunnel);
}

static void queue_trace(struct tnt_driver *driver, struct tnt_tunnel *tunnel,
			const char *method)
{
	uint32_t target = tunnel->reveal.target;

	tnt_queue_test(driver, target, tunnel, traced,
		       "trace -f %u -P %s -U %u -w 1 -q 3 -g 5 " TNT_IP_FMT,
		       tunnel->first_ttl, method, (unsigned)tunnel->user_id,
		       TNT_IP(target));
}

static void ask_buddy(struct tnt_driver *driver, struct tnt_tunnel *tunnel)
{
	struct tnt_buddy *buddy =
		tnt_buddy_of(driver, tunnel->reveal.target, &tunnel->buddy);

	if (!buddy)
		return;
	tunnel->reveal.probes += buddy->probes;
	buddy->probes = 0;
	tnt_reveal_buddy(&tunnel->reveal, buddy->buddy);
	follow(driver, tunnel);
}

static void buddy_found(struct tnt_driver *driver, struct tnt_waiter *waiter)
{
	ask_buddy(driver, waiter->owner);
}

static void tunnel_known(struct tnt_driver *driver, struct tnt_waiter *waiter)
{
	struct tnt_tunnel *tunnel = waiter->owner;

	tnt_fingerprint_apply(driver, &tunnel->reveal.lsp);
	tunnel->known = true;
	tnt_wake_all(driver, &tunnel->waiters);
}

/* Grants the state machine its wish. */
static void follow(struct tnt_driver *driver, struct tnt_tunnel *tunnel)
{
	struct tnt_reveal *reveal = &tunnel->reveal;

	switch (reveal->wish) {
	case TNT_WANT_TRACE:
		queue_trace(driver, tunnel, driver->options.method);
		break;
	case TNT_WANT_BUDDY:
		ask_buddy(driver, tunnel);
		break;
	case TNT_WANT_BUDDY_TRACE:
		queue_trace(driver, tunnel, "udp-paris");
		break;
	case TNT_WANT_END:
		if (tnt_fingerprint_hops(driver, &reveal->lsp, &tunnel->pings,
					 &reveal->probes))
			tunnel_known(driver, &tunnel->pings);
		break;
	}
}

struct tnt_tunnel *tnt_tunnel_of(struct tnt_driver *driver,
				 const struct tnt_candidate *pair,
				 uint32_t user_id)
{
	uint64_t key = (uint64_t)pair->start << 32 | pair->next;
	void **value =
		tnt_table_slot(&driver->tunnels[pair->silent_ingress], key);
	struct tnt_tunnel *tunnel = *value;

	if (tunnel)
		return tunnel;
	*value = tunnel = tnt_alloc(1, sizeof(*tunnel));
	tunnel->user_id = user_id;
	tunnel->first_ttl = tnt_reveal_first_ttl(pair);
	tunnel->pings.ready = tunnel_known;
	tunnel->buddy.ready = buddy_found;
	tunnel->pings.owner = tunnel->buddy.owner = tunnel;
	tnt_reveal_init(&tunnel->reveal, pair);
	follow(driver, tunnel);
	return tunnel;
}

void tnt_tunnel_free(void *value)
{
	struct tnt_tunnel *tunnel = value;

	tnt_reveal_free(&tunnel->reveal);
	free(tunnel->waiters.at);
	free(tunnel);
}
