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

static const struct warts_field param_fields[] = {
	FIELD(3, TIME, scamper_dealias, start),
	FIELD(4, 8, scamper_dealias, method),
	FIELD(5, 8, scamper_dealias, result),
	FIELD(7, 32, scamper_dealias, userid),
	{0},
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
		return in_field(in, number, param_fields, d);
	}
	return true;
}

static bool take_mercator(struct warts_in *in, unsigned int number,
			  void *object)
{
	struct scamper_dealias *d = ((struct target *)object)->d;

	if (number == 1)
		d->attempts = in8(in);
	else if (number == 2)
		d->wait_s = in8(in);
	return number <= 2;
}

static bool take_ally(struct warts_in *in, unsigned int number, void *object)
{
	struct scamper_dealias *d = ((struct target *)object)->d;

	switch (number) {
	case 1:
		d->wait_probe = in16(in);
		break;
	case 2:
		d->wait_s = in8(in);
		break;
	case 3:
		d->attempts = in8(in);
		break;
	case 4:
		d->fudge = in16(in);
		break;
	case 5:
		d->flags = in8(in);
		break;
	default:
		return false;
	}
	return true;
}

static bool take_radargun(struct warts_in *in, unsigned int number,
			  void *object)
{
	struct target *target = object;
	struct scamper_dealias *d = target->d;

	switch (number) {
	case 1:
		target->defs = in32(in);
		break;
	case 2:
		d->attempts = in16(in);
		break;
	case 3:
		d->wait_probe = in16(in);
		break;
	case 4:
		d->wait_round = in32(in);
		break;
	case 5:
		d->wait_s = in8(in);
		break;
	case 6:
		d->flags = in8(in);
		break;
	default:
		return false;
	}
	return true;
}

static bool take_bump(struct warts_in *in, unsigned int number, void *object)
{
	struct scamper_dealias *d = ((struct target *)object)->d;

	switch (number) {
	case 1:
		d->wait_probe = in16(in);
		break;
	case 2:
		d->bump_limit = in16(in);
		break;
	case 3:
		d->attempts = in8(in);
		break;
	default:
		return false;
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

static const struct warts_field prefixscan_fields[] = {
	FIELD(1, ADDR, scamper_dealias, a),
	FIELD(2, ADDR, scamper_dealias, b),
	FIELD(3, ADDR, scamper_dealias, ab),
	FIELD(5, 8, scamper_dealias, prefix_len),
	FIELD(7, 16, scamper_dealias, fudge),
	FIELD(8, 16, scamper_dealias, wait_probe),
	FIELD(9, 8, scamper_dealias, wait_s),
	FIELD(11, 8, scamper_dealias, flags),
	FIELD(12, 8, scamper_dealias, reply_count),
	{0},
};

static bool take_prefixscan(struct warts_in *in, unsigned int number,
			    void *object)
{
	struct target *target = object;
	struct scamper_dealias *d = target->d;

	switch (number) {
	case 4:
		take_excluded(in, d);
		break;
	case 6:
		d->attempts = in8(in);
		break;
	case 10:
		target->defs = in16(in);
		break;
	default:
		return in_field(in, number, prefixscan_fields, d);
	}
	return true;
}

static const struct warts_field def_fields[] = {
	FIELD(3, 32, scamper_dealias_def, id),
	FIELD(4, 8, scamper_dealias_def, method),
	FIELD(5, 8, scamper_dealias_def, ttl),
	FIELD(6, 8, scamper_dealias_def, tos),
	FIELD(8, 8, scamper_dealias_def, tcp_flags),
	FIELD(9, 16, scamper_dealias_def, icmp_id),
	FIELD(10, ADDR, scamper_dealias_def, dst),
	FIELD(11, ADDR, scamper_dealias_def, src),
	FIELD(12, 16, scamper_dealias_def, size),
	FIELD(13, 16, scamper_dealias_def, mtu),
	FIELD(14, 16, scamper_dealias_def, icmp_sum),
	{0},
};

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
		return in_field(in, number, def_fields, def);
	}
	return true;
}

static const struct warts_field reply_fields[] = {
	FIELD(2, TIME, scamper_dealias_reply, rx),
	FIELD(3, 16, scamper_dealias_reply, ipid),
	FIELD(4, 8, scamper_dealias_reply, ttl),
	FIELD(6, 8, scamper_dealias_reply, quoted_ttl),
	FIELD(8, 8, scamper_dealias_reply, proto),
	FIELD(9, 8, scamper_dealias_reply, tcp_flags),
	FIELD(10, ADDR, scamper_dealias_reply, addr),
	FIELD(11, 32, scamper_dealias_reply, ipid32),
	FIELD(12, 8, scamper_dealias_reply, flags),
	{0},
};

static bool take_reply(struct warts_in *in, unsigned int number, void *object)
{
	struct scamper_dealias_reply *r = object;

	switch (number) {
	case 1:
		in32(in); /* the address as a number of an old record */
		break;
	case 5:
		r->icmp_type = in8(in);
		r->icmp_code = in8(in);
		break;
	case 7:
		in_ext(in, &r->ext, &r->ext_len);
		break;
	default:
		return in_field(in, number, reply_fields, r);
	}
	return true;
}

/* A probe's parameters and the count among them. */
struct probe_target {
	struct scamper_dealias_probe *probe;
	uint16_t replies;
};

static const struct warts_field probe_fields[] = {
	FIELD(1, 32, scamper_dealias_probe, def),
	FIELD(2, TIME, scamper_dealias_probe, tx),
	FIELD(4, 16, scamper_dealias_probe, ipid),
	FIELD(5, 32, scamper_dealias_probe, seq),
	{0},
};

static bool take_probe(struct warts_in *in, unsigned int number, void *object)
{
	struct probe_target *target = object;
	struct scamper_dealias_probe *probe = target->probe;

	switch (number) {
	case 3:
		target->replies = in16(in);
		break;
	default:
		return in_field(in, number, probe_fields, probe);
	}
	return true;
}

static void read_method(struct warts_in *in, struct target *target)
{
	static bool (*const takes[])(struct warts_in *, unsigned int,
				     void *) = {
		[SCAMPER_DEALIAS_MERCATOR] = take_mercator,
		[SCAMPER_DEALIAS_ALLY] = take_ally,
		[SCAMPER_DEALIAS_RADARGUN] = take_radargun,
		[SCAMPER_DEALIAS_PREFIXSCAN] = take_prefixscan,
		[SCAMPER_DEALIAS_BUMP] = take_bump,
	};
	struct scamper_dealias *d = target->d;

	if (d->method == 0 || d->method > SCAMPER_DEALIAS_BUMP) {
		/* Nobody knows how many definitions follow. */
		in_fail(in, FAULT_REFERENCE);
		return;
	}
	target->defs = d->method == SCAMPER_DEALIAS_MERCATOR ? 1 : 2;
	if (d->method == SCAMPER_DEALIAS_PREFIXSCAN)
		d->reply_count = USUAL_REPLIES;
	in_block(in, takes[d->method], target, &d->method_extra);
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
