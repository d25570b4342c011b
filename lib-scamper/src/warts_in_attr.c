/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Attributes of a trace record (scamper.md section 7). One that is not
 * understood to its last byte is kept as it stands.
 */
#include "warts_in.h"

#include <stdlib.h>

#include "result.h"

enum { ATTR_PMTUD = 1, ATTR_LASTDITCH = 2, ATTR_DOUBLETREE = 3 };

static void in_lastditch(struct warts_in *in, struct scamper_trace *found)
{
	if (in8(in) != 0)
		in_fail(in, FAULT_SHORT);
	in_hops(in, &found->lastditch, &found->lastditch_used);
	if (found->lastditch_used == 0)
		in_fail(in, FAULT_SHORT);
}

static bool take_pmtud(struct warts_in *in, unsigned int number, void *object)
{
	struct scamper_pmtud *pmtud = object;

	if (number != 5)
		return in_field(in, number, warts_pmtud_fields, pmtud);
	pmtud->notes_used = in8(in);
	return true;
}

static bool take_note(struct warts_in *in, unsigned int number, void *object)
{
	return in_field(in, number, warts_pmtud_note_fields, object);
}

/* A block whose unknown parameters make the whole attribute unknown. */
static void known_block(struct warts_in *in,
			bool (*take)(struct warts_in *in, unsigned int number,
				     void *object),
			void *object)
{
	struct scamper_extra *extra = NULL;

	in_block(in, take, object, &extra);
	if (!extra)
		return;
	in_fail(in, FAULT_SHORT);
	scamper_extra_free(extra);
}

static void in_notes(struct warts_in *in, struct scamper_pmtud *pmtud,
		     uint32_t count)
{
	void *notes = NULL;

	for (uint32_t i = 0; i < count && in->fault == FAULT_NONE; i++) {
		if (scamper_array_grow(&notes, i, sizeof(*pmtud->notes))) {
			in_fail(in, FAULT_MEMORY);
			break;
		}
		pmtud->notes = notes;
		pmtud->notes[i] = (struct scamper_pmtud_note){0};
		known_block(in, take_note, &pmtud->notes[i]);
		pmtud->notes_used = i + 1;
	}
}

static void in_pmtud(struct warts_in *in, struct scamper_trace *found)
{
	struct scamper_pmtud *pmtud = calloc(1, sizeof(*pmtud));
	uint32_t notes;

	if (!pmtud) {
		in_fail(in, FAULT_MEMORY);
		return;
	}
	found->pmtud = pmtud;
	known_block(in, take_pmtud, pmtud);
	notes = pmtud->notes_used;
	pmtud->notes_used = 0;
	in_hops(in, &pmtud->hops, &pmtud->hops_used);
	in_notes(in, pmtud, notes);
}

static bool take_doubletree(struct warts_in *in, unsigned int number,
			    void *object)
{
	return in_field(in, number, warts_doubletree_fields, object);
}

static void in_doubletree(struct warts_in *in, struct scamper_trace *found)
{
	found->doubletree = calloc(1, sizeof(*found->doubletree));
	if (found->doubletree)
		known_block(in, take_doubletree, found->doubletree);
	else
		in_fail(in, FAULT_MEMORY);
}

/* True when the record has no such attribute yet. */
static bool expected(const struct scamper_trace *trace, uint8_t type)
{
	switch (type) {
	case ATTR_PMTUD:
		return !trace->pmtud;
	case ATTR_LASTDITCH:
		return trace->lastditch_used == 0;
	case ATTR_DOUBLETREE:
		return !trace->doubletree;
	default:
		return false;
	}
}

static void in_known(struct warts_in *in, uint8_t type,
		     struct scamper_trace *found)
{
	if (type == ATTR_PMTUD)
		in_pmtud(in, found);
	else if (type == ATTR_LASTDITCH)
		in_lastditch(in, found);
	else
		in_doubletree(in, found);
}

/* False: the attribute is not understood, and nothing has changed. */
static bool understood(struct warts_in *in, struct scamper_trace *trace,
		       uint8_t type, const uint8_t *data, uint16_t len)
{
	struct scamper_trace *found;
	struct warts_in part = *in;
	bool ok;

	if (!expected(trace, type))
		return false;
	found = scamper_trace_new();
	if (!found) {
		in_fail(in, FAULT_MEMORY);
		return true;
	}
	part.p = data;
	part.end = data + len;
	in_known(&part, type, found);
	in->addrs = part.addrs;
	ok = part.fault == FAULT_NONE && part.p == part.end;
	if (ok) {
		in->addrs_used = part.addrs_used;
		scamper_trace_take_attrs(trace, found);
	}
	scamper_trace_free(found);
	return ok;
}

void in_attrs(struct warts_in *in, struct scamper_trace *trace)
{
	while (in->fault == FAULT_NONE && in->p < in->end) {
		uint16_t header = in16(in);
		uint8_t type = (uint8_t)(header >> 12);
		uint16_t len = header & 0x0fff;
		const uint8_t *data;

		if (type == 0)
			return; /* the end mark */
		data = in_bytes(in, len);
		if (!data)
			return;
		if (understood(in, trace, type, data, len))
			continue;
		if (scamper_trace_add_attr(trace, type, data, len))
			in_fail(in, FAULT_MEMORY);
	}
}
