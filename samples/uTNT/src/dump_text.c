/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdarg.h>

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

static void words(FILE *out, unsigned int bits, const char *const *names)
{
	for (; *names; names++, bits >>= 1)
		if (bits & 1)
			fprintf(out, ",%s", *names);
}

static void triggers(FILE *out, unsigned int bits)
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
			fputs(order[i].name, out);
}

static bool by_brute_force(const struct tnt_hop *hop)
{
	return hop->tags & TNT_INV && !(hop->discovery & TNT_TRIGGERS);
}

/* An LSR shows one kind, an edge router all of the tunnels it ends. */
static void kinds(FILE *out, uint8_t tags)
{
	if (tags & TNT_LSR) {
		fputs(tags & TNT_IMP   ? ",IMP"
		      : tags & TNT_OPA ? ",OPA"
		      : tags & TNT_EXP ? ",EXP"
		      : tags & TNT_INV ? ",INV"
				       : "",
		      out);
		fputs(",LSR", out);
		return;
	}
	if (tags & TNT_EXP)
		fputs(",EXP", out);
	if (tags & TNT_OPA)
		fputs(",OPA", out);
	if (tags & TNT_IMP)
		fputs(",IMP", out);
	if (tags & TNT_INV)
		fputs(",INV", out);
}

static void mpls(FILE *out, const struct tnt_hop *hop)
{
	uint8_t tags = hop->tags;

	if (!(tags & TNT_ROLES))
		return;
	fputs(" [MPLS", out);
	kinds(out, tags);
	if (tags & TNT_EGR)
		fputs(",EGR", out);
	if (tags & TNT_ING)
		fputs(",ING", out);
	if (hop->discovery & TNT_INCOMPLETE)
		fputs(",INCOMP?", out);
	triggers(out, hop->discovery);
	if (by_brute_force(hop))
		fputs(",BTFC", out);
	if (tags & TNT_LSR && !(tags & ~TNT_ROLES))
		fputs(",INF", out);
	if (tags & TNT_IMP_QTTL)
		fputs(",QTTL", out);
	if (tags & TNT_IMP_UTURN)
		fputs(",UTURN", out);
	if (hop->revealed) {
		static const char *const methods[] = {"DPR", "BRPR", "BUDDY",
						      NULL};

		words(out, (hop->discovery & TNT_METHODS) >> 4, methods);
		if (!(hop->discovery & TNT_METHODS))
			fputs(",UNKN", out);
		fprintf(out, ",step=%u", hop->step);
	}
	fputc(']', out);
}

static void labels(FILE *out, const struct scamper_hop *reply)
{
	struct scamper_lse lse;

	for (unsigned int i = 0; scamper_hop_lse(reply, i, &lse); i++)
		fprintf(out, "%s %u mTTL=%u", i ? " |" : " Labels",
			(unsigned)lse.label, lse.ttl);
}

static void attempt(FILE *out, unsigned int bits, unsigned int reasons,
		    bool brute_force)
{
	static const char *const names[] = {"NTH-RV", "ING-NF", "TGT-NR", "BUD",
					    NULL};

	fputs(" (ATTEMPT", out);
	triggers(out, bits);
	if (brute_force)
		fputs(",BTFC", out);
	words(out, reasons, names);
	fputc(')', out);
}

static void details(FILE *out, const struct tnt_hop *hop)
{
	const struct scamper_hop *reply = hop->reply;

	if (tnt_message_of(reply) == TNT_UNREACHABLE)
		fprintf(out, " (dstunr code=%u)", reply->icmp_code);
	if (hop->failures)
		attempt(out, hop->failures, hop->failures >> 4, false);
	if (hop->discovery & TNT_STOPS)
		attempt(out, hop->discovery,
			(hop->discovery & TNT_STOPS) >> (TNT_STOP_SHIFT + 4),
			by_brute_force(hop));
}

static void return_ttls(FILE *out, const struct tnt_hop *hop)
{
	fprintf(out, " rTTLs=<%u,", hop->reply->reply_ttl);
	if (hop->er_ttl)
		fprintf(out, "%u>", hop->er_ttl);
	else
		fputs("*>", out);
	if (!tnt_is_te(hop))
		return;
	fprintf(out, " qttl=%u", hop->reply->quoted_ttl);
	if (tnt_uturn(hop))
		fprintf(out, " uturn=%d", tnt_uturn(hop));
	if (tnt_frpla(hop) > 0)
		fprintf(out, " frpla=%d", tnt_frpla(hop));
	if (tnt_rtla(hop) > 0)
		fprintf(out, " rtla=%d", tnt_rtla(hop));
}

static void answered_hop(FILE *out, const struct tnt_hop *hop,
			 const struct tnt_rules *rules, bool verbose)
{
	char addr[SCAMPER_ADDR_TEXT];

	fprintf(out, " %-15s %u.%03u ms",
		scamper_addr_text(&hop->reply->addr, addr),
		(unsigned)(hop->reply->rtt_us / 1000),
		(unsigned)(hop->reply->rtt_us % 1000));
	if (tnt_reserved(rules, hop->addr))
		fputs(" rsvd", out);
	return_ttls(out, hop);
	mpls(out, hop);
	labels(out, hop->reply);
	if (verbose)
		details(out, hop);
}

void tnt_dump_text(FILE *out, const struct tnt_path *path,
		   const struct tnt_rules *rules, unsigned int how)
{
	const struct scamper_trace *trace = path->trace;
	struct tnt_numbering numbers = {0};
	char src[SCAMPER_ADDR_TEXT], dst[SCAMPER_ADDR_TEXT];

	fprintf(out, "trace [%s] from %s to %s\n",
		scamper_trace_method_name(trace->type),
		/* Without a route nobody chose a source. */
		trace->src.type ? scamper_addr_text(&trace->src, src) : "*",
		scamper_addr_text(&trace->dst, dst));
	for (size_t i = 0; i < path->hops.count; i++) {
		const struct tnt_hop *hop = &path->hops.at[i];
		unsigned int number = tnt_number(&numbers, hop);
		char text[12];

		/* TTLs below the first one were not probed. */
		if (!hop->revealed && number < path->first_ttl)
			continue;
		snprintf(text, sizeof(text), hop->revealed ? "H%u" : "%u",
			 number);
		fprintf(out, "%3s", text);
		if (hop->reply)
			answered_hop(out, hop, rules, how & TNT_DUMP_VERBOSE);
		else
			fputs(" *", out);
		fputc('\n', out);
	}
	if (how & TNT_DUMP_EXPLAIN)
		tnt_explain_text(out, path);
	fputc('\n', out);
}
