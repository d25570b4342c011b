/* SPDX-License-Identifier: BSD-3-Clause */
/* The steps for one destination: tnt.md section 4. */
#include "driver_internal.h"

struct tnt_destination {
	struct tnt_destination *next;
	struct tnt_addr addr;
	uint32_t user_id;
	struct tnt_path path;
	struct tnt_candidate *candidates;
	size_t candidate, candidate_count;
	struct tnt_waiter pings, tunnel;
};

void tnt_destination_free(struct tnt_driver *driver,
			  struct tnt_destination *dest)
{
	struct tnt_destination **link = &driver->started;

	while (*link != dest)
		link = &(*link)->next;
	*link = dest->next;
	driver->in_progress--;
	tnt_path_free(&dest->path);
	free(dest->candidates);
	free(dest);
}

static void finish(struct tnt_driver *driver, struct tnt_destination *dest)
{
	tnt_pass3(&dest->path, &driver->options.rules);
	dest->path.annotated = true;
	driver->options.finished(driver->options.user, &dest->path);
	tnt_destination_free(driver, dest);
}

/* Upstream counts the probes of a failed attempt twice (section 11). */
static void count_probes(struct tnt_path *path, const struct tnt_reveal *reveal)
{
	path->probes_once += reveal->probes;
	path->probes_upstream += tnt_reveal_succeeded(reveal)
					 ? reveal->probes
					 : 2 * reveal->probes;
}

/* Step 4: candidates in order, until one gives an LSR. */
static void try_candidates(struct tnt_driver *driver,
			   struct tnt_destination *dest)
{
	while (dest->candidate < dest->candidate_count) {
		const struct tnt_candidate *pair =
			&dest->candidates[dest->candidate];
		struct tnt_tunnel *tunnel =
			tnt_tunnel_of(driver, pair, dest->user_id);

		if (!tunnel->known) {
			tnt_wait_for(&tunnel->waiters, &dest->tunnel);
			return;
		}
		count_probes(&dest->path, &tunnel->reveal);
		tnt_splice(&dest->path, pair, &tunnel->reveal);
		if (tnt_reveal_succeeded(&tunnel->reveal))
			break;
		dest->candidate++;
	}
	finish(driver, dest);
}

static void tunnel_known(struct tnt_driver *driver, struct tnt_waiter *waiter)
{
	try_candidates(driver, waiter->owner);
}

/* Step 3: all pings are back. */
static void pings_back(struct tnt_driver *driver, struct tnt_waiter *waiter)
{
	struct tnt_destination *dest = waiter->owner;
	const struct tnt_rules *rules = &driver->options.rules;

	tnt_fingerprint_apply(driver, &dest->path.hops);
	tnt_pass1(&dest->path, rules);
	dest->candidates =
		tnt_alloc(2 * dest->path.hops.count, sizeof(*dest->candidates));
	dest->candidate_count = tnt_pass2(&dest->path, rules, dest->candidates);
	try_candidates(driver, dest);
}

static void traced(struct tnt_driver *driver, void *owner,
		   struct scamper_result *result)
{
	struct tnt_destination *dest = owner;
	struct scamper_trace *trace = tnt_take_trace(result);
	bool idle;

	if (!trace || trace->stop_reason == SCAMPER_TRACE_ERROR) {
		if (driver->options.failed)
			driver->options.failed(driver->options.user, dest->addr,
					       trace);
	}
	if (!trace) {
		tnt_destination_free(driver, dest);
		return;
	}
	tnt_path_init(&dest->path, trace);
	dest->path.probes_once = trace->probe_count;
	/* Step 2; without any address to ping step 3 follows at once. */
	idle = tnt_fingerprint_hops(driver, &dest->path.hops, &dest->pings,
				    &dest->path.probes_once);
	dest->path.probes_upstream = dest->path.probes_once;
	if (idle)
		pings_back(driver, &dest->pings);
}

void tnt_destination_start(struct tnt_driver *driver, struct tnt_addr addr,
			   uint32_t user_id)
{
	struct tnt_destination *dest = tnt_alloc(1, sizeof(*dest));

	dest->addr = addr;
	dest->user_id = user_id;
	dest->pings.ready = pings_back;
	dest->tunnel.ready = tunnel_known;
	dest->pings.owner = dest->tunnel.owner = dest;
	dest->next = driver->started;
	driver->started = dest;
	driver->in_progress++;
	tnt_queue_trace(driver, addr, dest, traced,
			&(struct tnt_trace_command){
				.method = driver->options.method,
				.user_id = user_id,
				.first_ttl = driver->options.start_ttl,
				.first_trace = true,
			});
}
