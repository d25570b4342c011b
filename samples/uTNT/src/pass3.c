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

static void tag_ingress(struct tnt_hop *hop)
{
	if (!hop)
		return;
	if (hop->tags & TNT_EGR && tnt_is_255_64(hop))
		hop->tags = TNT_LSR;
	else
		hop->tags |= TNT_ING | TNT_IMP_UTURN;
}

static void tag_closing(struct tnt_hop *hop, struct tnt_addr dst)
{
	if (hop)
		hop->tags |=
			TNT_IMP_UTURN |
			(tnt_addr_equal(hop->addr, dst) ? TNT_EGR : TNT_LSR);
}

/* The egress after the closing hop number `at`. */
static void tag_egress(struct tnt_path *path, size_t at)
{
	const struct tnt_hop *closing = tnt_hops_answered(&path->hops, at);
	struct tnt_hop *hop = tnt_hops_answered(&path->hops, ++at);

	if (tnt_same_addr(closing, hop)) {
		hop->tags |= TNT_LSR | TNT_IMP_UTURN;
		hop = tnt_hops_answered(&path->hops, ++at);
	}
	if (hop && !(hop->tags & TNT_LSR) && detour(hop) < UTURN_SUM)
		hop->tags |= TNT_EGR | TNT_IMP_UTURN;
}

/* The closing hop is the real egress: strict mode tags it so. */
static void tag_strictly(struct tnt_path *path, size_t at)
{
	struct tnt_hop *hop = tnt_hops_answered(&path->hops, at);

	if (hop && !(hop->tags & TNT_LSR))
		hop->tags |= TNT_EGR | TNT_IMP_UTURN;
}

static void tag_run(struct tnt_path *path, bool strict, size_t from,
		    size_t closing)
{
	tag_ingress(tnt_hops_before(&path->hops, from, 1));
	for (size_t i = from; i < closing; i++) {
		struct tnt_hop *hop = &path->hops.at[i];

		hop->tags &= (uint8_t) ~(TNT_ING | TNT_EGR);
		hop->tags |= TNT_LSR | TNT_IMP_UTURN;
	}
	if (strict) {
		tag_strictly(path, closing);
		return;
	}
	tag_closing(tnt_hops_answered(&path->hops, closing), path->dst);
	tag_egress(path, closing);
}

void tnt_pass3(struct tnt_path *path, const struct tnt_rules *rules)
{
	const struct tnt_hops *hops = &path->hops;
	size_t i = path->first_ttl - 1u;

	if (tnt_path_is_short(path))
		return;
	while (i + 1 < hops->count) {
		size_t from = i;
		int sum = 0;

		while (i + 1 < hops->count &&
		       in_run(tnt_hops_answered(hops, i)))
			sum += detour(&hops->at[i++]);
		if (sum >= UTURN_SUM)
			tag_run(path, rules->strict, from, i);
		i++;
	}
	if (i < hops->count) {
		struct tnt_hop *last = tnt_hops_answered(hops, i);

		if (in_run(last) && !tnt_addr_equal(last->addr, path->dst) &&
		    detour(last) >= UTURN_SUM)
			last->tags |= TNT_LSR | TNT_IMP_UTURN;
	}
}
