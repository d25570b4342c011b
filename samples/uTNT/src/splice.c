/* SPDX-License-Identifier: BSD-3-Clause */
/* A revealed tunnel becomes part of a path. tnt.md sections 8 and 9. */
#include "reveal.h"

static void mark_failure(struct tnt_hop *next, const struct tnt_candidate *pair,
			 const struct tnt_reveal *reveal)
{
	if (!next)
		return;
	next->failures |= (uint8_t)(pair->trigger | reveal->last);
	if (reveal->last_was_buddy)
		next->failures |= TNT_FAIL_BUDDY;
}

static void mark_start(struct tnt_hop *start, uint8_t kind,
		       const struct tnt_reveal *reveal, bool silent_ingress)
{
	if (!start)
		return;
	if (reveal->incomplete)
		start->discovery |= TNT_INCOMPLETE;
	if (silent_ingress) {
		start->discovery |= TNT_BEFORE_SILENT;
		return;
	}
	start->tags |= TNT_ING | kind;
	start->discovery |= reveal->pair.trigger;
}

static void mark_egress(struct tnt_hop *next, struct tnt_hop *last_lsr,
			uint8_t kind, uint8_t trigger)
{
	/* A duplicated address comes after an egress that hides itself. */
	if (trigger & TNT_DUPIP) {
		if (last_lsr->reply)
			last_lsr->tags = (uint8_t)((last_lsr->tags & ~TNT_LSR) |
						   TNT_EGR);
	} else if (next) {
		next->tags |= TNT_EGR | kind;
		next->discovery |= trigger;
	}
}

void tnt_splice(struct tnt_path *path, const struct tnt_candidate *pair,
		const struct tnt_reveal *reveal)
{
	uint8_t kind = reveal->pair.trigger & TNT_MTTL ? TNT_OPA : TNT_INV;
	size_t at = pair->start_at + 1 + pair->silent_ingress;
	size_t count = reveal->lsp.count;

	if (!tnt_reveal_succeeded(reveal)) {
		mark_failure(tnt_hops_answered(&path->hops, at), pair, reveal);
		return;
	}
	tnt_hops_insert(&path->hops, at, reveal->lsp.at, count);
	mark_start(tnt_hops_answered(&path->hops, pair->start_at), kind, reveal,
		   pair->silent_ingress);
	mark_egress(tnt_hops_answered(&path->hops, at + count),
		    &path->hops.at[at + count - 1], kind, reveal->pair.trigger);
}
