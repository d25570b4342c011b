/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * bump: two counters may be near each other by chance. Three ids, of X, Y and X
 * again, have to be in sequence; then Y is probed more often than X has moved
 * meanwhile. If Y has a counter of its own, that is ahead of X's by now, and the
 * next three, of Y, X and Y, are out of sequence. The addresses change places
 * from round to round.
 */
#include "dealias_task.h"

enum { LEAST_BUMP = 4 };

enum stage {
	FIRST,  /* X: only in the beginning, then the last one of the bump */
	MIDDLE, /* Y */
	LAST,   /* X */
	BUMP,   /* Y, some times */
};

static void seen(struct dealias_bump *bump, uint32_t def, struct ip_id id)
{
	bump->last[def] = id;
	if (bump->stage == FIRST)
		bump->first = id;
	else if (bump->stage == MIDDLE)
		bump->middle = id;
}

/* The three are there: out of sequence or too far apart is the end. */
static enum dealias_step compare(struct task *task)
{
	struct dealias_bump *bump = &task->dealias->bump;
	struct scamper_dealias *d = task->dealias->record;
	struct ip_id three[3] = {bump->first, bump->middle, bump->last[bump->x]};
	uint32_t gap = dealias_ahead(three[0], three[2]);

	if (bump->missing)
		return DEALIAS_END;
	if (!dealias_in_sequence(three, 3, 0, true)) {
		d->result = SCAMPER_DEALIAS_NOT_ALIASES;
		return DEALIAS_END;
	}
	if (gap > d->bump_limit)
		return DEALIAS_END;
	if (bump->rounds > d->attempts) {
		d->result = SCAMPER_DEALIAS_ALIASES;
		return DEALIAS_END;
	}
	bump->stage = BUMP;
	bump->left = (uint16_t)(gap < LEAST_BUMP ? LEAST_BUMP : gap + 1);
	return DEALIAS_SEND;
}

static enum dealias_step bump_next(struct task *task)
{
	struct dealias *run = task->dealias;
	struct dealias_bump *bump = &run->bump;

	if (task->probes_used == 0)
		return DEALIAS_SEND;
	/* A reply that a bump loses is no loss: the counter has moved. */
	bump->missing |= bump->stage != BUMP && !bump->got;
	bump->got = false;
	if (bump->stage < LAST) {
		bump->stage++;
	} else if (bump->stage == LAST) {
		if (compare(task) == DEALIAS_END)
			return DEALIAS_END;
	} else if (--bump->left == 0) {
		/* They change places: Y's last id is the first of three. */
		bump->x = !bump->x;
		bump->first = bump->last[bump->x];
		bump->stage = MIDDLE;
		bump->rounds++;
	}
	run->def = bump->stage == MIDDLE || bump->stage == BUMP ? !bump->x
								: bump->x;
	return DEALIAS_SEND;
}

static bool bump_useful(struct task *task, uint32_t probe,
			const struct scamper_dealias_reply *reply)
{
	struct dealias *run = task->dealias;
	struct ip_id id;

	if (probe + 1 == run->record->probes_used && dealias_id(reply, &id)) {
		seen(&run->bump, run->record->probes[probe].def, id);
		run->bump.got = true;
	}
	return false;
}

const struct dealias_method dealias_bump = {
	.next = bump_next,
	.useful = bump_useful,
};
