/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * dealias records (type 9, docs/scamper.md "Warts"). The layout is what Debian's
 * tools write and read: parameters, those of the method, definitions of probes,
 * probes with their replies.
 */
#include <scamper/dealias.h>

#include "kind.h"
#include "packet.h"
#include "result_dealias.h"

enum { USUAL_REPLIES = 5 }; /* of prefixscan: not written */

static void put_params(struct warts_out *out, const struct scamper_dealias *d,
		       uint32_t list, uint32_t cycle)
{
	block_begin(out, d->extra);
	if (list)
		block_put32(out, 1, list);
	if (cycle)
		block_put32(out, 2, cycle);
	block_put_time(out, 3, d->start);
	block_put8(out, 4, d->method);
	if (d->result)
		block_put8(out, 5, d->result);
	if (d->probes_used)
		block_put32(out, 6, d->probes_used);
	if (d->userid)
		block_put32(out, 7, d->userid);
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

static void put_prefixscan(struct warts_out *out,
			   const struct scamper_dealias *d)
{
	if (d->a.type != SCAMPER_ADDR_NONE)
		block_put_addr(out, 1, &d->a);
	if (d->b.type != SCAMPER_ADDR_NONE)
		block_put_addr(out, 2, &d->b);
	if (d->ab.type != SCAMPER_ADDR_NONE)
		block_put_addr(out, 3, &d->ab);
	put_excluded(out, d);
	block_put8(out, 5, d->prefix_len);
	block_put8(out, 6, (uint8_t)d->attempts);
	if (d->fudge)
		block_put16(out, 7, d->fudge);
	block_put16(out, 8, d->wait_probe);
	block_put8(out, 9, d->wait_s);
	block_put16(out, 10, (uint16_t)d->defs_used);
	if (d->flags)
		block_put8(out, 11, d->flags);
	if (d->reply_count != USUAL_REPLIES)
		block_put8(out, 12, d->reply_count);
}

static void put_method(struct warts_out *out, const struct scamper_dealias *d)
{
	block_begin(out, d->method_extra);
	switch (d->method) {
	case SCAMPER_DEALIAS_MERCATOR:
		block_put8(out, 1, (uint8_t)d->attempts);
		block_put8(out, 2, d->wait_s);
		break;
	case SCAMPER_DEALIAS_ALLY:
		block_put16(out, 1, d->wait_probe);
		block_put8(out, 2, d->wait_s);
		block_put8(out, 3, (uint8_t)d->attempts);
		if (d->fudge)
			block_put16(out, 4, d->fudge);
		if (d->flags)
			block_put8(out, 5, d->flags);
		break;
	case SCAMPER_DEALIAS_RADARGUN:
		block_put32(out, 1, d->defs_used);
		block_put16(out, 2, d->attempts);
		block_put16(out, 3, d->wait_probe);
		block_put32(out, 4, d->wait_round);
		block_put8(out, 5, d->wait_s);
		if (d->flags)
			block_put8(out, 6, d->flags);
		break;
	case SCAMPER_DEALIAS_PREFIXSCAN:
		put_prefixscan(out, d);
		break;
	default: /* SCAMPER_DEALIAS_BUMP */
		block_put16(out, 1, d->wait_probe);
		block_put16(out, 2, d->bump_limit);
		block_put8(out, 3, (uint8_t)d->attempts);
		break;
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

	block_begin(out, def->extra);
	if (def->id)
		block_put32(out, 3, def->id);
	block_put8(out, 4, def->method);
	block_put8(out, 5, def->ttl);
	if (def->tos)
		block_put8(out, 6, def->tos);
	if (proto == PROTO_ICMP) {
		block_put16(out, 9, def->icmp_id);
	} else {
		put_ports(out, def);
		if (proto == PROTO_TCP)
			block_put8(out, 8, def->tcp_flags);
	}
	if (def->dst.type != SCAMPER_ADDR_NONE)
		block_put_addr(out, 10, &def->dst);
	if (def->src.type != SCAMPER_ADDR_NONE)
		block_put_addr(out, 11, &def->src);
	if (def->size)
		block_put16(out, 12, def->size);
	if (def->mtu)
		block_put16(out, 13, def->mtu);
	if (proto == PROTO_ICMP && def->icmp_sum)
		block_put16(out, 14, def->icmp_sum);
	block_end(out);
}

static void put_reply(struct warts_out *out,
		      const struct scamper_dealias_reply *r)
{
	bool icmp = r->proto == PROTO_ICMP || r->proto == PROTO_ICMP6;

	block_begin(out, r->extra);
	block_put_time(out, 2, r->rx);
	if (r->ipid)
		block_put16(out, 3, r->ipid);
	block_put8(out, 4, r->ttl);
	if (icmp) {
		block_put16(out, 5,
			    (uint16_t)(r->icmp_type << 8 | r->icmp_code));
		block_put8(out, 6, r->quoted_ttl);
	}
	if (r->ext_len && block_has(out, 7)) {
		buffer_put16(&out->values, r->ext_len);
		buffer_put(&out->values, r->ext, r->ext_len);
	}
	if (!icmp)
		block_put8(out, 8, r->proto);
	if (r->proto == PROTO_TCP)
		block_put8(out, 9, r->tcp_flags);
	if (r->addr.type != SCAMPER_ADDR_NONE)
		block_put_addr(out, 10, &r->addr);
	if (r->flags & SCAMPER_DEALIAS_IPID32)
		block_put32(out, 11, r->ipid32);
	if (r->flags)
		block_put8(out, 12, r->flags);
	block_end(out);
}

static void put_probe(struct warts_out *out, const struct scamper_dealias *d,
		      const struct scamper_dealias_probe *probe)
{
	bool ipv4 = probe->def < d->defs_used &&
		    d->defs[probe->def].dst.type == SCAMPER_ADDR_IPV4;

	if (probe->replies_used > UINT16_MAX)
		out->failed = true;
	block_begin(out, probe->extra);
	if (probe->def)
		block_put32(out, 1, probe->def);
	block_put_time(out, 2, probe->tx);
	if (probe->replies_used)
		block_put16(out, 3, (uint16_t)probe->replies_used);
	if (ipv4)
		block_put16(out, 4, probe->ipid);
	if (probe->seq)
		block_put32(out, 5, probe->seq);
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
