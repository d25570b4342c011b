/* SPDX-License-Identifier: BSD-3-Clause */
/* dealias records (type 9); see warts_out_dealias.c. */
#include <stdlib.h>

#include "kind.h"
#include "packet.h"
#include "result_dealias.h"

enum { USUAL_REPLIES = 5 };

/* What the parameters are read into, and the counts that stand among them. */
struct target {
	struct scamper_reader *reader;
	struct scamper_dealias *d;
	uint32_t defs;
	uint32_t probes;
};

static bool take_param(struct warts_in *in, unsigned int number, void *object)
{
	struct target *target = object;
	struct scamper_dealias *d = target->d;

	switch (number) {
	case 1:
	case 2:
		in_place(target->reader, in, number, &d->list, &d->cycle);
		break;
	case 6:
		target->probes = in32(in);
		break;
	default:
		return in_field(in, number, warts_dealias_fields, d);
	}
	return true;
}

/* Debian's scamper writes the count in the byte order of its machine: little
 * endian nearly everywhere, so that its low byte comes first. */
static void take_excluded(struct warts_in *in, struct scamper_dealias *d)
{
	uint16_t count = in16(in);

	if ((count & 0xff) == 0)
		count >>= 8;
	free(d->excluded);
	d->excluded_used = 0;
	d->excluded = malloc((count + 1u) * sizeof(*d->excluded));
	if (!d->excluded) {
		in_fail(in, FAULT_MEMORY);
		return;
	}
	for (; count && in->fault == FAULT_NONE; count--)
		d->excluded[d->excluded_used++] = in_addr(in);
}

static bool take_method(struct warts_in *in, unsigned int number, void *object)
{
	struct target *target = object;
	struct scamper_dealias *d = target->d;
	bool scan = d->method == SCAMPER_DEALIAS_PREFIXSCAN;

	if (scan && number == 4)
		take_excluded(in, d);
	else if (scan && number == 10)
		target->defs = in16(in);
	else if (d->method == SCAMPER_DEALIAS_RADARGUN && number == 1)
		target->defs = in32(in);
	else
		return in_field(in, number,
				warts_dealias_method_fields(d->method), d);
	return true;
}

static bool take_def(struct warts_in *in, unsigned int number, void *object)
{
	struct scamper_dealias_def *def = object;

	switch (number) {
	case 1:
	case 2:
		in32(in); /* addresses as numbers of old records */
		break;
	case 7:
		def->sport = in16(in);
		def->dport = in16(in);
		break;
	default:
		return in_field(in, number, warts_dealias_def_fields, def);
	}
	return true;
}

static bool take_reply(struct warts_in *in, unsigned int number, void *object)
{
	struct scamper_dealias_reply *r = object;

	switch (number) {
	case 1:
		in32(in); /* the address as a number of an old record */
		break;
	case 7:
		in_ext(in, &r->ext, &r->ext_len);
		break;
	default:
		return in_field(in, number, warts_dealias_reply_fields, r);
	}
	return true;
}

/* A probe's parameters and the count among them. */
struct probe_target {
	struct scamper_dealias_probe *probe;
	uint16_t replies;
};

static bool take_probe(struct warts_in *in, unsigned int number, void *object)
{
	struct probe_target *target = object;

	if (number != 3)
		return in_field(in, number, warts_dealias_probe_fields,
				target->probe);
	target->replies = in16(in);
	return true;
}

static void read_method(struct warts_in *in, struct target *target)
{
	struct scamper_dealias *d = target->d;

	if (d->method == 0 || d->method > SCAMPER_DEALIAS_BUMP) {
		/* Nobody knows how many definitions follow. */
		in_fail(in, FAULT_REFERENCE);
		return;
	}
	target->defs = d->method == SCAMPER_DEALIAS_MERCATOR ? 1 : 2;
	if (d->method == SCAMPER_DEALIAS_PREFIXSCAN)
		d->reply_count = USUAL_REPLIES;
	in_block(in, take_method, target, &d->method_extra);
}

static void read_reply(struct warts_in *in, struct scamper_dealias_probe *probe)
{
	struct scamper_dealias_reply *reply = dealias_add_reply(probe);

	if (!reply) {
		in_fail(in, FAULT_MEMORY);
		return;
	}
	in_block(in, take_reply, reply, &reply->extra);
	if (reply->proto == 0)
		reply->proto = reply->addr.type == SCAMPER_ADDR_IPV6
				       ? PROTO_ICMP6
				       : PROTO_ICMP;
}

static void read_probe(struct warts_in *in, struct scamper_dealias *d)
{
	struct probe_target target = {.probe = dealias_add_probe(d)};

	if (!target.probe) {
		in_fail(in, FAULT_MEMORY);
		return;
	}
	in_block(in, take_probe, &target, &target.probe->extra);
	if (target.probe->def >= d->defs_used)
		in_fail(in, FAULT_REFERENCE);
	for (uint16_t i = 0; i < target.replies && in->fault == FAULT_NONE; i++)
		read_reply(in, target.probe);
}

void in_dealias(struct scamper_reader *reader, struct warts_in *in,
		struct scamper_object *object)
{
	struct target target = {.reader = reader, .d = scamper_dealias_new()};
	struct scamper_dealias *d = target.d;

	object->dealias = d;
	if (!d) {
		in_fail(in, FAULT_MEMORY);
		return;
	}
	in_block(in, take_param, &target, &d->extra);
	if (in->fault == FAULT_NONE)
		read_method(in, &target);
	for (uint32_t i = 0; i < target.defs && in->fault == FAULT_NONE; i++) {
		struct scamper_dealias_def *def = dealias_add_def(d);

		if (!def) {
			in_fail(in, FAULT_MEMORY);
			return;
		}
		def->id = 0; /* when the record does not say it */
		in_block(in, take_def, def, &def->extra);
	}
	for (uint32_t i = 0; i < target.probes && in->fault == FAULT_NONE; i++)
		read_probe(in, d);
}
