/* SPDX-License-Identifier: BSD-3-Clause */
#include "evidence.h"

#include <stdlib.h>

#include "memory.h"

void tnt_evidence_reason(struct tnt_evidence *e, struct tnt_reason reason)
{
	e->reasons = tnt_grow(e->reasons, e->reason_count, sizeof(reason));
	e->reasons[e->reason_count++] = reason;
}

struct tnt_search *tnt_evidence_search(struct tnt_evidence *e)
{
	struct tnt_search *search;

	e->searches = tnt_grow(e->searches, e->search_count, sizeof(*search));
	search = &e->searches[e->search_count++];
	*search = (struct tnt_search){.first = (uint16_t)e->attempt_count};
	return search;
}

void tnt_evidence_attempt(struct tnt_evidence *e,
			  const struct tnt_attempt *attempt)
{
	e->attempts = tnt_grow(e->attempts, e->attempt_count, sizeof(*attempt));
	e->attempts[e->attempt_count++] = *attempt;
}

static void shift(uint16_t *number, size_t at, size_t count)
{
	if (*number >= at)
		*number = (uint16_t)(*number + count);
}

void tnt_evidence_shift(struct tnt_evidence *e, size_t at, size_t count)
{
	for (size_t i = 0; i < e->reason_count; i++)
		shift(&e->reasons[i].at, at, count);
	for (size_t i = 0; i < e->search_count; i++) {
		shift(&e->searches[i].start_at, at, count);
		shift(&e->searches[i].next_at, at, count);
	}
}

void tnt_evidence_free(struct tnt_evidence *e)
{
	free(e->reasons);
	free(e->searches);
	free(e->attempts);
	*e = (struct tnt_evidence){0};
}

const char *tnt_unsure_name(unsigned int bit)
{
	static const char *const names[] = {
		"no-er",    "silent-hop", "loss",     "path-changed",
		"balanced", "loop",       "reserved", "refused",
		"deadline", "budget",     "no-buddy",
	};

	return bit < sizeof(names) / sizeof(*names) ? names[bit] : NULL;
}
