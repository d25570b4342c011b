/* SPDX-License-Identifier: BSD-3-Clause */
#include "explain.h"

#include <inttypes.h>

#include "dump.h"
#include "formula.h"
#include "reveal.h"

/* A rule: its word, the names of its numbers, and the sentence. */
static const struct words {
	const char *name, *value, *limit, *text;
} rules[TNT_RULE_COUNT] = {
	[TNT_BY_LABELS] = {"labels", "mttl", NULL,
			   "label stack with TTL %d: explicit"},
	[TNT_BY_LARGE_LABEL_TTL] = {"large-label-ttl", "mttl", NULL,
				    "label stack with TTL %d, neither 1 nor "
				    "255: opaque"},
	[TNT_BEFORE_LABELS] = {"before-labels", NULL, NULL,
			       "last hop before a label stack: ingress"},
	[TNT_AFTER_LABELS] = {"after-labels", NULL, NULL,
			      "first hop behind label stacks: egress"},
	[TNT_INFERRED] = {"inferred", "te", "er",
			  "egress of signature <255,64> (TE %d, ER %d) before "
			  "an LSR: an LSR itself"},
	[TNT_BY_QTTL] = {"qttl", "qttl", NULL, "quotes TTL %d: implicit"},
	[TNT_FIRST_QTTL] = {"first-qttl", NULL, NULL,
			    "before the hop that quotes TTL 2: first LSR"},
	[TNT_BEFORE_QTTL] = {"before-qttl", NULL, NULL,
			     "before the first LSR of quoted TTLs: ingress"},
	[TNT_AFTER_QTTL] = {"after-qttl", "qttl", NULL,
			    "behind a hop of an implicit tunnel that quotes "
			    "TTL %d"},
	[TNT_AFTER_SILENT] = {"after-silent", "qttl", NULL,
			      "behind a silent hop, and a hop that quotes TTL "
			      "%d: egress"},
	[TNT_END_OF_OPAQUE] = {"end-of-opaque", NULL, NULL,
			       "the only hop of its tunnel that answers: "
			       "egress"},
	[TNT_BY_UTURN] = {"uturn", "sum", "threshold",
			  "u-turns of this run of hops: sum %d, threshold %d"},
	[TNT_BEFORE_UTURN] = {"before-uturn", "sum", "threshold",
			      "before a run of u-turns of sum %d (threshold "
			      "%d): ingress"},
	[TNT_CLOSES_UTURN] = {"closes-uturn", "sum", "threshold",
			      "closes a run of u-turns of sum %d (threshold "
			      "%d)"},
	[TNT_AFTER_UTURN] = {"after-uturn", "sum", "threshold",
			     "behind a run of u-turns of sum %d (threshold "
			     "%d): egress"},
	[TNT_LSR_OF] = {"lsr-of", "search", "step",
			"revealed by search %d, step %d"},
	[TNT_INGRESS_OF] = {"ingress-of", "search", NULL,
			    "ingress of the tunnel of search %d"},
	[TNT_EGRESS_OF] = {"egress-of", "search", NULL,
			   "egress of the tunnel of search %d"},
	[TNT_SILENT_AFTER] = {"silent-after", "search", NULL,
			      "the silent hop behind it is the ingress of the "
			      "tunnel of search %d"},
};

static const char *outcome_name(unsigned int outcome)
{
	switch (outcome) {
	case TNT_NEW:
		return "new";
	case TNT_NOTHING:
		return "nothing";
	case TNT_INGRESS_NOT_FOUND:
		return "ingress-not-found";
	default:
		return "target-not-reached";
	}
}

static const char *ended_name(unsigned int ended)
{
	return ended == TNT_DEADLINE ? "deadline" : "budget";
}

/* The words of a set of doubts with something between them. */
static void doubts(struct tnt_text *out, unsigned int bits, const char *between)
{
	const char *name, *gap = "";

	for (unsigned int i = 0; (name = tnt_unsure_name(i)); i++)
		if (bits >> i & 1) {
			tnt_text_add(out, "%s%s", gap, name);
			gap = between;
		}
}

/* "2" or "H1": how the dump calls a hop. */
static void hop_name(struct tnt_text *out, const struct tnt_path *path,
		     size_t at)
{
	struct tnt_numbering numbers = {0};
	unsigned int number = 0;

	for (size_t i = 0; i <= at && i < path->hops.count; i++)
		number = tnt_number(&numbers, &path->hops.at[i]);
	if (at >= path->hops.count)
		tnt_text_add(out, "?");
	else
		tnt_text_add(out, path->hops.at[at].revealed ? "H%u" : "%u",
			     number);
}

static void trigger_text(struct tnt_text *out, const struct tnt_path *path,
			 const struct tnt_search *s)
{
	const struct tnt_hop *hop = tnt_hops_answered(&path->hops, s->next_at);
	int te = hop ? hop->reply->reply_ttl : 0;

	switch (s->trigger) {
	case TNT_RTLA:
		tnt_text_add(
			out,
			"RTLA=%d, threshold %d: TE %d of initial %d, ER %d of "
			"initial %d",
			s->value, s->limit, te, tnt_initial_ttl(te),
			hop ? hop->er_ttl : 0,
			tnt_initial_ttl(hop ? hop->er_ttl : 0));
		break;
	case TNT_FRPLA:
		tnt_text_add(
			out,
			"FRPLA=%d, threshold %d: TE %d of initial %d, probe "
			"TTL %d",
			s->value, s->limit, te, tnt_initial_ttl(te),
			hop ? hop->reply->probe_ttl : 0);
		break;
	case TNT_DUPIP:
		tnt_text_add(out, "the same address at TTL %d and %d", s->value,
			     s->limit);
		break;
	case TNT_MTTL:
		tnt_text_add(out, "label TTL %d: %d hidden hops", s->value,
			     s->limit - s->value);
		break;
	default:
		tnt_text_add(out, "brute force");
	}
}

static void search_text(struct tnt_text *out, const struct tnt_path *path,
			size_t number)
{
	const struct tnt_search *s = &path->evidence.searches[number];
	char text[SCAMPER_ADDR_TEXT];

	tnt_text_add(out, "# search %zu between ", number + 1);
	hop_name(out, path, s->start_at);
	tnt_text_add(out, "%s",
		     s->silent_ingress ? " (and the silent hop behind it) and "
				       : " and ");
	hop_name(out, path, s->next_at);
	tnt_text_add(out, ": ");
	trigger_text(out, path, s);
	tnt_text_add(out, "; revealed %u%s\n", s->revealed,
		     s->shared ? ", found out for another destination" : "");
	for (size_t i = 0; i < s->count; i++) {
		const struct tnt_attempt *a =
			&path->evidence.attempts[s->first + i];

		tnt_text_add(out, "#   trace to %s%s from TTL %u: ",
			     a->buddy ? "the other end of the link, " : "",
			     tnt_addr_text(a->target, text), a->first_ttl);
		if (a->outcome == TNT_NEW)
			tnt_text_add(out, "%u new", a->new_hops);
		else
			tnt_text_add(out, "%s", outcome_name(a->outcome));
		tnt_text_add(out, ", %u probes\n", (unsigned)a->probes);
	}
	if (!s->unsure)
		return;
	tnt_text_add(out, "#   uncertain: ");
	doubts(out, s->unsure, ", ");
	tnt_text_add(out, "\n");
}

static void hop_text(struct tnt_text *out, const struct tnt_path *path,
		     size_t at)
{
	const struct tnt_evidence *e = &path->evidence;

	for (size_t i = 0; i < e->reason_count; i++) {
		const struct tnt_reason *r = &e->reasons[i];

		if (r->at != at || r->rule >= TNT_RULE_COUNT ||
		    !rules[r->rule].text)
			continue;
		tnt_text_add(out, "# ");
		hop_name(out, path, at);
		tnt_text_add(out, ": ");
		tnt_text_add(out, rules[r->rule].text, r->value, r->limit);
		tnt_text_add(out, "\n");
	}
	if (!path->hops.at[at].unsure)
		return;
	tnt_text_add(out, "# ");
	hop_name(out, path, at);
	tnt_text_add(out, ": uncertain: ");
	doubts(out, path->hops.at[at].unsure, ", ");
	tnt_text_add(out, "\n");
}

void tnt_explain_text(struct tnt_text *out, const struct tnt_path *path)
{
	if (!path->explained)
		return;
	for (size_t i = 0; i < path->evidence.search_count; i++)
		search_text(out, path, i);
	for (size_t i = 0; i < path->hops.count; i++)
		hop_text(out, path, i);
	if (path->ended)
		tnt_text_add(out, "# cut short by its %s\n",
			     ended_name(path->ended));
	tnt_text_add(out, "# probes: %u reported, %u sent\n",
		     (unsigned)path->probes_upstream,
		     (unsigned)path->probes_sent);
}

static void doubts_json(struct tnt_text *out, unsigned int bits)
{
	if (!bits)
		return;
	tnt_text_add(out, ",\"uncertain\":[\"");
	doubts(out, bits, "\",\"");
	tnt_text_add(out, "\"]");
}

void tnt_explain_hop_json(struct tnt_text *out, const struct tnt_path *path,
			  size_t at)
{
	const struct tnt_evidence *e = &path->evidence;
	const char *before = ",\"reasons\":[";

	for (size_t i = 0; i < e->reason_count; i++) {
		const struct tnt_reason *r = &e->reasons[i];
		const struct words *rule = &rules[r->rule];

		if (r->at != at || r->rule >= TNT_RULE_COUNT || !rule->name)
			continue;
		tnt_text_add(out, "%s{\"rule\":\"%s\"", before, rule->name);
		if (rule->value)
			tnt_text_add(out, ",\"%s\":%d", rule->value, r->value);
		if (rule->limit)
			tnt_text_add(out, ",\"%s\":%d", rule->limit, r->limit);
		tnt_text_add(out, "}");
		before = ",";
	}
	if (before[1] == '\0')
		tnt_text_add(out, "]");
	doubts_json(out, path->hops.at[at].unsure);
}

static const char *trigger_name(uint8_t trigger)
{
	switch (trigger) {
	case TNT_FRPLA:
		return "frpla";
	case TNT_RTLA:
		return "rtla";
	case TNT_DUPIP:
		return "dupip";
	case TNT_MTTL:
		return "mttl";
	default:
		return "brute-force";
	}
}

static void search_json(struct tnt_text *out, const struct tnt_path *path,
			const struct tnt_search *s)
{
	char text[SCAMPER_ADDR_TEXT];

	tnt_text_add(out, "{\"start\":%u,\"next\":%u,\"trigger\":\"%s\"",
		     s->start_at + 1u, s->next_at + 1u,
		     trigger_name(s->trigger));
	if (s->trigger)
		tnt_text_add(out, ",\"value\":%d,\"threshold\":%d", s->value,
			     s->limit);
	if (s->silent_ingress)
		tnt_text_add(out, ",\"silent_ingress\":true");
	if (s->shared)
		tnt_text_add(out, ",\"shared\":true");
	tnt_text_add(out, ",\"revealed\":%u,\"attempts\":[", s->revealed);
	for (size_t i = 0; i < s->count; i++) {
		const struct tnt_attempt *a =
			&path->evidence.attempts[s->first + i];

		tnt_text_add(
			out,
			"%s{\"target\":\"%s\",\"buddy\":%s,\"first_ttl\":%u,"
			"\"outcome\":\"%s\",\"new_hops\":%u,\"probes\":%u}",
			i ? "," : "", tnt_addr_text(a->target, text),
			a->buddy ? "true" : "false", a->first_ttl,
			outcome_name(a->outcome), a->new_hops,
			(unsigned)a->probes);
	}
	tnt_text_add(out, "]");
	doubts_json(out, s->unsure);
	tnt_text_add(out, "}");
}

/* ,"key":"word", null when nothing is known. */
static void word_json(struct tnt_text *out, const char *key, const char *word)
{
	if (*word)
		tnt_text_add(out, ",\"%s\":\"%s\"", key, word);
	else
		tnt_text_add(out, ",\"%s\":null", key);
}

static void run_json(struct tnt_text *out, const struct tnt_run *run)
{
	tnt_text_add(out, ",\"run\":{\"prober\":\"utnt\"");
	word_json(out, "version", run->version);
	if (run->has_seed)
		tnt_text_add(out, ",\"seed\":%" PRIu64, run->seed);
	else
		tnt_text_add(out, ",\"seed\":null");
	word_json(out, "clock", run->clock);
	if (run->has_options)
		tnt_text_add(out, ",\"options_hash\":\"%016" PRIx64 "\"",
			     run->options);
	else
		tnt_text_add(out, ",\"options_hash\":null");
	if (run->has_image) {
		tnt_text_add(out, ",\"image_sha256\":\"");
		for (size_t i = 0; i < sizeof(run->image); i++)
			tnt_text_add(out, "%02x", run->image[i]);
		tnt_text_add(out, "\"}");
	} else {
		tnt_text_add(out, ",\"image_sha256\":null}");
	}
}

void tnt_explain_path_json(struct tnt_text *out, const struct tnt_path *path)
{
	if (!path->explained) {
		/* Unknown: a plain trace, or a record without it. */
		tnt_text_add(out,
			     ",\"probes_sent\":null,\"all_reported\":null,"
			     "\"all_sent\":null,\"ended\":null,\"run\":null,"
			     "\"searches\":null");
		return;
	}
	tnt_text_add(out,
		     ",\"probes_sent\":%u,\"all_reported\":%" PRIu64
		     ",\"all_sent\":%" PRIu64,
		     (unsigned)path->probes_sent, path->all_upstream,
		     path->all_sent);
	word_json(out, "ended", path->ended ? ended_name(path->ended) : "");
	run_json(out, &path->run);
	tnt_text_add(out, ",\"searches\":[");
	for (size_t i = 0; i < path->evidence.search_count; i++) {
		if (i)
			tnt_text_add(out, ",");
		search_json(out, path, &path->evidence.searches[i]);
	}
	tnt_text_add(out, "]");
}
