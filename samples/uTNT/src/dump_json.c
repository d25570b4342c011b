/* SPDX-License-Identifier: BSD-3-Clause */
/* The JSON form; keys are listed in docs/tnt.md. */
#include "dump.h"
#include "explain.h"
#include "formula.h"

struct name {
	unsigned int bit;
	const char *text;
};

static const struct name roles[] = {
	{TNT_ING, "ingress"}, {TNT_EGR, "egress"}, {TNT_LSR, "lsr"}, {0}};
static const struct name kinds[] = {
	{TNT_EXP, "explicit"},
	{TNT_IMP_QTTL, "implicit-qttl"},
	{TNT_IMP_UTURN, "implicit-uturn"},
	{TNT_OPA, "opaque"},
	{TNT_INV, "invisible"},
	{0},
};
static const struct name triggers[] = {
	{TNT_FRPLA, "frpla"},
	{TNT_RTLA, "rtla"},
	{TNT_DUPIP, "dupip"},
	{TNT_MTTL, "mttl"},
	{0},
};
static const struct name methods[] = {
	{TNT_DPR, "dpr"}, {TNT_BRPR, "brpr"}, {TNT_BUDDY, "buddy"}, {0}};
static const struct name reasons[] = {
	{TNT_FAIL_NOTHING, "nothing"},
	{TNT_FAIL_INGRESS, "ingress-not-found"},
	{TNT_FAIL_TARGET, "target-not-reached"},
	{TNT_FAIL_BUDDY, "buddy-tried"},
	{0},
};

/* ,"key":["a","b"]; nothing when no bit is set. */
static void list(struct tnt_text *out, const char *key, unsigned int bits,
		 const struct name *names)
{
	const char *before = "[";

	for (const struct name *n = names; n->bit; n++) {
		if (!(bits & n->bit))
			continue;
		if (*before == '[')
			tnt_text_add(out, ",\"%s\":", key);
		tnt_text_add(out, "%s\"%s\"", before, n->text);
		before = ",";
	}
	if (*before == ',')
		tnt_text_add(out, "]");
}

static void flag(struct tnt_text *out, const char *key, bool value)
{
	if (value)
		tnt_text_add(out, ",\"%s\":true", key);
}

static void labels(struct tnt_text *out, const struct scamper_hop *reply)
{
	struct scamper_lse lse;
	unsigned int i;

	for (i = 0; scamper_hop_lse(reply, i, &lse); i++)
		tnt_text_add(
			out,
			"%s{\"label\":%u,\"exp\":%u,\"bottom\":%u,\"ttl\":%u}",
			i ? "," : ",\"labels\":[", (unsigned)lse.label, lse.exp,
			lse.bottom, lse.ttl);
	if (i)
		tnt_text_add(out, "]");
}

static void reply_fields(struct tnt_text *out, const struct scamper_hop *reply)
{
	char addr[SCAMPER_ADDR_TEXT];

	tnt_text_add(out,
		     ",\"addr\":\"%s\",\"probe_ttl\":%u,\"attempt\":%u,"
		     "\"rtt\":%u.%03u,\"reply_ttl\":%u,\"icmp_type\":%u,"
		     "\"icmp_code\":%u,\"tx\":{\"sec\":%u,\"usec\":%u}",
		     scamper_addr_text(&reply->addr, addr), reply->probe_ttl,
		     reply->attempt, (unsigned)(reply->rtt_us / 1000),
		     (unsigned)(reply->rtt_us % 1000), reply->reply_ttl,
		     reply->icmp_type, reply->icmp_code,
		     (unsigned)reply->tx.sec, (unsigned)reply->tx.usec);
	labels(out, reply);
}

static void conclusions(struct tnt_text *out, const struct tnt_hop *hop)
{
	if (hop->er_ttl)
		tnt_text_add(out, ",\"er_ttl\":%u", hop->er_ttl);
	if (tnt_is_te(hop))
		tnt_text_add(
			out,
			",\"qttl\":%u,\"uturn\":%d,\"frpla\":%d,\"rtla\":%d",
			hop->reply->quoted_ttl, tnt_uturn(hop), tnt_frpla(hop),
			tnt_rtla(hop));
	list(out, "roles", hop->tags, roles);
	list(out, "kinds", hop->tags, kinds);
	list(out, "triggers", hop->discovery, triggers);
	list(out, "methods", hop->discovery, methods);
	flag(out, "incomplete", hop->discovery & TNT_INCOMPLETE);
	flag(out, "before_silent_ingress", hop->discovery & TNT_BEFORE_SILENT);
	list(out, "stop", hop->discovery >> TNT_STOP_SHIFT, reasons);
	list(out, "failure_triggers", hop->failures, triggers);
	list(out, "failure", hop->failures, reasons);
}

static void one_hop(struct tnt_text *out, const struct tnt_path *path, size_t i,
		    unsigned int number, const struct tnt_rules *rules)
{
	const struct tnt_hop *hop = &path->hops.at[i];

	tnt_text_add(out, "%s{\"position\":%u,\"number\":%u", i ? "," : "",
		     (unsigned)(i + 1), number);
	flag(out, "revealed", hop->revealed);
	if (hop->step)
		tnt_text_add(out, ",\"step\":%u", hop->step);
	flag(out, "silent", !hop->reply);
	if (hop->reply) {
		reply_fields(out, hop->reply);
		flag(out, "reserved", tnt_reserved(rules, hop->addr));
		conclusions(out, hop);
		tnt_explain_hop_json(out, path, i);
	}
	tnt_text_add(out, "}");
}

void tnt_dump_json(struct tnt_text *out, const struct tnt_path *path,
		   const struct tnt_rules *rules)
{
	const struct scamper_trace *trace = path->trace;
	struct tnt_numbering numbers = {0};
	char src[SCAMPER_ADDR_TEXT], dst[SCAMPER_ADDR_TEXT];

	tnt_text_add(
		out,
		"{\"type\":\"tnt\",\"version\":2,\"method\":\"%s\","
		"\"src\":\"%s\",\"dst\":\"%s\",\"userid\":%u,"
		"\"start\":{\"sec\":%u,\"usec\":%u},"
		"\"stop_reason\":\"%s\",\"stop_data\":%u,\"first_ttl\":%u,"
		"\"annotated\":%s,\"probes_reported\":%u,\"probes_once\":%u",
		scamper_trace_method_name(trace->type),
		scamper_addr_text(&trace->src, src),
		scamper_addr_text(&trace->dst, dst), (unsigned)trace->userid,
		(unsigned)trace->start.sec, (unsigned)trace->start.usec,
		scamper_trace_stop_name(trace->stop_reason), trace->stop_data,
		path->first_ttl, path->annotated ? "true" : "false",
		(unsigned)path->probes_upstream, (unsigned)path->probes_once);
	tnt_explain_path_json(out, path);
	tnt_text_add(out, ",\"hops\":[");
	for (size_t i = 0; i < path->hops.count; i++)
		one_hop(out, path, i, tnt_number(&numbers, &path->hops.at[i]),
			rules);
	tnt_text_add(out, "]}\n");
}
