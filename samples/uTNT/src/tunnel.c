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
	tnt_queue_trace(driver, tunnel->reveal.target, tunnel, traced,
			&(struct tnt_trace_command){
				.method = method,
				.user_id = tunnel->user_id,
				.first_ttl = tunnel->first_ttl,
			});
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

static bool is_of(const struct tnt_tunnel *tunnel,
		  const struct tnt_candidate *pair)
{
	const struct tnt_candidate *other = &tunnel->reveal.pair;

	return tnt_addr_equal(other->start, pair->start) &&
	       other->silent_ingress == pair->silent_ingress;
}

struct tnt_tunnel *tnt_tunnel_of(struct tnt_driver *driver,
				 const struct tnt_candidate *pair,
				 uint32_t user_id)
{
	union tnt_value *first = tnt_table_slot(&driver->tunnels, pair->next);
	struct tnt_tunnel *tunnel = first->pointer;

	while (tunnel && !is_of(tunnel, pair))
		tunnel = tunnel->next;
	if (tunnel)
		return tunnel;
	tunnel = tnt_alloc(1, sizeof(*tunnel));
	tunnel->next = first->pointer;
	first->pointer = tunnel;
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
	struct tnt_tunnel *tunnel = value, *next;

	for (; tunnel; tunnel = next) {
		next = tunnel->next;
		tnt_reveal_free(&tunnel->reveal);
		free(tunnel->waiters.at);
		free(tunnel);
	}
}
