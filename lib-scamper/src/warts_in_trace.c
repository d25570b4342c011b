/* SPDX-License-Identifier: BSD-3-Clause */
/* Trace records (scamper.md section 7). */
#include "warts_in.h"

#include <stdlib.h>
#include <string.h>

#include "result.h"
#include "warts_out.h"

enum { HOP_NAME = 20 };

/* What the parameters of a trace are read into. */
struct target {
	struct scamper_reader *reader;
	struct scamper_trace *trace;
};

struct hop_target {
	struct scamper_hop *hop;
	bool have_quoted_len;
	bool have_quoted_ttl;
};

static bool take_trace(struct warts_in *in, unsigned int number, void *object)
{
	const struct target *target = object;
	struct scamper_trace *t = target->trace;

	switch (number) {
	case 1:
	case 2:
		in_place(target->reader, in, number, &t->list, &t->cycle);
		break;
	case 3: /* numbers of old address records */
	case 4:
		in32(in);
		break;
	case 8:
		t->flags = in8(in);
		break;
	default:
		return in_field(in, number, warts_trace_fields, t);
	}
	return true;
}

/* Hop parameters 20 to 25 as TNT wrote them in 2018 (tnt.md section 12). */
static bool take_tnt2018(struct warts_in *in, unsigned int number,
			 struct scamper_hop *hop)
{
	static const uint8_t lengths[] = {1, 1, 1, 2, 1, 1};
	const uint8_t *bytes;
	uint16_t len;

	if (number < HOP_NAME || number >= HOP_NAME + sizeof(lengths))
		return false;
	len = lengths[number - HOP_NAME];
	bytes = in_bytes(in, len);
	if (bytes &&
	    scamper_extra_set(&hop->extra, (uint16_t)number, bytes, len))
		in_fail(in, FAULT_MEMORY);
	return true;
}

static bool take_hop(struct warts_in *in, unsigned int number, void *object)
{
	struct hop_target *target = object;
	struct scamper_hop *hop = target->hop;

	target->have_quoted_len |= number == 13;
	target->have_quoted_ttl |= number == 14;
	switch (number) {
	case 1: /* number of an old address record */
		in32(in);
		break;
	case 17:
		in_ext(in, &hop->ext, &hop->ext_len);
		break;
	default:
		if (number >= HOP_NAME && in->tnt2018)
			return take_tnt2018(in, number, hop);
		return in_field(in, number, warts_hop_fields, hop);
	}
	return true;
}

static struct scamper_hop *in_hop(struct warts_in *in)
{
	struct hop_target target = {.hop = scamper_hop_new()};

	if (!target.hop) {
		in_fail(in, FAULT_MEMORY);
		return NULL;
	}
	in_block(in, take_hop, &target, &target.hop->extra);
	if (in->fault != FAULT_NONE) {
		scamper_hop_free(target.hop);
		return NULL;
	}
	/* "A reader puts 1 and the probe size back for quoting types." */
	if (warts_hop_quotes(target.hop)) {
		if (!target.have_quoted_len)
			target.hop->quoted_len = target.hop->probe_size;
		if (!target.have_quoted_ttl)
			target.hop->quoted_ttl = 1;
	}
	return target.hop;
}

void in_hops(struct warts_in *in, struct scamper_hop ***hops, uint32_t *used)
{
	uint16_t count = in16(in);

	for (uint16_t i = 0; i < count && in->fault == FAULT_NONE; i++) {
		struct scamper_hop *hop = in_hop(in);

		if (hop && scamper_hops_append(hops, used, hop)) {
			scamper_hop_free(hop);
			in_fail(in, FAULT_MEMORY);
		}
	}
}

struct scamper_trace *in_trace(struct scamper_reader *reader,
			       struct warts_in *in)
{
	struct target target = {.reader = reader, .trace = scamper_trace_new()};
	struct scamper_trace *trace = target.trace;
	bool tnt2018 = in->tnt2018;

	if (!trace) {
		in_fail(in, FAULT_MEMORY);
		return NULL;
	}
	in->tnt2018 = false;
	in_block(in, take_trace, &target, &trace->extra);
	in->tnt2018 = tnt2018 && (trace->flags & SCAMPER_TRACE_RXERR);
	in_hops(in, &trace->hops, &trace->hops_used);
	in_attrs(in, trace);
	if (in->fault == FAULT_NONE)
		return trace;
	scamper_trace_free(trace);
	return NULL;
}
