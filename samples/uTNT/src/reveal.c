/* SPDX-License-Identifier: BSD-3-Clause */
#include "reveal.h"

#include <stdlib.h>

#include "memory.h"

void tnt_reveal_init(struct tnt_reveal *reveal,
		     const struct tnt_candidate *pair)
{
	*reveal = (struct tnt_reveal){
		.pair = *pair,
		.target = pair->next,
		.step = 1,
		.wish = TNT_WANT_TRACE,
	};
}

static void free_traces(struct tnt_reveal *reveal)
{
	for (size_t i = 0; i < reveal->trace_count; i++)
		scamper_trace_free(reveal->traces[i]);
	free(reveal->traces);
	reveal->traces = NULL;
	reveal->trace_count = 0;
}

void tnt_reveal_shrink(struct tnt_reveal *reveal)
{
	struct scamper_trace *keeper = NULL;

	if (tnt_reveal_succeeded(reveal))
		tnt_hops_own(&keeper, reveal->lsp.at, reveal->lsp.count);
	free_traces(reveal);
	if (!keeper)
		return;
	reveal->traces = tnt_grow(NULL, 0, sizeof(*reveal->traces));
	reveal->traces[reveal->trace_count++] = keeper;
}

void tnt_reveal_free(struct tnt_reveal *reveal)
{
	tnt_hops_free(&reveal->lsp);
	free(reveal->tries);
	free_traces(reveal);
}

uint8_t tnt_reveal_first_ttl(const struct tnt_candidate *pair)
{
	size_t ttl = pair->start_at + 1;

	return ttl > 2 ? (uint8_t)(ttl - 2) : 1;
}

bool tnt_buddy_known(uint32_t addr, uint32_t *buddy)
{
	uint32_t base = addr & ~3u;

	switch (addr & 3) {
	case 0:
		*buddy = base + 1;
		return true;
	case 3:
		*buddy = base + 2;
		return true;
	default:
		*buddy = base;
		return false;
	}
}

uint32_t tnt_buddy_tested(uint32_t addr, bool base_answers)
{
	uint32_t base = addr & ~3u;

	/* In a /30 the base is no host: if it answers, the link is a /31. */
	if (base_answers)
		return (addr & 3) == 1 ? base : base + 3;
	return (addr & 3) == 1 ? base + 2 : base + 1;
}

/* Hop `i` of a trace answered from `addr`. */
static bool is_at(const struct tnt_hops *hops, size_t i, struct tnt_addr addr)
{
	const struct tnt_hop *hop = tnt_hops_answered(hops, i);

	return hop && tnt_addr_equal(hop->addr, addr);
}

static bool in_lsp(const struct tnt_reveal *reveal, struct tnt_addr addr)
{
	for (size_t i = 0; i < reveal->lsp.count; i++)
		if (is_at(&reveal->lsp, i, addr))
			return true;
	return false;
}

/* Annotates the hops [from, to) of a trace and puts them before the LSP. */
static void reveal_hops(struct tnt_reveal *reveal, struct tnt_hops *hops,
			size_t from, size_t to, uint16_t method)
{
	uint8_t trigger = reveal->pair.trigger;

	for (size_t i = from; i < to; i++) {
		struct tnt_hop *hop = &hops->at[i];

		hop->revealed = true;
		hop->step = reveal->step;
		if (!hop->reply)
			continue;
		hop->tags = TNT_LSR | (trigger & TNT_MTTL ? TNT_OPA : TNT_INV);
		hop->discovery = TNT_REVEALED | method | trigger;
	}
	tnt_hops_insert(&reveal->lsp, 0, hops->at + from, to - from);
}

/* What a revelation trace found: *from and *to enclose the new hops. */
static enum tnt_outcome judge_trace(const struct tnt_reveal *reveal,
				    const struct tnt_hops *hops, size_t *from,
				    size_t *to)
{
	size_t i = 0;

	if (!hops->count || !is_at(hops, hops->count - 1, reveal->target))
		return TNT_TARGET_NOT_REACHED;
	while (i < hops->count && !is_at(hops, i, reveal->pair.start))
		i++;
	if (i == hops->count)
		return TNT_INGRESS_NOT_FOUND;
	if (is_at(hops, i + 1, reveal->pair.start))
		i++;
	*from = i + 1 + reveal->pair.silent_ingress;
	*to = hops->count - 1;
	return *from < *to ? TNT_NEW : TNT_NOTHING;
}

/* What a buddy trace found, on the same terms. */
static enum tnt_outcome judge_buddy(const struct tnt_reveal *reveal,
				    const struct tnt_hops *hops, size_t *from,
				    size_t *to)
{
	size_t back = reveal->pair.silent_ingress ? 2 : 1;
	const struct tnt_hop *last, *start;

	if (!hops->count)
		return TNT_TARGET_NOT_REACHED;
	last = tnt_hops_answered(hops, hops->count - 1);
	if (!last || tnt_message_of(last->reply) != TNT_PORT_UNREACHABLE)
		return TNT_TARGET_NOT_REACHED;
	if (tnt_addr_equal(last->addr, reveal->pair.start))
		return TNT_NOTHING;
	start = tnt_hops_before(hops, hops->count - 1, back);
	if (!start || !tnt_addr_equal(start->addr, reveal->pair.start))
		return TNT_INGRESS_NOT_FOUND;
	if (tnt_addr_equal(last->addr, reveal->target) ||
	    tnt_addr_equal(last->addr, reveal->pair.next))
		return TNT_NOTHING;
	*from = hops->count - 1;
	*to = hops->count;
	return TNT_NEW;
}

static uint16_t method_of(const struct tnt_hops *hops, size_t from, size_t to)
{
	if (to - from == 1)
		return TNT_BRPR;
	if (to - from == 2 &&
	    tnt_same_addr(&hops->at[from], &hops->at[from + 1]))
		return TNT_BRPR;
	return TNT_DPR;
}

/* Stop reason and method of a revelation that is over. */
static enum tnt_wish end(struct tnt_reveal *reveal)
{
	struct tnt_hop *first = tnt_hops_answered(&reveal->lsp, 0);

	reveal->wish = TNT_WANT_END;
	if (reveal->lsp.count && reveal->last != TNT_NOTHING &&
	    !reveal->last_was_buddy)
		reveal->incomplete = true;
	if (!first)
		return TNT_WANT_END;
	first->discovery |= (uint16_t)(reveal->last << TNT_STOP_SHIFT);
	if (reveal->last_was_buddy)
		first->discovery |= TNT_STOP_BUDDY;
	if (reveal->lsp.count == 1)
		first->discovery &= (uint16_t) ~(TNT_DPR | TNT_BRPR);
	return TNT_WANT_END;
}

/* "NEW: step + 1; new target = the new hop nearest the ingress" */
static enum tnt_wish go_on(struct tnt_reveal *reveal,
			   const struct tnt_rules *rules,
			   const struct tnt_hop *nearest, bool seen_before)
{
	uint16_t unsure = 0;

	/* A network that always shows one hop more must not hold us. */
	if (!nearest->reply)
		unsure = TNT_UNSURE_SILENT;
	else if (seen_before || reveal->step == UINT8_MAX)
		unsure = TNT_UNSURE_LOOP;
	else if (tnt_reserved(rules, nearest->addr))
		unsure = TNT_UNSURE_RESERVED;
	if (unsure) {
		reveal->unsure |= unsure;
		reveal->incomplete = true;
		return end(reveal);
	}
	reveal->step++;
	reveal->target = nearest->addr;
	return reveal->wish = TNT_WANT_TRACE;
}

/* An answer is missing where the outcome depends on it. */
static bool lacks_answers(const struct tnt_hops *hops, size_t first_ttl)
{
	for (size_t i = first_ttl - 1; i < hops->count; i++)
		if (!hops->at[i].reply)
			return true;
	return false;
}

/* Keeps what a trace was for and what came of it. */
static void note_try(struct tnt_reveal *reveal, const struct tnt_hops *hops,
		     const struct scamper_trace *trace, size_t new_hops)
{
	struct tnt_probed *try;

	reveal->tries = tnt_grow(reveal->tries, reveal->try_count,
				 sizeof(*reveal->tries));
	try = &reveal->tries[reveal->try_count++];
	*try = (struct tnt_probed){
		.attempt = {.target = reveal->target,
			    .buddy = reveal->last_was_buddy,
			    .outcome = (uint8_t)reveal->last,
			    .new_hops = new_hops < UINT8_MAX ? (uint8_t)new_hops
							     : UINT8_MAX},
	};
	if (!trace) {
		reveal->unsure |= TNT_UNSURE_REFUSED;
		return;
	}
	try->attempt.first_ttl = trace->first_hop;
	try->attempt.probes = trace->probe_count;
	for (size_t i = 0; i < TNT_BEFORE_MAX; i++) {
		const struct tnt_hop *hop =
			tnt_hops_answered(hops, trace->first_hop - 1u + i);

		if (hop)
			try->before[i] = hop->addr;
	}
	if ((reveal->last == TNT_TARGET_NOT_REACHED ||
	     reveal->last == TNT_INGRESS_NOT_FOUND) &&
	    lacks_answers(hops, trace->first_hop))
		reveal->unsure |= TNT_UNSURE_LOSS;
}

static enum tnt_wish judge(struct tnt_reveal *reveal,
			   const struct tnt_rules *rules, struct tnt_hops *hops,
			   const struct scamper_trace *trace)
{
	size_t from = 0, to = 0;
	bool seen;

	reveal->last_was_buddy = reveal->wish == TNT_WANT_BUDDY_TRACE;
	reveal->last = reveal->last_was_buddy
			       ? judge_buddy(reveal, hops, &from, &to)
			       : judge_trace(reveal, hops, &from, &to);
	note_try(reveal, hops, trace, to - from);
	if (reveal->last != TNT_NEW) {
		if (reveal->pair.trigger != TNT_DUPIP || reveal->last_was_buddy)
			return end(reveal);
		/* Links of IPv6 have no /30: there is no buddy to guess. */
		if (!tnt_addr_is_ipv4(reveal->target)) {
			reveal->unsure |= TNT_UNSURE_NO_BUDDY;
			return end(reveal);
		}
		return reveal->wish = TNT_WANT_BUDDY;
	}
	seen = hops->at[from].reply && in_lsp(reveal, hops->at[from].addr);
	reveal_hops(reveal, hops, from, to,
		    reveal->last_was_buddy ? TNT_BUDDY
					   : method_of(hops, from, to));
	return go_on(reveal, rules, &hops->at[from], seen);
}

enum tnt_wish tnt_reveal_trace(struct tnt_reveal *reveal,
			       const struct tnt_rules *rules,
			       struct scamper_trace *trace)
{
	struct tnt_path path = {0};
	enum tnt_wish wish;

	if (trace) {
		reveal->traces = tnt_grow(reveal->traces, reveal->trace_count,
					  sizeof(*reveal->traces));
		reveal->traces[reveal->trace_count++] = trace;
		reveal->probes += trace->probe_count;
		if (!trace->first_hop)
			trace->first_hop = 1;
		tnt_path_init(&path, trace);
	}
	wish = judge(reveal, rules, &path.hops, trace);
	tnt_hops_free(&path.hops);
	return wish;
}

enum tnt_wish tnt_reveal_buddy(struct tnt_reveal *reveal, struct tnt_addr buddy)
{
	reveal->target = buddy;
	return reveal->wish = TNT_WANT_BUDDY_TRACE;
}
