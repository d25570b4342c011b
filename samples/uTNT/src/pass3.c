/* SPDX-License-Identifier: BSD-3-Clause */
/* Pass 3: implicit tunnels whose TEs make a u-turn. tnt.md section 10. */
#include "formula.h"
#include "passes.h"

#define UTURN_SUM 3 /* detours of a run that make a tunnel */

static int magnitude(int value)
{
	return value < 0 ? -value : value;
}

/* A u-turn that RTLA does not explain already. */
static int detour(const struct tnt_hop *hop)
{
	int uturn = tnt_uturn(hop);

	return uturn == tnt_rtla(hop) ? 0 : magnitude(uturn);
}

static bool in_run(const struct tnt_hop *hop)
{
	if (!hop || !detour(hop) || hop->revealed || hop->tags & TNT_LSR)
		return false;
	return !(hop->tags & TNT_OPA && hop->tags & TNT_EGR);
}

/* One run of detours, and what its hops rest on. */
struct run {
	struct tnt_path *path;
	int sum;
};

static void tag(const struct run *run, struct tnt_hop *hop, uint8_t tags,
		enum tnt_rule rule)
{
	hop->tags |= tags | TNT_IMP_UTURN;
	tnt_because(run->path, hop, rule, run->sum, UTURN_SUM);
}

static void tag_ingress(const struct run *run, struct tnt_hop *hop)
{
	if (!hop)
		return;
	if (hop->tags & TNT_EGR && tnt_is_255_64(hop)) {
		hop->tags = TNT_LSR;
		tnt_because(run->path, hop, TNT_INFERRED, hop->reply->reply_ttl,
			    hop->er_ttl);
	} else {
		tag(run, hop, TNT_ING, TNT_BEFORE_UTURN);
	}
}

static void tag_closing(const struct run *run, struct tnt_hop *hop)
{
	bool end = hop && tnt_addr_equal(hop->addr, run->path->dst);

	if (!hop)
		return;
	tag(run, hop, end ? TNT_EGR : TNT_LSR, TNT_CLOSES_UTURN);
	if (!hop->er_ttl)
		hop->unsure |= TNT_UNSURE_NO_ER; /* so it may be of the run */
}

/* The egress after the closing hop number `at`. */
static void tag_egress(const struct run *run, size_t at)
{
	const struct tnt_hops *hops = &run->path->hops;
	const struct tnt_hop *closing = tnt_hops_answered(hops, at);
	struct tnt_hop *hop = tnt_hops_answered(hops, ++at);

	if (tnt_same_addr(closing, hop)) {
		tag(run, hop, TNT_LSR, TNT_CLOSES_UTURN);
		hop = tnt_hops_answered(hops, ++at);
	}
	if (!hop || hop->tags & TNT_LSR || detour(hop) >= UTURN_SUM)
		return;
	tag(run, hop, TNT_EGR, TNT_AFTER_UTURN);
	if (!closing)
		hop->unsure |= TNT_UNSURE_SILENT;
}

/* The closing hop is the real egress: strict mode tags it so. */
static void tag_strictly(const struct run *run, size_t at)
{
	struct tnt_hop *hop = tnt_hops_answered(&run->path->hops, at);

	if (hop && !(hop->tags & TNT_LSR))
		tag(run, hop, TNT_EGR, TNT_CLOSES_UTURN);
}

static void tag_run(const struct run *run, bool strict, size_t from,
		    size_t closing)
{
	const struct tnt_hops *hops = &run->path->hops;

	tag_ingress(run, tnt_hops_before(hops, from, 1));
	for (size_t i = from; i < closing; i++) {
		hops->at[i].tags &= (uint8_t) ~(TNT_ING | TNT_EGR);
		tag(run, &hops->at[i], TNT_LSR, TNT_BY_UTURN);
	}
	if (strict) {
		tag_strictly(run, closing);
		return;
	}
	tag_closing(run, tnt_hops_answered(hops, closing));
	tag_egress(run, closing);
}

void tnt_pass3(struct tnt_path *path, const struct tnt_rules *rules)
{
	const struct tnt_hops *hops = &path->hops;
	size_t i = path->first_ttl - 1u;

	if (tnt_path_is_short(path))
		return;
	while (i + 1 < hops->count) {
		struct run run = {.path = path};
		size_t from = i;

		while (i + 1 < hops->count &&
		       in_run(tnt_hops_answered(hops, i)))
			run.sum += detour(&hops->at[i++]);
		if (run.sum >= UTURN_SUM)
			tag_run(&run, rules->strict, from, i);
		i++;
	}
	if (i < hops->count) {
		struct tnt_hop *last = tnt_hops_answered(hops, i);
		struct run run = {.path = path};

		if (in_run(last) && !tnt_addr_equal(last->addr, path->dst) &&
		    (run.sum = detour(last)) >= UTURN_SUM)
			tag(&run, last, TNT_LSR, TNT_BY_UTURN);
	}
}
