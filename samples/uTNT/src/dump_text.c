/* SPDX-License-Identifier: BSD-3-Clause */
#include "dump.h"
#include "explain.h"
#include "formula.h"

unsigned int tnt_number(struct tnt_numbering *numbers,
			const struct tnt_hop *hop)
{
	if (hop->revealed)
		return ++numbers->revealed;
	numbers->revealed = 0;
	return ++numbers->plain;
}

static void words(struct tnt_text *out, unsigned int bits,
		  const char *const *names)
{
	for (; *names; names++, bits >>= 1)
		if (bits & 1)
			tnt_text_add(out, ",%s", *names);
}

static void triggers(struct tnt_text *out, unsigned int bits)
{
	static const struct {
		uint8_t bit;
		const char *name;
	} order[] = {
		{TNT_DUPIP, ",DUPIP"},
		{TNT_RTLA, ",RTLA"},
		{TNT_FRPLA, ",FRPLA"},
		{TNT_MTTL, ",MTTL"},
	};

	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++)
		if (bits & order[i].bit)
			tnt_text_add(out, "%s", order[i].name);
}

static bool by_brute_force(const struct tnt_hop *hop)
{
	return hop->tags & TNT_INV && !(hop->discovery & TNT_TRIGGERS);
}

/* An LSR shows one kind, an edge router all of the tunnels it ends. */
static void kinds(struct tnt_text *out, uint8_t tags)
{
	if (tags & TNT_LSR) {
		tnt_text_add(out, "%s",
			     tags & TNT_IMP   ? ",IMP"
			     : tags & TNT_OPA ? ",OPA"
			     : tags & TNT_EXP ? ",EXP"
			     : tags & TNT_INV ? ",INV"
					      : "");
		tnt_text_add(out, ",LSR");
		return;
	}
	if (tags & TNT_EXP)
		tnt_text_add(out, ",EXP");
	if (tags & TNT_OPA)
		tnt_text_add(out, ",OPA");
	if (tags & TNT_IMP)
		tnt_text_add(out, ",IMP");
	if (tags & TNT_INV)
		tnt_text_add(out, ",INV");
}

static void mpls(struct tnt_text *out, const struct tnt_hop *hop)
{
	uint8_t tags = hop->tags;

	if (!(tags & TNT_ROLES))
		return;
	tnt_text_add(out, " [MPLS");
	kinds(out, tags);
	if (tags & TNT_EGR)
		tnt_text_add(out, ",EGR");
	if (tags & TNT_ING)
		tnt_text_add(out, ",ING");
	if (hop->discovery & TNT_INCOMPLETE)
		tnt_text_add(out, ",INCOMP?");
	triggers(out, hop->discovery);
	if (by_brute_force(hop))
		tnt_text_add(out, ",BTFC");
	if (tags & TNT_LSR && !(tags & ~TNT_ROLES))
		tnt_text_add(out, ",INF");
	if (tags & TNT_IMP_QTTL)
		tnt_text_add(out, ",QTTL");
	if (tags & TNT_IMP_UTURN)
		tnt_text_add(out, ",UTURN");
	if (hop->revealed) {
		static const char *const methods[] = {"DPR", "BRPR", "BUDDY",
						      NULL};

		words(out, (hop->discovery & TNT_METHODS) >> 4, methods);
		if (!(hop->discovery & TNT_METHODS))
			tnt_text_add(out, ",UNKN");
		tnt_text_add(out, ",step=%u", hop->step);
	}
	tnt_text_add(out, "]");
}

static void labels(struct tnt_text *out, const struct scamper_hop *reply)
{
	struct scamper_lse lse;

	for (unsigned int i = 0; scamper_hop_lse(reply, i, &lse); i++)
		tnt_text_add(out, "%s %u mTTL=%u", i ? " |" : " Labels",
			     (unsigned)lse.label, lse.ttl);
}

static void attempt(struct tnt_text *out, unsigned int bits,
		    unsigned int reasons, bool brute_force)
{
	static const char *const names[] = {"NTH-RV", "ING-NF", "TGT-NR", "BUD",
					    NULL};

	tnt_text_add(out, " (ATTEMPT");
	triggers(out, bits);
	if (brute_force)
		tnt_text_add(out, ",BTFC");
	words(out, reasons, names);
	tnt_text_add(out, ")");
}

static void details(struct tnt_text *out, const struct tnt_hop *hop)
{
	const struct scamper_hop *reply = hop->reply;

	if (tnt_message_of(reply) == TNT_UNREACHABLE)
		tnt_text_add(out, " (dstunr code=%u)", reply->icmp_code);
	if (hop->failures)
		attempt(out, hop->failures, hop->failures >> 4, false);
	if (hop->discovery & TNT_STOPS)
		attempt(out, hop->discovery,
			(hop->discovery & TNT_STOPS) >> (TNT_STOP_SHIFT + 4),
			by_brute_force(hop));
}

static void return_ttls(struct tnt_text *out, const struct tnt_hop *hop)
{
	tnt_text_add(out, " rTTLs=<%u,", hop->reply->reply_ttl);
	if (hop->er_ttl)
		tnt_text_add(out, "%u>", hop->er_ttl);
	else
		tnt_text_add(out, "*>");
	if (!tnt_is_te(hop))
		return;
	tnt_text_add(out, " qttl=%u", hop->reply->quoted_ttl);
	if (tnt_uturn(hop))
		tnt_text_add(out, " uturn=%d", tnt_uturn(hop));
	if (tnt_frpla(hop) > 0)
		tnt_text_add(out, " frpla=%d", tnt_frpla(hop));
	if (tnt_rtla(hop) > 0)
		tnt_text_add(out, " rtla=%d", tnt_rtla(hop));
}

static void answered_hop(struct tnt_text *out, const struct tnt_hop *hop,
			 const struct tnt_rules *rules, bool verbose)
{
	char addr[SCAMPER_ADDR_TEXT];

	tnt_text_add(out, " %-15s %u.%03u ms",
		     scamper_addr_text(&hop->reply->addr, addr),
		     (unsigned)(hop->reply->rtt_us / 1000),
		     (unsigned)(hop->reply->rtt_us % 1000));
	if (tnt_reserved(rules, hop->addr))
		tnt_text_add(out, " rsvd");
	return_ttls(out, hop);
	mpls(out, hop);
	labels(out, hop->reply);
	if (verbose)
		details(out, hop);
}

void tnt_dump_text(struct tnt_text *out, const struct tnt_path *path,
		   const struct tnt_rules *rules, unsigned int how)
{
	const struct scamper_trace *trace = path->trace;
	struct tnt_numbering numbers = {0};
	char src[SCAMPER_ADDR_TEXT], dst[SCAMPER_ADDR_TEXT];

	tnt_text_add(out, "trace [%s] from %s to %s\n",
		     scamper_trace_method_name(trace->type),
		     /* Without a route nobody chose a source. */
		     trace->src.type ? scamper_addr_text(&trace->src, src)
				     : "*",
		     scamper_addr_text(&trace->dst, dst));
	for (size_t i = 0; i < path->hops.count; i++) {
		const struct tnt_hop *hop = &path->hops.at[i];
		unsigned int number = tnt_number(&numbers, hop);

		/* TTLs below the first one were not probed. */
		if (!hop->revealed && number < path->first_ttl)
			continue;
		if (hop->revealed)
			tnt_text_add(out, number < 10 ? " H%u" : "H%u", number);
		else
			tnt_text_add(out, "%3u", number);
		if (hop->reply)
			answered_hop(out, hop, rules, how & TNT_DUMP_VERBOSE);
		else
			tnt_text_add(out, " *");
		tnt_text_add(out, "\n");
	}
	if (how & TNT_DUMP_EXPLAIN)
		tnt_explain_text(out, path);
	tnt_text_add(out, "\n");
}
