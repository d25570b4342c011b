/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * dealias records (type 9, docs/scamper.md "Warts"). The layout is what
 * Debian's tools write and read: parameters, those of the method, definitions
 * of probes, probes with their replies.
 */
#include <scamper/dealias.h>

#include "kind.h"
#include "packet.h"
#include "result_dealias.h"

enum { USUAL_REPLIES = 5 }; /* of prefixscan: not written */

static void put_params(struct warts_out *out, const struct scamper_dealias *d,
		       uint32_t list, uint32_t cycle)
{
	block_begin(out, warts_dealias_fields, d, d->extra);
	block_put_place(out, list, cycle);
	if (d->probes_used)
		block_put32(out, 6, d->probes_used);
	block_end(out);
}

/* Debian's scamper writes the count in the byte order of its machine, and its
 * own readers stumble over that; they read this one. */
static void put_excluded(struct warts_out *out, const struct scamper_dealias *d)
{
	if (!d->excluded_used || !block_has(out, 4))
		return;
	buffer_put16(&out->values, d->excluded_used);
	for (uint16_t i = 0; i < d->excluded_used; i++)
		block_value_addr(out, &d->excluded[i]);
}

static void put_method(struct warts_out *out, const struct scamper_dealias *d)
{
	block_begin(out, warts_dealias_method_fields(d->method), d,
		    d->method_extra);
	if (d->method == SCAMPER_DEALIAS_RADARGUN)
		block_put32(out, 1, d->defs_used);
	if (d->method == SCAMPER_DEALIAS_PREFIXSCAN) {
		put_excluded(out, d);
		block_put16(out, 10, (uint16_t)d->defs_used);
		if (d->reply_count == USUAL_REPLIES)
			block_leave_out(out, 12);
	}
	block_end(out);
}

static void put_ports(struct warts_out *out,
		      const struct scamper_dealias_def *def)
{
	if (!block_has(out, 7))
		return;
	buffer_put16(&out->values, def->sport);
	buffer_put16(&out->values, def->dport);
}

static void put_def(struct warts_out *out,
		    const struct scamper_dealias_def *def)
{
	uint8_t proto = dealias_proto(def);

	block_begin(out, warts_dealias_def_fields, def, def->extra);
	if (proto != PROTO_ICMP)
		put_ports(out, def);
	if (proto != PROTO_TCP)
		block_leave_out(out, 8);
	if (proto != PROTO_ICMP) {
		block_leave_out(out, 9);
		block_leave_out(out, 14);
	}
	block_end(out);
}

static void put_reply(struct warts_out *out,
		      const struct scamper_dealias_reply *r)
{
	bool icmp = r->proto == PROTO_ICMP || r->proto == PROTO_ICMP6;

	block_begin(out, warts_dealias_reply_fields, r, r->extra);
	if (!icmp) {
		block_leave_out(out, 5);
		block_leave_out(out, 6);
	}
	block_put_ext(out, 7, r->ext, r->ext_len);
	if (icmp)
		block_leave_out(out, 8);
	if (r->proto != PROTO_TCP)
		block_leave_out(out, 9);
	if (!(r->flags & SCAMPER_DEALIAS_IPID32))
		block_leave_out(out, 11);
	block_end(out);
}

static void put_probe(struct warts_out *out, const struct scamper_dealias *d,
		      const struct scamper_dealias_probe *probe)
{
	bool ipv4 = probe->def < d->defs_used &&
		    d->defs[probe->def].dst.type == SCAMPER_ADDR_IPV4;

	if (probe->replies_used > UINT16_MAX)
		out->failed = true;
	block_begin(out, warts_dealias_probe_fields, probe, probe->extra);
	if (probe->replies_used)
		block_put16(out, 3, (uint16_t)probe->replies_used);
	if (!ipv4)
		block_leave_out(out, 4);
	block_end(out);
	for (uint32_t i = 0; i < probe->replies_used; i++)
		put_reply(out, &probe->replies[i]);
}

int warts_dealias(struct scamper_writer *w, const struct scamper_object *object)
{
	const struct scamper_dealias *d = object->dealias;
	struct warts_out *out = &w->out;
	uint32_t list, cycle;
	int rc = warts_place(w, d->list, d->cycle, &list, &cycle);

	if (rc)
		return rc;
	out_begin(out, SCAMPER_OBJECT_DEALIAS);
	if (d->defs_used > UINT16_MAX)
		out->failed = true;
	put_params(out, d, list, cycle);
	put_method(out, d);
	for (uint32_t i = 0; i < d->defs_used; i++)
		put_def(out, &d->defs[i]);
	for (uint32_t i = 0; i < d->probes_used; i++)
		put_probe(out, d, &d->probes[i]);
	return warts_send(w);
}
