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
	block_begin(out, warts_tracelb_fields, t, t->extra);
	block_put_place(out, list, cycle);
	block_put16(out, 16, (uint16_t)t->nodes_used);
	block_put16(out, 17, (uint16_t)t->links_used);
	block_end(out);
}

static void put_node(struct warts_out *out, const struct scamper_tracelb *t,
		     uint32_t index)
{
	const struct scamper_lb_node *node = t->nodes[index];

	block_begin(out, warts_lb_node_fields, node, node->extra);
	block_put8(out, 2, node->have_quoted_ttl);
	block_put16(out, 3, (uint16_t)scamper_tracelb_degree(t, index));
	if (!node->have_quoted_ttl)
		block_leave_out(out, 4);
	block_end(out);
}

static void put_reply(struct warts_out *out, const struct scamper_lb_reply *r)
{
	bool tcp = r->flags & SCAMPER_LB_REPLY_TCP;

	block_begin(out, warts_lb_reply_fields, r, r->extra);
	block_leave_out(out, tcp ? 5 : 6);
	block_put_ext(out, 7, r->ext, r->ext_len);
	if (tcp) {
		block_leave_out(out, 8);
		block_leave_out(out, 9);
	}
	block_end(out);
}

static void put_set(struct warts_out *out, const struct scamper_lb_set *set)
{
	if (set->probes_used > UINT16_MAX)
		out->failed = true;
	block_begin(out, NULL, NULL, set->extra);
	block_put16(out, 1, (uint16_t)set->probes_used);
	block_end(out);
	for (uint32_t i = 0; i < set->probes_used; i++) {
		const struct scamper_lb_probe *probe = set->probes[i];

		block_begin(out, warts_lb_probe_fields, probe, probe->extra);
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
	block_begin(out, NULL, NULL, link->extra);
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
