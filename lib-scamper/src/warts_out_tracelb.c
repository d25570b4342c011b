/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * tracelb records (type 8). The layout is what Debian's tools write and read:
 * parameters, nodes, links; of each link its sets, of each set its probes, of
 * each probe its replies.
 */
#include <scamper/tracelb.h>

#include "kind.h"

static void put_params(struct warts_out *out, const struct scamper_tracelb *t,
		       uint32_t list, uint32_t cycle)
{
	block_begin(out, t->extra);
	if (list)
		block_put32(out, 1, list);
	if (cycle)
		block_put32(out, 2, cycle);
	block_put_time(out, 5, t->start);
	block_put16(out, 6, t->sport);
	block_put16(out, 7, t->dport);
	block_put16(out, 8, t->probe_size);
	block_put8(out, 9, t->type);
	block_put8(out, 10, t->first_hop);
	block_put8(out, 11, t->wait_s);
	block_put8(out, 12, t->wait_probe);
	block_put8(out, 13, t->attempts);
	block_put8(out, 14, t->confidence);
	block_put8(out, 15, t->tos);
	block_put16(out, 16, (uint16_t)t->nodes_used);
	block_put16(out, 17, (uint16_t)t->links_used);
	block_put32(out, 18, t->probe_count);
	block_put32(out, 19, t->probe_max);
	block_put8(out, 20, t->gap_limit);
	if (t->src.type != SCAMPER_ADDR_NONE)
		block_put_addr(out, 21, &t->src);
	if (t->dst.type != SCAMPER_ADDR_NONE)
		block_put_addr(out, 22, &t->dst);
	if (t->userid)
		block_put32(out, 23, t->userid);
	if (t->flags)
		block_put8(out, 24, t->flags);
	block_put_router(out, 25, &t->router);
	block_end(out);
}

static void put_node(struct warts_out *out, const struct scamper_tracelb *t,
		     uint32_t index)
{
	const struct scamper_lb_node *node = t->nodes[index];

	block_begin(out, node->extra);
	block_put8(out, 2, node->have_quoted_ttl);
	block_put16(out, 3, (uint16_t)scamper_tracelb_degree(t, index));
	if (node->have_quoted_ttl)
		block_put8(out, 4, node->quoted_ttl);
	if (node->addr.type != SCAMPER_ADDR_NONE)
		block_put_addr(out, 5, &node->addr);
	if (node->name)
		block_put_text(out, 6, node->name);
	block_end(out);
}

static void put_reply(struct warts_out *out, const struct scamper_lb_reply *r)
{
	bool tcp = r->flags & SCAMPER_LB_REPLY_TCP;

	block_begin(out, r->extra);
	block_put_time(out, 1, r->rx);
	block_put16(out, 2, r->ipid);
	block_put8(out, 3, r->ttl);
	block_put8(out, 4, r->flags);
	if (tcp)
		block_put8(out, 6, r->tcp_flags);
	else
		block_put16(out, 5,
			    (uint16_t)(r->icmp_type << 8 | r->icmp_code));
	if (r->ext_len && block_has(out, 7)) {
		buffer_put16(&out->values, r->ext_len);
		buffer_put(&out->values, r->ext, r->ext_len);
	}
	if (!tcp) {
		block_put8(out, 8, r->quoted_ttl);
		block_put8(out, 9, r->quoted_tos);
	}
	if (r->addr.type != SCAMPER_ADDR_NONE)
		block_put_addr(out, 11, &r->addr);
	block_end(out);
}

static void put_set(struct warts_out *out, const struct scamper_lb_set *set)
{
	if (set->probes_used > UINT16_MAX)
		out->failed = true;
	block_begin(out, set->extra);
	block_put16(out, 1, (uint16_t)set->probes_used);
	block_end(out);
	for (uint32_t i = 0; i < set->probes_used; i++) {
		const struct scamper_lb_probe *probe = set->probes[i];

		block_begin(out, probe->extra);
		block_put_time(out, 1, probe->tx);
		block_put16(out, 2, probe->flow);
		block_put8(out, 3, probe->ttl);
		block_put8(out, 4, probe->attempt);
		block_put16(out, 5, (uint16_t)probe->replies_used);
		block_end(out);
		for (uint32_t j = 0; j < probe->replies_used; j++)
			put_reply(out, probe->replies[j]);
	}
}

static void put_link(struct warts_out *out, const struct scamper_lb_link *link)
{
	if (link->sets_used > UINT8_MAX)
		out->failed = true;
	block_begin(out, link->extra);
	block_put16(out, 1, link->from);
	if (!link->open)
		block_put16(out, 2, link->to);
	block_put8(out, 3, (uint8_t)link->sets_used);
	block_end(out);
	for (uint32_t i = 0; i < link->sets_used; i++)
		put_set(out, link->sets[i]);
}

int warts_tracelb(struct scamper_writer *w, const struct scamper_object *object)
{
	const struct scamper_tracelb *t = object->tracelb;
	struct warts_out *out = &w->out;
	uint32_t list, cycle;
	int rc = warts_place(w, t->list, t->cycle, &list, &cycle);

	if (rc)
		return rc;
	out_begin(out, SCAMPER_OBJECT_TRACELB);
	if (t->nodes_used > UINT16_MAX || t->links_used > UINT16_MAX)
		out->failed = true;
	put_params(out, t, list, cycle);
	for (uint32_t i = 0; i < t->nodes_used; i++)
		put_node(out, t, i);
	for (uint32_t i = 0; i < t->links_used; i++)
		put_link(out, t->links[i]);
	return warts_send(w);
}
