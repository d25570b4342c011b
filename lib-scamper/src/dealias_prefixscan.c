/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * prefixscan: address A and the candidates of a prefix, one after the other, in
 * turn with A until enough ids are in sequence, or one is not.
 */
#include "dealias_task.h"

static void next_candidate(struct dealias *run)
{
	struct dealias_scan *scan = &run->scan;

	scan->candidate++;
	scan->tries = 0;
	/* An id of A that nothing came after serves for the next, too. */
	if (scan->chain && scan->last == 0) {
		scan->ids[0] = scan->ids[1];
		scan->chain = 1;
	} else {
		scan->chain = 0;
	}
}

static enum dealias_step scan_next(struct task *task)
{
	struct dealias *run = task->dealias;
	struct dealias_scan *scan = &run->scan;
	const struct scamper_dealias *d = run->record;

	if (task->probes_used == 0) {
		scan->candidate = 1;
		scan->awaited = true;
		scan->tries = 1;
		run->def = 0;
		return d->defs_used > 1 ? DEALIAS_SEND : DEALIAS_END;
	}
	if (scan->awaited && scan->tries < d->attempts) {
		scan->tries++;
		return DEALIAS_SEND;
	}
	if (scan->awaited) {
		if (run->def == 0)
			return DEALIAS_WAIT;
		next_candidate(run);
	}
	if (scan->candidate >= d->defs_used)
		return scan->awaited ? DEALIAS_WAIT : DEALIAS_END;
	run->def = scan->chain && scan->last != 0 ? 0 : scan->candidate;
	scan->awaited = true;
	scan->tries = 1;
	return DEALIAS_SEND;
}

static bool found(struct scamper_dealias *d, uint32_t candidate)
{
	d->result = SCAMPER_DEALIAS_ALIASES;
	d->ab = d->defs[candidate].dst;
	return true;
}

static bool scan_useful(struct task *task, uint32_t probe,
			const struct scamper_dealias_reply *reply)
{
	struct dealias *run = task->dealias;
	struct dealias_scan *scan = &run->scan;
	struct scamper_dealias *d = run->record;
	uint32_t def = d->probes[probe].def;
	struct ip_id id;

	if (def == 0) {
		scan->own = reply->addr;
	} else if (scamper_addr_equal(&reply->addr, &scan->own)) {
		/* As mercator concludes. */
		d->flags |= SCAMPER_DEALIAS_CSA;
		return found(d, def);
	}
	/* What is late is only recorded. */
	if (def != run->def || !scan->awaited)
		return false;
	scan->awaited = false;
	scan->tries = 0;
	if (!dealias_id(reply, &id))
		return false;
	scan->ids[0] = scan->ids[1];
	scan->ids[1] = id;
	scan->last = def;
	if (scan->chain++ == 0)
		return false;
	if (!dealias_in_sequence(scan->ids, 2, d->fudge,
				 d->flags & SCAMPER_DEALIAS_NOBS)) {
		next_candidate(run);
		return scan->candidate >= d->defs_used;
	}
	return scan->chain >= d->reply_count && found(d, scan->candidate);
}

const struct dealias_method dealias_prefixscan = {
	.next = scan_next,
	.useful = scan_useful,
};
