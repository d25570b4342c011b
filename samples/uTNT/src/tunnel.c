/* SPDX-License-Identifier: BSD-3-Clause */
/* The tunnel cache: runs the revelation of each pair once. */
#include "driver_internal.h"

static void follow(struct tnt_driver *driver, struct tnt_tunnel *tunnel);

static void free_tunnel(struct tnt_tunnel *tunnel)
{
	tnt_reveal_free(&tunnel->reveal);
	free(tunnel->waiters.at);
	free(tunnel);
}

/* Takes a tunnel that nobody waits for out of the cache. */
static void drop(struct tnt_driver *driver, struct tnt_tunnel *tunnel)
{
	struct tnt_addr egress = tunnel->reveal.pair.next;
	union tnt_value *first = tnt_table_find(&driver->tunnels, egress);
	struct tnt_tunnel *list = first->pointer, **link = &list;

	while (*link != tunnel)
		link = &(*link)->next;
	*link = tunnel->next;
	first->pointer = list;
	if (!list)
		tnt_table_remove(&driver->tunnels, egress);
	driver->tunnel_count--;
	free_tunnel(tunnel);
}

/*
 * The destination that pays for the next probes: the first one that waits.
 * One that cannot is ended. NULL: nobody waits any more.
 */
static struct tnt_destination *payer_of(struct tnt_driver *driver,
					struct tnt_tunnel *tunnel,
					uint32_t cost)
{
	while (tunnel->waiters.count) {
		struct tnt_destination *dest = tunnel->waiters.at[0]->owner;

		if (tnt_budget_left(driver, dest) >= cost)
			return dest;
		tnt_destination_end(driver, dest, TNT_BUDGET);
	}
	return NULL;
}

static void traced(struct tnt_driver *driver, void *owner,
		   struct scamper_result *result)
{
	struct tnt_tunnel *tunnel = owner;
	struct scamper_trace *trace = tnt_take_trace(result);

	if (trace && tnt_cut_by_budget(driver, trace)) {
		tunnel->reveal.unsure |= TNT_UNSURE_BUDGET;
		tunnel->cut = true;
	}
	tnt_reveal_trace(&tunnel->reveal, &driver->options.rules, trace);
	follow(driver, tunnel);
}

static void queue_trace(struct tnt_driver *driver, struct tnt_tunnel *tunnel,
			const char *method, struct tnt_destination *payer)
{
	struct tnt_addr target = tunnel->reveal.target;

	/* As if the engine had refused it. */
	if (tnt_forbidden(driver, target)) {
		tnt_reveal_trace(&tunnel->reveal, &driver->options.rules, NULL);
		tunnel->reveal.unsure |= TNT_UNSURE_RESERVED;
		follow(driver, tunnel);
		return;
	}
	tnt_queue_trace(driver, target, tunnel, traced,
			&(struct tnt_trace_command){
				.method = method,
				.user_id = tunnel->user_id,
				.first_ttl = tunnel->first_ttl,
			},
			payer);
}

static void ask_buddy(struct tnt_driver *driver, struct tnt_tunnel *tunnel,
		      struct tnt_destination *payer)
{
	struct tnt_buddy *buddy = tnt_buddy_of(driver, tunnel->reveal.target,
					       &tunnel->buddy, payer);

	if (!buddy)
		return;
	tunnel->reveal.probes += buddy->probes;
	buddy->probes = 0;
	tnt_reveal_buddy(&tunnel->reveal, buddy->buddy);
	follow(driver, tunnel);
}

static void buddy_found(struct tnt_driver *driver, struct tnt_waiter *waiter)
{
	/* It is known now, so nobody pays. */
	ask_buddy(driver, waiter->owner, NULL);
}

static void tunnel_known(struct tnt_driver *driver, struct tnt_waiter *waiter)
{
	struct tnt_tunnel *tunnel = waiter->owner;

	tnt_fingerprint_apply(driver, &tunnel->reveal.lsp);
	tunnel->known = true;
	tnt_reveal_shrink(&tunnel->reveal);
	tnt_wake_all(driver, &tunnel->waiters);
	if (tunnel->cut)
		drop(driver, tunnel);
}

/* Grants the state machine its wish, as long as somebody waits and can pay. */
static void follow(struct tnt_driver *driver, struct tnt_tunnel *tunnel)
{
	struct tnt_reveal *reveal = &tunnel->reveal;
	struct tnt_destination *payer = payer_of(
		driver, tunnel,
		reveal->wish == TNT_WANT_END     ? 0
		: reveal->wish == TNT_WANT_BUDDY ? driver->options.ping_count
						 : TNT_TRACE_ATTEMPTS);

	if (!payer) {
		drop(driver, tunnel);
		return;
	}
	switch (reveal->wish) {
	case TNT_WANT_TRACE:
		queue_trace(driver, tunnel, driver->options.method, payer);
		break;
	case TNT_WANT_BUDDY:
		ask_buddy(driver, tunnel, payer);
		break;
	case TNT_WANT_BUDDY_TRACE:
		queue_trace(driver, tunnel, "udp-paris", payer);
		break;
	case TNT_WANT_END:
		if (tnt_fingerprint_hops(driver, &reveal->lsp, &tunnel->pings,
					 &reveal->probes, payer))
			tunnel_known(driver, &tunnel->pings);
		break;
	}
}

static struct tnt_tunnel *find(const struct tnt_driver *driver,
			       const struct tnt_candidate *pair)
{
	const union tnt_value *first =
		tnt_table_find(&driver->tunnels, pair->next);
	struct tnt_tunnel *tunnel = first ? first->pointer : NULL;

	while (tunnel &&
	       (!tnt_addr_equal(tunnel->reveal.pair.start, pair->start) ||
		tunnel->reveal.pair.silent_ingress != pair->silent_ingress))
		tunnel = tunnel->next;
	return tunnel;
}

static struct tnt_tunnel *add(struct tnt_driver *driver,
			      const struct tnt_candidate *pair,
			      uint32_t user_id)
{
	union tnt_value *first = tnt_table_slot(&driver->tunnels, pair->next);
	struct tnt_tunnel *tunnel = tnt_alloc(1, sizeof(*tunnel));

	tunnel->next = first->pointer;
	first->pointer = tunnel;
	driver->tunnel_count++;
	tunnel->user_id = user_id;
	tunnel->first_ttl = tnt_reveal_first_ttl(pair);
	tunnel->pings.ready = tunnel_known;
	tunnel->buddy.ready = buddy_found;
	tunnel->pings.owner = tunnel->buddy.owner = tunnel;
	tnt_reveal_init(&tunnel->reveal, pair);
	return tunnel;
}

struct tnt_tunnel *tnt_tunnel_of(struct tnt_driver *driver,
				 struct tnt_candidate *pair,
				 struct tnt_destination *dest)
{
	struct tnt_tunnel *tunnel = find(driver, pair);

	if (tunnel) {
		pair->shared |= tunnel->user_id != dest->user_id;
		if (tunnel->known)
			return tunnel;
		dest->waits_for = tunnel;
		tnt_wait_for(&tunnel->waiters, &dest->tunnel);
		return NULL;
	}
	tunnel = add(driver, pair, dest->user_id);
	dest->waits_for = tunnel;
	tnt_wait_for(&tunnel->waiters, &dest->tunnel);
	follow(driver, tunnel);
	return NULL;
}

void tnt_tunnels_trim(struct tnt_driver *driver)
{
	if (driver->tunnel_count <= tnt_cache_of_large(driver))
		return;
	for (size_t i = 0; i < driver->tunnels.room;) {
		struct tnt_tunnel *tunnel = driver->tunnels.at[i].value.pointer;

		while (tunnel && (!tunnel->known || tunnel->waiters.count))
			tunnel = tunnel->next;
		/* Another entry may have moved up to this place. */
		if (tunnel)
			drop(driver, tunnel);
		else
			i++;
	}
}

void tnt_tunnel_free(void *value)
{
	struct tnt_tunnel *tunnel = value, *next;

	for (; tunnel; tunnel = next) {
		next = tunnel->next;
		free_tunnel(tunnel);
	}
}
