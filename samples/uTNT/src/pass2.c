/* SPDX-License-Identifier: BSD-3-Clause */
/* Pass 2: where to look for hidden tunnels. tnt.md section 7. */
#include "formula.h"
#include "passes.h"

bool tnt_reserved(const struct tnt_rules *rules, struct tnt_addr addr)
{
	/* 0.0.0.0 is never a target, whatever the user wants. */
	return tnt_addr_is_none(addr) ||
	       (!rules->no_reserved && tnt_in_reserved_block(addr));
}

struct search {
	struct tnt_path *path;
	const struct tnt_rules *rules;
	struct tnt_candidate *out;
	size_t count;
};

static void add(struct search *s, struct tnt_candidate pair, uint8_t trigger,
		int value, int limit)
{
	pair.trigger = trigger;
	pair.value = (int16_t)value;
	pair.limit = (int16_t)limit;
	s->out[s->count++] = pair;
}

/* Rules 1 to 4: the pair that ends at hop `i`; false: none. */
static bool find_pair(const struct search *s, size_t i,
		      struct tnt_candidate *pair)
{
	const struct tnt_hops *hops = &s->path->hops;
	const struct tnt_hop *hop = &hops->at[i];
	const struct tnt_hop *prev = tnt_hops_before(hops, i, 1);
	size_t back = 1;
	const struct tnt_hop *start;

	if (tnt_same_addr(prev, hop)) {
		if (prev->tags & (TNT_EGR | TNT_LSR))
			return false;
		back = 2;
	}
	start = tnt_hops_before(hops, i, back);
	if (start && start->tags & TNT_LSR && !(hop->tags & TNT_OPA))
		return false;
	pair->silent_ingress = !start;
	if (!start)
		start = tnt_hops_before(hops, i, ++back);
	if (!start || tnt_reserved(s->rules, start->addr))
		return false;
	pair->start_at = i - back;
	pair->start = start->addr;
	pair->next = hop->addr;
	return !tnt_addr_equal(pair->start, pair->next);
}

/* Rules 5 to 10. */
static void judge(struct search *s, size_t i, struct tnt_candidate pair)
{
	const struct tnt_hops *hops = &s->path->hops;
	struct tnt_hop *hop = &hops->at[i];
	const struct tnt_hop *next = tnt_hops_answered(hops, i + 1);
	struct scamper_lse lse = {0};

	if (hop->tags & TNT_OPA && hop->tags & TNT_EGR) {
		scamper_hop_lse(hop->reply, 0, &lse);
		add(s, pair, TNT_MTTL, lse.ttl, 255);
		return;
	}
	if (hop->tags & TNT_EGR || !tnt_is_te(hop))
		return;
	if (tnt_same_addr(tnt_hops_before(hops, i, 1), hop)) {
		add(s, pair, TNT_DUPIP, (int)i, (int)i + 1); /* the TTLs */
		return;
	}
	if (tnt_same_addr(next, hop) && tnt_is_te(next))
		return;
	if (!hop->er_ttl && tnt_initial_ttl(hop->reply->reply_ttl) == 255)
		hop->unsure |= TNT_UNSURE_NO_ER;
	if (tnt_rtla(hop) >= s->rules->rtla) {
		add(s, pair, TNT_RTLA, tnt_rtla(hop), s->rules->rtla);
		return;
	}
	if (tnt_frpla(hop) >= s->rules->frpla)
		add(s, pair, TNT_FRPLA, tnt_frpla(hop), s->rules->frpla);
	if (s->rules->brute_force)
		add(s, pair, 0, 0, 0);
}

size_t tnt_pass2(struct tnt_path *path, const struct tnt_rules *rules,
		 struct tnt_candidate *out)
{
	struct search s = {.path = path, .rules = rules, .out = out};

	if (tnt_path_is_short(path))
		return 0;
	for (size_t i = 0; i < path->hops.count; i++) {
		const struct tnt_hop *hop = tnt_hops_answered(&path->hops, i);
		struct tnt_candidate pair = {0};

		if (hop && !(hop->tags & TNT_LSR) &&
		    !tnt_reserved(rules, hop->addr) && find_pair(&s, i, &pair))
			judge(&s, i, pair);
	}
	return s.count;
}
