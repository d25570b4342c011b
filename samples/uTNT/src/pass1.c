/* SPDX-License-Identifier: BSD-3-Clause */
/* Pass 1: tunnels that the trace itself shows. tnt.md section 6. */
#include "formula.h"
#include "passes.h"

static void set_roles(struct tnt_hop *hop, uint8_t roles)
{
	hop->tags = (uint8_t)((hop->tags & ~TNT_ROLES) | roles);
}

static bool is(const struct tnt_hop *hop, uint8_t tags)
{
	return hop && (hop->tags & tags) == tags;
}

/* What stands behind a hop is not known when it did not answer: one more LSR,
 * an egress, whose answer would have told of a tunnel that hides, or nothing.
 */
static void silent_hop(struct tnt_path *path, struct tnt_hop *prev)
{
	if (!prev)
		return;
	prev->unsure |= TNT_UNSURE_SILENT;
	if (!is(prev, TNT_OPA))
		return;
	set_roles(prev, TNT_EGR);
	tnt_because(path, prev, TNT_END_OF_OPAQUE, 0, 0);
}

/* An egress of signature <255,64> before an LSR is an LSR itself. */
static bool infer(struct tnt_path *path, struct tnt_hop *hop)
{
	if (!is(hop, TNT_EGR))
		return false;
	if (!hop->er_ttl)
		hop->unsure |= TNT_UNSURE_NO_ER;
	if (!tnt_is_255_64(hop))
		return false;
	hop->tags = TNT_LSR; /* inferred: no kind */
	tnt_because(path, hop, TNT_INFERRED, hop->reply->reply_ttl,
		    hop->er_ttl);
	return true;
}

/* "TE with labels" */
static void labelled_hop(struct tnt_path *path, struct tnt_hop *hop,
			 uint8_t mttl, struct tnt_hop *prev)
{
	uint8_t kind = mttl <= 1 || mttl == 255 ? TNT_EXP : TNT_OPA;
	uint8_t trigger = kind == TNT_OPA ? TNT_MTTL : 0;

	hop->tags |= TNT_LSR | kind;
	hop->discovery |= trigger;
	tnt_because(path, hop, trigger ? TNT_BY_LARGE_LABEL_TTL : TNT_BY_LABELS,
		    mttl, 0);
	if (!prev || is(prev, TNT_LSR) || infer(path, prev))
		return;
	prev->tags |= TNT_ING | kind;
	prev->discovery |= trigger;
	tnt_because(path, prev, TNT_BEFORE_LABELS, 0, 0);
}

/* "TE without labels, qTTL > 1 and <> 255" */
static void quoting_hop(struct tnt_path *path, struct tnt_hop *hop,
			struct tnt_hop *prev, struct tnt_hop *prev2)
{
	uint8_t qttl = hop->reply->quoted_ttl;

	hop->tags |= TNT_LSR | TNT_IMP_QTTL;
	tnt_because(path, hop, TNT_BY_QTTL, qttl, 0);
	if (qttl != 2)
		return;
	if (prev) {
		if (prev->reply->quoted_ttl > 1 || is(prev, TNT_LSR) ||
		    is(prev, TNT_OPA | TNT_EGR))
			return;
		set_roles(prev, TNT_LSR); /* the first LSR quotes 1 */
		prev->tags |= TNT_IMP_QTTL;
		tnt_because(path, prev, TNT_FIRST_QTTL, 0, 0);
	}
	if (!prev2 || is(prev2, TNT_LSR) || is(prev2, TNT_ING) ||
	    (is(prev2, TNT_EGR) && tnt_is_255_64(prev2)))
		return;
	prev2->tags |= TNT_ING | TNT_IMP_QTTL;
	tnt_because(path, prev2, TNT_BEFORE_QTTL, 0, 0);
	if (!prev)
		prev2->unsure |= TNT_UNSURE_SILENT;
}

static void behind_silent_hop(struct tnt_path *path, struct tnt_hop *hop,
			      const struct tnt_hop *prev2)
{
	if (!prev2 || !(prev2->tags & TNT_IMP) || prev2->reply->quoted_ttl <= 1)
		return;
	hop->tags |= TNT_EGR | TNT_IMP_QTTL;
	hop->unsure |= TNT_UNSURE_SILENT;
	tnt_because(path, hop, TNT_AFTER_SILENT, prev2->reply->quoted_ttl, 0);
}

/* "Anything else closes a tunnel" */
static void closing_hop(struct tnt_path *path, struct tnt_hop *hop,
			struct tnt_hop *prev, bool strict)
{
	if (!is(prev, TNT_LSR))
		return;
	if (is(prev, TNT_EXP)) {
		hop->tags |= TNT_EGR | TNT_EXP;
		tnt_because(path, hop, TNT_AFTER_LABELS, 0, 0);
	} else if (prev->tags & TNT_IMP) {
		uint8_t qttl = prev->reply->quoted_ttl;
		/* The egress quotes 1 again, so upstream tags it LSR. */
		bool end = tnt_addr_equal(hop->addr, path->dst) ||
			   ((strict || qttl <= 1) &&
			    !tnt_addr_equal(prev->addr, hop->addr));

		hop->tags |= TNT_IMP_QTTL | (end ? TNT_EGR : TNT_LSR);
		tnt_because(path, hop, TNT_AFTER_QTTL, qttl, 0);
	} else if (is(prev, TNT_OPA)) {
		set_roles(prev, TNT_EGR);
		tnt_because(path, prev, TNT_END_OF_OPAQUE, 0, 0);
	}
}

void tnt_pass1(struct tnt_path *path, const struct tnt_rules *rules)
{
	if (tnt_path_is_short(path))
		return;
	for (size_t i = path->first_ttl - 1u; i < path->hops.count; i++) {
		struct tnt_hop *hop = tnt_hops_answered(&path->hops, i);
		struct tnt_hop *prev = tnt_hops_before(&path->hops, i, 1);
		struct tnt_hop *prev2 = tnt_hops_before(&path->hops, i, 2);
		struct scamper_lse lse;

		if (!hop)
			silent_hop(path, prev);
		else if (tnt_is_te(hop) && scamper_hop_lse(hop->reply, 0, &lse))
			labelled_hop(path, hop, lse.ttl, prev);
		else if (tnt_is_te(hop) && hop->reply->quoted_ttl > 1 &&
			 hop->reply->quoted_ttl != 255)
			quoting_hop(path, hop, prev, prev2);
		else if (prev)
			closing_hop(path, hop, prev, rules->strict);
		else
			behind_silent_hop(path, hop, prev2);
		/* Nor is what stands before one. */
		if (i >= path->first_ttl && !prev && is(hop, TNT_LSR))
			hop->unsure |= TNT_UNSURE_SILENT;
	}
}
