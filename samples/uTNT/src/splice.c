/* SPDX-License-Identifier: BSD-3-Clause */
/* A revealed tunnel becomes part of a path. tnt.md sections 8 and 9. */
#include "memory.h"
#include "reveal.h"

static void mark_failure(struct tnt_hop *next, const struct tnt_candidate *pair,
			 const struct tnt_reveal *reveal)
{
	if (!next || reveal->last == TNT_NEW)
		return; /* cut off before the first outcome */
	next->failures |= (uint8_t)(pair->trigger | reveal->last);
	if (reveal->last_was_buddy)
		next->failures |= TNT_FAIL_BUDDY;
}

/* What a splice works on. */
struct splice {
	struct tnt_path *path;
	const struct tnt_candidate *pair;
	const struct tnt_reveal *reveal;
	uint8_t kind;
	int number; /* of the search, from 1 */
};

static void mark_start(const struct splice *s, struct tnt_hop *start)
{
	if (!start)
		return;
	if (s->reveal->incomplete)
		start->discovery |= TNT_INCOMPLETE;
	if (s->pair->silent_ingress) {
		start->discovery |= TNT_BEFORE_SILENT;
		tnt_because(s->path, start, TNT_SILENT_AFTER, s->number, 0);
		return;
	}
	start->tags |= TNT_ING | s->kind;
	start->discovery |= s->reveal->pair.trigger;
	tnt_because(s->path, start, TNT_INGRESS_OF, s->number, 0);
}

static void mark_egress(const struct splice *s, struct tnt_hop *next,
			struct tnt_hop *last_lsr)
{
	uint8_t trigger = s->reveal->pair.trigger;

	/* A duplicated address comes after an egress that hides itself. */
	if (trigger & TNT_DUPIP) {
		next = last_lsr->reply ? last_lsr : NULL;
		if (next)
			next->tags =
				(uint8_t)((next->tags & ~TNT_LSR) | TNT_EGR);
	} else if (next) {
		next->tags |= TNT_EGR | s->kind;
		next->discovery |= trigger;
	}
	if (next)
		tnt_because(s->path, next, TNT_EGRESS_OF, s->number, 0);
}

/*
 * The traces of a revelation begin up to two hops before the start. Where
 * they see another address than the first trace, the path has changed; where
 * only some of them do, its addresses come and go.
 */
static uint16_t compare_ways(const struct tnt_path *path,
			     const struct tnt_reveal *reveal)
{
	bool same[TNT_BEFORE_MAX] = {false}, other[TNT_BEFORE_MAX] = {false};
	uint16_t unsure = 0;

	for (size_t n = 0; n < reveal->try_count; n++) {
		const struct tnt_probed *try = &reveal->tries[n];

		for (size_t i = 0; i < TNT_BEFORE_MAX; i++) {
			unsigned int ttl =
				try->attempt.first_ttl + (unsigned int)i;
			const struct scamper_hop *first;
			bool equal;

			if (!ttl || ttl > reveal->pair.start_at + 1 ||
			    tnt_addr_is_none(try->before[i]))
				continue;
			first = scamper_trace_hop(path->trace, ttl);
			if (!first)
				continue;
			equal = tnt_addr_equal(tnt_addr_of(&first->addr),
					       try->before[i]);
			same[i] |= equal;
			other[i] |= !equal;
		}
	}
	for (size_t i = 0; i < TNT_BEFORE_MAX; i++)
		if (other[i])
			unsure |= same[i] ? TNT_UNSURE_BALANCED
					  : TNT_UNSURE_CHANGED;
	return unsure;
}

/* Notes what was tried between hops `start_at` and `next_at`. */
static void note_search(const struct splice *s, size_t start_at, size_t next_at)
{
	struct tnt_evidence *evidence = &s->path->evidence;
	const struct tnt_reveal *reveal = s->reveal;
	const struct tnt_hop *next = tnt_hops_answered(&s->path->hops, next_at);
	struct tnt_search *search = tnt_evidence_search(evidence);

	search->start_at = (uint16_t)start_at;
	search->next_at = (uint16_t)next_at;
	search->trigger = s->pair->trigger;
	search->silent_ingress = s->pair->silent_ingress;
	search->value = s->pair->value;
	search->limit = s->pair->limit;
	search->shared = s->pair->shared;
	search->revealed = (uint16_t)reveal->lsp.count;
	search->count = (uint16_t)reveal->try_count;
	search->unsure = reveal->unsure;
	/* Without the ER this trigger is the weaker one. */
	if (next && next->unsure & TNT_UNSURE_NO_ER)
		search->unsure |= TNT_UNSURE_NO_ER;
	/* TTLs of another destination's path say nothing about this one. */
	if (s->pair->start_at == reveal->pair.start_at)
		search->unsure |= compare_ways(s->path, reveal);
	for (size_t i = 0; i < reveal->try_count; i++)
		tnt_evidence_attempt(evidence, &reveal->tries[i].attempt);
}

void tnt_splice(struct tnt_path *path, const struct tnt_candidate *pair,
		const struct tnt_reveal *reveal, size_t shift)
{
	struct splice s = {
		.path = path,
		.pair = pair,
		.reveal = reveal,
		.kind = reveal->pair.trigger & TNT_MTTL ? TNT_OPA : TNT_INV,
		.number = (int)path->evidence.search_count + 1,
	};
	size_t start_at = pair->start_at + shift;
	size_t at = start_at + 1 + pair->silent_ingress;
	size_t count = reveal->lsp.count;

	note_search(&s, start_at, at);
	if (!tnt_reveal_succeeded(reveal)) {
		mark_failure(tnt_hops_answered(&path->hops, at), pair, reveal);
		return;
	}
	tnt_path_insert(path, at, reveal->lsp.at, count);
	/* The tunnel may be forgotten before the path. */
	tnt_hops_own(&path->revealed, path->hops.at + at, count);
	mark_start(&s, tnt_hops_answered(&path->hops, start_at));
	for (size_t i = at; i < at + count; i++)
		tnt_because(path, &path->hops.at[i], TNT_LSR_OF, s.number,
			    path->hops.at[i].step);
	mark_egress(&s, tnt_hops_answered(&path->hops, at + count),
		    &path->hops.at[at + count - 1]);
}
