/* SPDX-License-Identifier: BSD-3-Clause */
#include "record_sections.h"

#include <string.h>

enum section {
	SECTION_RUN = 1,
	SECTION_COUNTS,
	SECTION_REASONS,
	SECTION_SEARCHES,
	SECTION_DOUBTS,
};

#define HAS_SEED    0x01
#define HAS_OPTIONS 0x02
#define HAS_IMAGE   0x04

#define IS_SILENT_INGRESS 0x01
#define IS_SHARED         0x02

#define IS_BUDDY 0x01

static size_t begin(struct tnt_bytes *b, enum section section)
{
	tnt_put(b, section, 1);
	return tnt_put_place(b, 4);
}

static void end(struct tnt_bytes *b, size_t place)
{
	tnt_put_length(b, place, 4);
}

static void put_word(struct tnt_bytes *b, const char *word)
{
	size_t len = strlen(word);

	tnt_put(b, len, 1);
	tnt_put_data(b, word, len);
}

static void get_word(struct tnt_bytes *b, char word[TNT_RUN_WORD])
{
	struct tnt_bytes part = tnt_get_part(b, tnt_get(b, 1));
	size_t len = part.size < TNT_RUN_WORD ? part.size : TNT_RUN_WORD - 1;

	/* It is printed as it stands, also into JSON. */
	for (size_t i = 0; i < len; i++) {
		char c = (char)part.at[i];

		word[i] = c > ' ' && c < 127 && c != '"' && c != '\\' ? c : '?';
	}
}

static void put_run(struct tnt_bytes *b, const struct tnt_run *run)
{
	size_t place = begin(b, SECTION_RUN);

	tnt_put(b,
		(run->has_seed ? HAS_SEED : 0u) |
			(run->has_options ? HAS_OPTIONS : 0u) |
			(run->has_image ? HAS_IMAGE : 0u),
		1);
	tnt_put(b, run->seed, 8);
	tnt_put(b, run->options, 8);
	if (run->has_image)
		tnt_put_data(b, run->image, sizeof(run->image));
	put_word(b, run->version);
	put_word(b, run->clock);
	end(b, place);
}

static void get_run(struct tnt_bytes *b, struct tnt_run *run)
{
	uint64_t has = tnt_get(b, 1);

	run->has_seed = has & HAS_SEED;
	run->has_options = has & HAS_OPTIONS;
	run->has_image = has & HAS_IMAGE;
	run->seed = tnt_get(b, 8);
	run->options = tnt_get(b, 8);
	for (size_t i = 0; run->has_image && i < sizeof(run->image); i++)
		run->image[i] = (uint8_t)tnt_get(b, 1);
	get_word(b, run->version);
	get_word(b, run->clock);
}

static void put_counts(struct tnt_bytes *b, const struct tnt_path *path)
{
	size_t place = begin(b, SECTION_COUNTS);

	tnt_put(b, path->ended, 1);
	tnt_put(b, path->probes_sent, 4);
	tnt_put(b, path->all_upstream, 8);
	tnt_put(b, path->all_sent, 8);
	end(b, place);
}

static void get_counts(struct tnt_bytes *b, struct tnt_path *path)
{
	path->ended = (uint8_t)tnt_get(b, 1);
	path->probes_sent = (uint32_t)tnt_get(b, 4);
	path->all_upstream = tnt_get(b, 8);
	path->all_sent = tnt_get(b, 8);
}

static void put_reasons(struct tnt_bytes *b, const struct tnt_evidence *e)
{
	size_t place = begin(b, SECTION_REASONS);

	for (size_t i = 0; i < e->reason_count; i++) {
		tnt_put(b, e->reasons[i].at, 2);
		tnt_put(b, e->reasons[i].rule, 1);
		tnt_put(b, (uint16_t)e->reasons[i].value, 2);
		tnt_put(b, (uint16_t)e->reasons[i].limit, 2);
	}
	end(b, place);
}

static void get_reason(struct tnt_bytes *b, struct tnt_evidence *e)
{
	struct tnt_reason reason = {.at = (uint16_t)tnt_get(b, 2)};

	reason.rule = (uint8_t)tnt_get(b, 1);
	reason.value = (int16_t)tnt_get(b, 2);
	reason.limit = (int16_t)tnt_get(b, 2);
	tnt_evidence_reason(e, reason);
}

static void put_attempt(struct tnt_bytes *b, const struct tnt_attempt *attempt)
{
	tnt_put_addr(b, attempt->target);
	tnt_put(b, attempt->buddy ? IS_BUDDY : 0, 1);
	tnt_put(b, attempt->outcome, 1);
	tnt_put(b, attempt->new_hops, 1);
	tnt_put(b, attempt->first_ttl, 1);
	tnt_put(b, attempt->probes, 4);
}

static void get_attempt(struct tnt_bytes *b, struct tnt_evidence *e)
{
	struct tnt_attempt attempt = {.target = tnt_get_addr(b)};

	attempt.buddy = tnt_get(b, 1) & IS_BUDDY;
	attempt.outcome = (uint8_t)tnt_get(b, 1);
	attempt.new_hops = (uint8_t)tnt_get(b, 1);
	attempt.first_ttl = (uint8_t)tnt_get(b, 1);
	attempt.probes = (uint32_t)tnt_get(b, 4);
	tnt_evidence_attempt(e, &attempt);
}

static void put_searches(struct tnt_bytes *b, const struct tnt_evidence *e)
{
	size_t place = begin(b, SECTION_SEARCHES);

	for (size_t i = 0; i < e->search_count; i++) {
		const struct tnt_search *s = &e->searches[i];

		tnt_put(b, s->start_at, 2);
		tnt_put(b, s->next_at, 2);
		tnt_put(b, s->trigger, 1);
		tnt_put(b,
			(s->silent_ingress ? IS_SILENT_INGRESS : 0u) |
				(s->shared ? IS_SHARED : 0u),
			1);
		tnt_put(b, (uint16_t)s->value, 2);
		tnt_put(b, (uint16_t)s->limit, 2);
		tnt_put(b, s->unsure, 2);
		tnt_put(b, s->revealed, 2);
		tnt_put(b, s->count, 2);
		for (size_t j = 0; j < s->count; j++)
			put_attempt(b, &e->attempts[s->first + j]);
	}
	end(b, place);
}

static void get_search(struct tnt_bytes *b, struct tnt_evidence *e)
{
	struct tnt_search *s = tnt_evidence_search(e);
	uint64_t is;

	s->start_at = (uint16_t)tnt_get(b, 2);
	s->next_at = (uint16_t)tnt_get(b, 2);
	s->trigger = (uint8_t)tnt_get(b, 1) & TNT_TRIGGERS;
	is = tnt_get(b, 1);
	s->silent_ingress = is & IS_SILENT_INGRESS;
	s->shared = is & IS_SHARED;
	s->value = (int16_t)tnt_get(b, 2);
	s->limit = (int16_t)tnt_get(b, 2);
	s->unsure = (uint16_t)tnt_get(b, 2);
	s->revealed = (uint16_t)tnt_get(b, 2);
	s->count = (uint16_t)tnt_get(b, 2);
	for (size_t i = 0; i < s->count && !b->bad; i++)
		get_attempt(b, e);
}

static void put_doubts(struct tnt_bytes *b, const struct tnt_hops *hops)
{
	size_t place = begin(b, SECTION_DOUBTS);

	for (size_t i = 0; i < hops->count; i++) {
		if (!hops->at[i].unsure)
			continue;
		tnt_put(b, i, 2);
		tnt_put(b, hops->at[i].unsure, 2);
	}
	end(b, place);
}

static void get_doubt(struct tnt_bytes *b, struct tnt_hops *hops)
{
	size_t at = tnt_get(b, 2);
	uint16_t bits = (uint16_t)tnt_get(b, 2);

	if (at < hops->count)
		hops->at[at].unsure = bits;
}

void tnt_sections_put(struct tnt_bytes *b, const struct tnt_path *path)
{
	if (!path->explained)
		return;
	put_run(b, &path->run);
	put_counts(b, path);
	put_reasons(b, &path->evidence);
	put_searches(b, &path->evidence);
	put_doubts(b, &path->hops);
}

static void get_section(struct tnt_bytes *b, uint64_t section,
			struct tnt_path *path)
{
	switch (section) {
	case SECTION_RUN:
		get_run(b, &path->run);
		break;
	case SECTION_COUNTS:
		get_counts(b, path);
		path->explained = true;
		break;
	case SECTION_REASONS:
		while (b->used < b->size && !b->bad)
			get_reason(b, &path->evidence);
		break;
	case SECTION_SEARCHES:
		while (b->used < b->size && !b->bad)
			get_search(b, &path->evidence);
		break;
	case SECTION_DOUBTS:
		while (b->used < b->size && !b->bad)
			get_doubt(b, &path->hops);
		break;
	default: /* of a later version */
		break;
	}
}

bool tnt_sections_get(struct tnt_bytes *b, struct tnt_path *path)
{
	while (b->used < b->size && !b->bad) {
		uint64_t section = tnt_get(b, 1);
		struct tnt_bytes part = tnt_get_part(b, tnt_get(b, 4));

		if (part.bad)
			return false;
		get_section(&part, section, path);
		if (part.bad)
			return false;
	}
	return !b->bad;
}
