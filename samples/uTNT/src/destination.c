/* SPDX-License-Identifier: BSD-3-Clause */
/* The steps for one destination: tnt.md section 4. */
#include "driver_internal.h"

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
	struct tnt_path *path = &dest->path;

	tnt_pass3(path, &driver->options.rules);
	path->annotated = path->explained = true;
	path->ended = (uint8_t)dest->ended;
	path->probes_sent = dest->spent;
	driver->probes_upstream += path->probes_upstream;
	path->all_upstream = driver->probes_upstream;
	path->all_sent = driver->probes_sent;
	path->run = driver->options.run;
	driver->options.finished(driver->options.user, path);
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

static void splice(struct tnt_destination *dest,
		   const struct tnt_reveal *reveal)
{
	tnt_splice(&dest->path, &dest->candidates[dest->candidate], reveal,
		   dest->shift);
	dest->shift += reveal->lsp.count;
}

/* The next pair to try; with brute force the same one may come twice. */
static void next_candidate(struct tnt_destination *dest, bool succeeded)
{
	size_t tried = dest->candidate++;

	if (succeeded)
		while (dest->candidate < dest->candidate_count &&
		       dest->candidates[dest->candidate].start_at ==
			       dest->candidates[tried].start_at)
			dest->candidate++;
}

/* Step 4: candidates in order, until one gives an LSR, or all of them. */
static void try_candidates(struct tnt_driver *driver,
			   struct tnt_destination *dest)
{
	dest->state = TNT_SEARCHING;
	while (dest->candidate < dest->candidate_count) {
		struct tnt_tunnel *tunnel = tnt_tunnel_of(
			driver, &dest->candidates[dest->candidate], dest);
		bool succeeded;

		if (!tunnel)
			return; /* waits for it, or is over */
		succeeded = tnt_reveal_succeeded(&tunnel->reveal);
		count_probes(&dest->path, &tunnel->reveal);
		splice(dest, &tunnel->reveal);
		if (tunnel->cut)
			dest->ended = TNT_BUDGET;
		if (succeeded && !driver->options.reveal_all)
			break;
		next_candidate(dest, succeeded);
	}
	finish(driver, dest);
}

static void tunnel_known(struct tnt_driver *driver, struct tnt_waiter *waiter)
{
	struct tnt_destination *dest = waiter->owner;

	dest->waits_for = NULL;
	try_candidates(driver, dest);
}

/* What is known after the pings, without further probes. */
static void judge(struct tnt_driver *driver, struct tnt_destination *dest)
{
	tnt_fingerprint_apply(driver, &dest->path.hops);
	tnt_pass1(&dest->path, &driver->options.rules);
}

/* Step 3: all pings are back. */
static void pings_back(struct tnt_driver *driver, struct tnt_waiter *waiter)
{
	struct tnt_destination *dest = waiter->owner;
	uint32_t counted = 0;

	/* A small cache may have forgotten what came first: once more. */
	if (!tnt_fingerprint_hops(driver, &dest->path.hops, waiter, &counted,
				  dest))
		return;
	judge(driver, dest);
	dest->candidates =
		tnt_alloc(2 * dest->path.hops.count, sizeof(*dest->candidates));
	dest->candidate_count = tnt_pass2(&dest->path, &driver->options.rules,
					  dest->candidates);
	try_candidates(driver, dest);
}

/* The tunnel at hand was cut off: what it has shown is all there will be. */
static void splice_part(struct tnt_driver *driver, struct tnt_destination *dest,
			uint16_t unsure)
{
	struct tnt_reveal part = dest->waits_for->reveal;

	tnt_stop_waiting(&dest->waits_for->waiters, &dest->tunnel);
	dest->waits_for = NULL;
	part.incomplete = true;
	part.last = TNT_NEW;
	part.last_was_buddy = false;
	part.unsure |= unsure;
	tnt_fingerprint_apply(driver, &part.lsp);
	count_probes(&dest->path, &part);
	splice(dest, &part);
}

void tnt_destination_end(struct tnt_driver *driver,
			 struct tnt_destination *dest, enum tnt_ended why)
{
	dest->ended = why;
	if (dest->state == TNT_TRACING) {
		/* Its result comes, and then the destination is over. */
		struct tnt_test *test = tnt_driver_running(driver, dest->addr);

		if (test && test->owner == dest && driver->options.halt)
			driver->options.halt(driver->options.user, test);
		return;
	}
	if (dest->state == TNT_PINGING) {
		tnt_fingerprint_leave(driver, &dest->path.hops, &dest->pings);
		judge(driver, dest);
	}
	if (dest->waits_for)
		splice_part(driver, dest,
			    why == TNT_BUDGET ? TNT_UNSURE_BUDGET
					      : TNT_UNSURE_DEADLINE);
	finish(driver, dest);
}

/* Replies of several addresses to probes of one TTL, or an address that comes
 * again: the way is not one way. */
static void mark_doubts(struct tnt_path *path)
{
	const struct scamper_trace *trace = path->trace;
	struct tnt_hop *last =
		tnt_hops_answered(&path->hops, path->hops.count - 1);

	for (uint32_t i = 0; i < trace->hops_used; i++) {
		const struct scamper_hop *reply = trace->hops[i];
		struct tnt_hop *hop =
			tnt_hops_answered(&path->hops, reply->probe_ttl - 1u);

		if (hop && hop->reply != reply &&
		    !scamper_addr_equal(&hop->reply->addr, &reply->addr))
			hop->unsure |= TNT_UNSURE_BALANCED;
	}
	if (last && trace->stop_reason == SCAMPER_TRACE_LOOP)
		last->unsure |= TNT_UNSURE_LOOP;
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
	mark_doubts(&dest->path);
	if (tnt_cut_by_budget(driver, trace))
		dest->ended = TNT_BUDGET;
	dest->path.probes_once = trace->probe_count;
	if (dest->ended == TNT_DEADLINE) {
		dest->path.probes_upstream = dest->path.probes_once;
		judge(driver, dest);
		finish(driver, dest);
		return;
	}
	dest->state = TNT_PINGING;
	/* Step 2; without any address to ping step 3 follows at once. */
	idle = tnt_fingerprint_hops(driver, &dest->path.hops, &dest->pings,
				    &dest->path.probes_once, dest);
	dest->path.probes_upstream = dest->path.probes_once;
	if (idle)
		pings_back(driver, &dest->pings);
}

void tnt_destination_start(struct tnt_driver *driver, struct tnt_addr addr,
			   uint32_t user_id)
{
	const struct tnt_driver_options *options = &driver->options;
	struct tnt_destination *dest = tnt_alloc(1, sizeof(*dest));

	dest->addr = addr;
	dest->user_id = user_id;
	dest->pings.ready = pings_back;
	dest->tunnel.ready = tunnel_known;
	dest->pings.owner = dest->tunnel.owner = dest;
	dest->next = driver->started;
	driver->started = dest;
	driver->in_progress++;
	if (options->deadline)
		dest->deadline =
			options->now(options->user) + options->deadline;
	tnt_queue_trace(driver, addr, dest, traced,
			&(struct tnt_trace_command){
				.method = options->method,
				.user_id = user_id,
				.first_ttl = options->start_ttl,
				.first_trace = true,
			},
			dest);
}
