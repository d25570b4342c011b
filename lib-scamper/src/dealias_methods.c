/* SPDX-License-Identifier: BSD-3-Clause */
/* mercator, ally and radargun: fixed lists of probes. */
#include <stdlib.h>

#include "dealias_task.h"

static const uint64_t second = UINT64_C(1000000000);
static const uint64_t millisecond = 1000000;

/* Mercator: again after each silence (Govindan and Tangmunarunkit, 2000). */
static enum dealias_step mercator_next(struct task *task)
{
	return task->probes_used < task->command.dealias->attempts
		       ? DEALIAS_SEND
		       : DEALIAS_END;
}

static uint64_t mercator_pause(struct task *task, uint64_t tx_ns)
{
	return tx_ns + task->command.dealias->wait_s * second;
}

static bool mercator_useful(struct task *task, uint32_t probe,
			    const struct scamper_dealias_reply *reply)
{
	struct scamper_dealias *d = task->command.dealias;

	(void)probe;
	if (!scamper_addr_equal(&reply->addr, &d->defs[0].dst))
		d->result = SCAMPER_DEALIAS_ALIASES;
	return true;
}

const struct dealias_method dealias_mercator = {
	.next = mercator_next,
	.useful = mercator_useful,
	.pause = mercator_pause,
};

/* Ally: the two addresses in turn (Spring, Mahajan, Wetherall, 2002). */
static enum dealias_step ally_next(struct task *task)
{
	task->dealias->def = task->probes_used % 2;
	return task->probes_used < task->command.dealias->attempts
		       ? DEALIAS_SEND
		       : DEALIAS_WAIT;
}

/* The ids of the first useful replies, in order of the probes; UINT32_MAX: no
 * memory. Replies without an id count as none. */
static uint32_t collect(const struct scamper_dealias *d, struct ip_id *ids)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < d->probes_used; i++) {
		const struct scamper_dealias_probe *p = &d->probes[i];
		uint32_t j = 0;

		while (j < p->replies_used &&
		       !dealias_is_useful(&d->defs[p->def], &p->replies[j]))
			j++;
		if (j < p->replies_used && dealias_id(&p->replies[j], &ids[count]))
			count++;
	}
	return count;
}

/* Without a fudge factor, ids that were in order three by three must not have
 * gone round more than once in all: random ones do. */
static bool once_round(const struct ip_id *ids, uint32_t count)
{
	uint64_t way = 0;

	for (uint32_t i = 1; i < count; i++)
		way += dealias_ahead(ids[i - 1], ids[i]);
	return way < (ids[0].wide ? UINT64_C(1) << 32 : UINT64_C(1) << 16);
}

static bool ally_useful(struct task *task, uint32_t probe,
			const struct scamper_dealias_reply *reply)
{
	enum { MOST = 255 };
	struct scamper_dealias *d = task->command.dealias;
	struct ip_id ids[MOST], swapped[MOST];
	uint32_t count = collect(d, ids);
	bool nobs = d->flags & SCAMPER_DEALIAS_NOBS, fits;

	(void)probe;
	(void)reply;
	fits = dealias_in_sequence(ids, count, d->fudge, nobs);
	if (fits && count < d->attempts)
		return false;
	for (uint32_t i = 0; i < count; i++)
		swapped[i] = (struct ip_id){
			.number = (ids[i].number & 0xff) << 8 |
				  ids[i].number >> 8};
	if (fits && d->fudge == 0)
		fits = (dealias_in_sequence(ids, count, 0, true) &&
			once_round(ids, count)) ||
		       (!nobs && dealias_in_sequence(swapped, count, 0, true) &&
			once_round(swapped, count));
	if (fits && count < 2)
		return true; /* nothing to compare */
	d->result = fits ? SCAMPER_DEALIAS_ALIASES
			 : SCAMPER_DEALIAS_NOT_ALIASES;
	return true;
}

const struct dealias_method dealias_ally = {
	.next = ally_next,
	.useful = ally_useful,
};

/* Radargun: all addresses, round after round; whoever reads the record judges
 * (Bender, Sherwood, Spring, 2008). */
static void new_round(struct task *task)
{
	struct dealias *run = task->dealias;
	uint32_t count = run->record->defs_used;

	run->at = 0;
	for (uint32_t i = 0; i < count; i++)
		run->order[i] = i;
	if (!(run->record->flags & SCAMPER_DEALIAS_SHUFFLE))
		return;
	for (uint32_t i = count; i > 1; i--) {
		uint32_t with = task_random16(task) % i;
		uint32_t last = run->order[i - 1];

		run->order[i - 1] = run->order[with];
		run->order[with] = last;
	}
}

static enum dealias_step radargun_next(struct task *task)
{
	struct dealias *run = task->dealias;
	uint32_t count = run->record->defs_used;

	if (task->probes_used >= (uint64_t)count * run->record->attempts)
		return DEALIAS_WAIT;
	if (task->probes_used % count == 0)
		new_round(task);
	run->def = run->order[run->at++];
	return DEALIAS_SEND;
}

static uint64_t radargun_pause(struct task *task, uint64_t tx_ns)
{
	struct dealias *run = task->dealias;
	const struct scamper_dealias *d = run->record;
	uint64_t next = tx_ns + d->wait_probe * millisecond;
	uint64_t round;

	if (run->at == 1)
		run->round_ns = tx_ns;
	round = run->round_ns + d->wait_round * millisecond;
	return run->at == d->defs_used && round > next ? round : next;
}

static bool radargun_useful(struct task *task, uint32_t probe,
			    const struct scamper_dealias_reply *reply)
{
	(void)task;
	(void)probe;
	(void)reply;
	return false;
}

const struct dealias_method dealias_radargun = {
	.next = radargun_next,
	.useful = radargun_useful,
	.pause = radargun_pause,
};
