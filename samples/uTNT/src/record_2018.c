/* SPDX-License-Identifier: BSD-3-Clause */
/* The layout of 2018: tnt.md section 12, scamper.md section 9. */
#include "record.h"

#include <stdlib.h>

#define TNT_TRACE_FLAG 0x80

enum parameter {
	PARAM_ER_TTL = 20,
	PARAM_TAGS,
	PARAM_FAILURES,
	PARAM_DISCOVERY,
	PARAM_STEP,
	PARAM_POSITION,
};

/* A zero field is left out. */
static int put(struct scamper_hop *hop, enum parameter number, uint16_t value,
	       uint16_t len)
{
	const uint8_t bytes[] = {(uint8_t)(value >> 8), (uint8_t)value};

	if (!value)
		return 0;
	return scamper_extra_set(&hop->extra, number, bytes + 2 - len, len);
}

static uint16_t get(const struct scamper_hop *hop, enum parameter number)
{
	const struct scamper_extra *extra =
		scamper_extra_get(hop->extra, number);
	uint16_t value = 0;

	for (uint16_t i = 0; extra && i < extra->len; i++)
		value = (uint16_t)(value << 8 | extra->data[i]);
	return value;
}

/* The reply without what else may stand under the same numbers. */
static struct scamper_hop *bare_copy(const struct scamper_hop *reply)
{
	struct scamper_hop *hop = scamper_hop_dup(reply);

	while (hop && hop->extra) {
		struct scamper_extra *next = hop->extra->next;

		free(hop->extra);
		hop->extra = next;
	}
	if (hop) {
		free(hop->name);
		hop->name = NULL;
	}
	return hop;
}

static bool append(struct scamper_trace *trace, const struct tnt_hop *from,
		   size_t position)
{
	struct scamper_hop *hop = bare_copy(from->reply);

	if (!hop)
		return false;
	if (put(hop, PARAM_ER_TTL, from->er_ttl, 1) ||
	    put(hop, PARAM_TAGS, from->tags, 1) ||
	    put(hop, PARAM_FAILURES, from->failures, 1) ||
	    put(hop, PARAM_DISCOVERY, from->discovery, 2) ||
	    put(hop, PARAM_STEP, from->step, 1) ||
	    put(hop, PARAM_POSITION, (uint16_t)position, 1) ||
	    scamper_trace_append(trace, hop)) {
		scamper_hop_free(hop);
		return false;
	}
	return true;
}

struct scamper_trace *tnt_2018_build(const struct tnt_path *path,
				     uint32_t probes)
{
	struct scamper_trace *trace = scamper_trace_dup_header(path->trace);

	if (!trace)
		return NULL;
	trace->flags |= TNT_TRACE_FLAG;
	trace->hop_count = (uint16_t)path->hops.count;
	trace->probe_count =
		probes > UINT16_MAX ? UINT16_MAX : (uint16_t)probes;
	for (size_t i = 0; i < path->hops.count; i++)
		if (path->hops.at[i].reply &&
		    !append(trace, &path->hops.at[i], i + 1)) {
			scamper_trace_free(trace);
			return NULL;
		}
	return trace;
}

bool tnt_2018_is(const struct scamper_trace *trace)
{
	if (!(trace->flags & TNT_TRACE_FLAG))
		return false;
	for (uint32_t i = 0; i < trace->hops_used; i++)
		if (!get(trace->hops[i], PARAM_POSITION))
			return false;
	return trace->hops_used > 0;
}

static void place(struct tnt_path *path, const struct scamper_hop *reply)
{
	size_t at = get(reply, PARAM_POSITION) - 1u;
	struct tnt_hop *hop;

	while (path->hops.count <= at)
		tnt_hops_push(&path->hops, NULL);
	hop = &path->hops.at[at];
	if (hop->reply)
		return; /* a later reply of the same position */
	*hop = tnt_hop_of(reply);
	hop->er_ttl = (uint8_t)get(reply, PARAM_ER_TTL);
	hop->tags = (uint8_t)get(reply, PARAM_TAGS);
	hop->failures = (uint8_t)get(reply, PARAM_FAILURES);
	hop->discovery = get(reply, PARAM_DISCOVERY);
	hop->step = (uint8_t)get(reply, PARAM_STEP);
	hop->revealed = hop->discovery & TNT_REVEALED;
}

/*
 * Silent hops have no record, so nothing says which of them were revealed.
 * But the TTLs of the plain hops around them say how many are plain: these
 * come first, for only a silent ingress has its LSRs behind it.
 */
static void tell_silent_hops(struct tnt_hops *hops, size_t from, size_t to,
			     unsigned int plain)
{
	for (size_t i = from; i < to; i++) {
		if (hops->at[i].reply)
			continue;
		hops->at[i].revealed = !plain;
		if (plain)
			plain--;
	}
}

void tnt_2018_read(struct tnt_path *path)
{
	struct tnt_hops *hops = &path->hops;
	unsigned int ttl = 0;
	size_t from = 0;

	/* Made by TTL before; here the place is the position. */
	hops->count = 0;
	for (unsigned int i = 0; i < path->trace->hop_count && i < UINT8_MAX;
	     i++)
		tnt_hops_push(hops, NULL);
	for (uint32_t i = 0; i < path->trace->hops_used; i++)
		place(path, path->trace->hops[i]);
	for (size_t i = 0; i < hops->count; i++) {
		const struct tnt_hop *hop = &hops->at[i];

		if (!hop->reply || hop->revealed)
			continue;
		tell_silent_hops(hops, from, i,
				 hop->reply->probe_ttl > ttl
					 ? hop->reply->probe_ttl - ttl - 1
					 : 0);
		ttl = hop->reply->probe_ttl;
		from = i + 1;
	}
	path->annotated = true;
}
