/* SPDX-License-Identifier: BSD-3-Clause */
/* tracelb as JSON, with the keys, order and spacing of sc_warts2json. */
#include <string.h>

#include "json.h"
#include "kind.h"
#include "lb_view.h"
#include "packet.h"

static bool quotes(const struct scamper_lb_reply *r)
{
	if (r->addr.type == SCAMPER_ADDR_IPV6)
		return r->icmp_type == ICMP6_UNREACH ||
		       r->icmp_type == ICMP6_TIME_EXCEEDED;
	return r->icmp_type == ICMP_UNREACH ||
	       r->icmp_type == ICMP_TIME_EXCEEDED;
}

static uint32_t rtt_us(const struct scamper_lb_probe *probe,
		       const struct scamper_lb_reply *r)
{
	return (r->rx.sec - probe->tx.sec) * 1000000 + r->rx.usec -
	       probe->tx.usec;
}

static void put_reply(struct buffer *line, const struct scamper_lb_probe *probe,
		      const struct scamper_lb_reply *r)
{
	json_put(line, "{");
	json_time(line, "rx", r->rx);
	buffer_printf(line, ", \"ttl\":%u, ", r->ttl);
	json_ms(line, "rtt", rtt_us(probe, r));
	if (r->addr.type == SCAMPER_ADDR_IPV4)
		buffer_printf(line, ", \"ipid\":%u", r->ipid);
	if (r->flags & SCAMPER_LB_REPLY_TCP) {
		buffer_printf(line, ", \"tcp_flags\":%u}", r->tcp_flags);
		return;
	}
	buffer_printf(line,
		      ", \"icmp_type\":%u, \"icmp_code\":%u, "
		      "\"icmp_q_tos\":%u",
		      r->icmp_type, r->icmp_code, r->quoted_tos);
	if (quotes(r))
		buffer_printf(line, ", \"icmp_q_ttl\":%u", r->quoted_ttl);
	json_put(line, "}");
}

/* A probe with those of its replies that came from one address. */
static void put_probe(struct buffer *line, const struct scamper_lb_probe *probe,
		      const struct scamper_addr *from)
{
	uint32_t count = 0, done = 0;

	for (uint32_t i = 0; i < probe->replies_used; i++)
		count += scamper_addr_equal(&probe->replies[i]->addr, from);
	json_put(line, "{");
	json_time(line, "tx", probe->tx);
	buffer_printf(line,
		      ", \"replyc\":%lu, \"ttl\":%u, \"attempt\":%u, "
		      "\"flowid\":%u",
		      (unsigned long)count, probe->ttl, probe->attempt,
		      probe->flow);
	for (uint32_t i = 0; i < probe->replies_used; i++) {
		if (!scamper_addr_equal(&probe->replies[i]->addr, from))
			continue;
		json_put(line, done++ ? "," : ", \"replies\":[");
		put_reply(line, probe, probe->replies[i]);
	}
	json_put(line, done ? "]}" : "}");
}

static bool answered_by(const struct scamper_lb_probe *probe,
			const struct scamper_addr *addr)
{
	for (uint32_t i = 0; i < probe->replies_used; i++)
		if (scamper_addr_equal(&probe->replies[i]->addr, addr))
			return true;
	return false;
}

/* The probes of a set under an address; `all`: also those that it did not
 * answer. */
static void put_probes(struct buffer *line, const struct scamper_lb_set *set,
		       const struct scamper_addr *addr, bool all)
{
	uint32_t done = 0;

	for (uint32_t i = 0; i < set->probes_used; i++) {
		if (!all && !answered_by(set->probes[i], addr))
			continue;
		if (done++)
			json_put(line, ",");
		put_probe(line, set->probes[i], addr);
	}
	json_put(line, "]}");
}

/* Between two nodes: the addresses met there, each with its probes. */
static void put_set(struct buffer *line, const struct scamper_lb_set *set)
{
	struct scamper_addr addr = {.type = SCAMPER_ADDR_NONE}, next;
	const char *before = "[";

	while (lb_next_addr(set, &addr, &next)) {
		addr = next;
		buffer_printf(line, "%s{", before);
		json_addr(line, "addr", &addr);
		json_put(line, ", \"probes\":[");
		put_probes(line, set, &addr, false);
		before = ", ";
	}
	if (lb_has_silence(set))
		buffer_printf(line, "%s{\"addr\":\"*\"}", before);
	json_put(line, "]");
}

/* The only link of a node, set by set. */
static void put_way(struct buffer *line, const struct scamper_tracelb *t,
		    const struct scamper_lb_link *link)
{
	const struct scamper_addr *to;

	for (uint32_t i = 0; i + 1 < link->sets_used; i++) {
		put_set(line, link->sets[i]);
		json_put(line, ",");
	}
	if (link->open) {
		json_put(line, "[{\"addr\":\"*\"}]");
		return;
	}
	to = &t->nodes[link->to]->addr;
	json_put(line, "[{");
	json_addr(line, "addr", to);
	json_put(line, ", \"probes\":[");
	put_probes(line, link->sets[link->sets_used - 1], to, true);
	json_put(line, "]");
}

/* One of several links of a node, in the form sc_warts2json has for them: the
 * first set, and a blank before it. */
static void put_branch(struct buffer *line, const struct scamper_tracelb *t,
		       const struct scamper_lb_link *link)
{
	const struct scamper_addr *to = &t->nodes[link->to]->addr;

	if (link->open) {
		json_put(line, "{\"addr\":\"*\"}");
		return;
	}
	json_put(line, "{");
	json_addr(line, "addr", to);
	json_put(line, ", \"probes\":[ ");
	put_probes(line, link->sets[0], to, true);
}

static void put_node(struct buffer *line, const struct scamper_tracelb *t,
		     uint32_t index, uint32_t degree)
{
	const struct scamper_lb_node *node = t->nodes[index];
	uint32_t done = 0;

	json_put(line, "{");
	json_addr(line, "addr", &node->addr);
	if (node->name) {
		json_put(line, ", \"name\":");
		json_string(line, node->name);
	}
	if (node->have_quoted_ttl)
		buffer_printf(line, ", \"q_ttl\":%u", node->quoted_ttl);
	buffer_printf(line, ", \"linkc\":%lu, \"links\":[%s",
		      (unsigned long)degree, degree > 1 ? "[" : "");
	for (uint32_t i = 0; i < t->links_used; i++) {
		const struct scamper_lb_link *link = t->links[i];

		if (link->from != index || link->sets_used == 0)
			continue;
		if (done++)
			json_put(line, ",");
		if (degree == 1)
			put_way(line, t, link);
		else
			put_branch(line, t, link);
	}
	buffer_printf(line, "%s]}", degree > 1 ? "]" : "");
}

static void put_nodes(struct buffer *line, const struct scamper_tracelb *t)
{
	uint32_t done = 0;

	for (uint32_t i = 0; i < t->nodes_used; i++) {
		uint32_t degree = scamper_tracelb_degree(t, i);

		if (degree == 0)
			continue;
		json_put(line, done++ ? "," : ", \"nodes\":[");
		put_node(line, t, i, degree);
	}
	json_put(line, done ? "]}\n" : "}\n");
}

int json_tracelb(struct scamper_writer *w, const struct scamper_object *object)
{
	const struct scamper_tracelb *t = object->tracelb;
	struct buffer *line = &w->line;

	buffer_printf(line,
		      "{\"type\":\"tracelb\", \"version\":\"0.1\", "
		      "\"userid\":%lu, \"method\":\"%s\", ",
		      (unsigned long)t->userid,
		      scamper_tracelb_method_name(t->type));
	json_addr(line, "src", &t->src);
	json_put(line, ", ");
	json_addr(line, "dst", &t->dst);
	if (t->router.type != SCAMPER_ADDR_NONE) {
		json_put(line, ", ");
		json_addr(line, "rtr", &t->router);
	}
	if (t->type != SCAMPER_TRACELB_ICMP_ECHO)
		buffer_printf(line, ", \"sport\":%u, \"dport\":%u", t->sport,
			      t->dport);
	json_start(line, t->start);
	buffer_printf(line,
		      ", \"probe_size\":%u, \"firsthop\":%u, \"attempts\":%u, "
		      "\"confidence\":%u, \"tos\":%u, \"gaplimit\":%u, "
		      "\"wait_timeout\":%u, \"wait_probe\":%u, ",
		      t->probe_size, t->first_hop, t->attempts, t->confidence,
		      t->tos, t->gap_limit, t->wait_s, t->wait_probe * 10u);
	buffer_printf(line,
		      "\"probec\":%lu, \"probec_max\":%lu, \"nodec\":%lu, "
		      "\"linkc\":%lu",
		      (unsigned long)t->probe_count,
		      (unsigned long)t->probe_max, (unsigned long)t->nodes_used,
		      (unsigned long)t->links_used);
	put_nodes(line, t);
	return writer_flush_line(w);
}
