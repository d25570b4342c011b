/* SPDX-License-Identifier: BSD-3-Clause */
/* Flows and nodes of a load-balancer discovery; see tracelb_task.h. */
#include <stdlib.h>
#include <string.h>

#include "result.h"
#include "result_tracelb.h"
#include "tracelb_task.h"

/* Room for one more item; false: no memory. */
static bool grow(struct lb *lb, void **array, uint32_t used, size_t item)
{
	if (used < LB_NONE && scamper_array_grow(array, used, item) == 0)
		return true;
	lb->failed = true;
	return false;
}

uint16_t lb_iface_of(struct lb *lb, const struct scamper_addr *addr)
{
	void *array = lb->ifaces;

	for (uint32_t i = 0; i < lb->ifaces_used; i++)
		if (scamper_addr_equal(&lb->ifaces[i].addr, addr))
			return (uint16_t)i;
	if (!grow(lb, &array, lb->ifaces_used, sizeof(*lb->ifaces)))
		return LB_NONE;
	lb->ifaces = array;
	lb->ifaces[lb->ifaces_used] =
		(struct lb_iface){.addr = *addr, .node = LB_NONE};
	return (uint16_t)lb->ifaces_used++;
}

uint16_t lb_node_of(struct lb *lb, uint16_t iface, uint8_t ttl)
{
	struct lb_iface *from = &lb->ifaces[iface];
	void *array = lb->nodes;
	struct scamper_lb_node *node;

	if (from->node != LB_NONE)
		return from->node;
	if (!grow(lb, &array, lb->nodes_used, sizeof(*lb->nodes)))
		return LB_NONE;
	lb->nodes = array;
	node = lb_add_node(lb->record);
	if (!node) {
		lb->failed = true;
		return LB_NONE;
	}
	node->addr = from->addr;
	node->have_quoted_ttl = from->have_quoted_ttl;
	node->quoted_ttl = from->quoted_ttl;
	lb->nodes[lb->nodes_used] = (struct lb_node){
		.iface = iface,
		.ttl = ttl,
		.explored = from->destination || from->dead_end,
	};
	from->node = (uint16_t)lb->nodes_used++;
	return from->node;
}

uint16_t lb_new_flow(struct lb *lb)
{
	void *array = lb->flows;

	if (!grow(lb, &array, lb->flows_used, sizeof(*lb->flows)))
		return LB_NONE;
	lb->flows = array;
	lb->flows[lb->flows_used] = (struct lb_flow){0};
	return (uint16_t)lb->flows_used++;
}

const struct lb_seen *lb_seen(const struct lb *lb, uint16_t flow, uint8_t ttl)
{
	const struct lb_flow *f = &lb->flows[flow];

	for (uint32_t i = 0; i < f->seen_used; i++)
		if (f->seen[i].ttl == ttl)
			return &f->seen[i];
	return NULL;
}

void lb_note(struct lb *lb, uint16_t flow, uint8_t ttl, uint16_t iface)
{
	struct lb_flow *f = &lb->flows[flow];
	void *array = f->seen;

	if (!grow(lb, &array, f->seen_used, sizeof(*f->seen)))
		return;
	f->seen = array;
	f->seen[f->seen_used++] = (struct lb_seen){ttl, iface};
}

struct scamper_lb_link *lb_link(const struct lb *lb, uint16_t from, uint16_t to)
{
	for (uint32_t i = 0; i < lb->record->links_used; i++) {
		struct scamper_lb_link *link = lb->record->links[i];

		if (link->from == from && !link->open && link->to == to)
			return link;
	}
	return NULL;
}

struct scamper_lb_link *lb_connect(struct lb *lb, uint16_t from, uint16_t to)
{
	struct scamper_lb_link *link = lb_add_link(lb->record);

	if (!link) {
		lb->failed = true;
		return NULL;
	}
	link->from = from;
	link->to = to == LB_NONE ? 0 : to;
	link->open = to == LB_NONE;
	return link;
}

static bool visited(const struct lb_node *node, uint16_t flow)
{
	for (uint32_t i = 0; i < node->visits_used; i++)
		if (node->visits[i].flow == flow)
			return true;
	return false;
}

/* The link that a flow leaves a node by: its only one, or that of several
 * which the flow was seen to take. NULL: not known. */
static const struct scamper_lb_link *way_of(const struct lb *lb, uint16_t node,
					    struct lb_visit visit)
{
	uint32_t degree = scamper_tracelb_degree(lb->record, node);
	const struct lb_seen *seen =
		lb_seen(lb, visit.flow, (uint8_t)(visit.ttl + 1));
	uint16_t met = seen && seen->iface != LB_NONE
			       ? lb->ifaces[seen->iface].node
			       : LB_NONE;

	for (uint32_t i = 0; i < lb->record->links_used; i++) {
		const struct scamper_lb_link *link = lb->record->links[i];

		if (link->from == node && !link->open &&
		    (degree == 1 || link->to == met))
			return link;
	}
	return NULL;
}

/* Adds a visit; false: it is known, or there is no memory. */
static bool add_visit(struct lb *lb, uint16_t node, struct lb_visit visit)
{
	struct lb_node *n = &lb->nodes[node];
	void *array = n->visits;

	if (visited(n, visit.flow) ||
	    !grow(lb, &array, n->visits_used, sizeof(visit)))
		return false;
	n->visits = array;
	n->visits[n->visits_used++] = visit;
	return true;
}

void lb_arrive(struct lb *lb, uint16_t node, uint16_t flow, uint8_t ttl)
{
	const struct scamper_lb_link *way;
	struct lb_visit visit = {flow, ttl};

	while (add_visit(lb, node, visit)) {
		way = way_of(lb, node, visit);
		if (!way || visit.ttl + way->sets_used > LB_MAX_TTL)
			return;
		node = way->to;
		visit.ttl = (uint8_t)(visit.ttl + way->sets_used);
	}
}

void lb_spread(struct lb *lb, uint16_t node)
{
	for (uint32_t i = 0; i < lb->nodes[node].visits_used; i++) {
		struct lb_visit visit = lb->nodes[node].visits[i];
		const struct scamper_lb_link *way = way_of(lb, node, visit);

		if (way && visit.ttl + way->sets_used <= LB_MAX_TTL)
			lb_arrive(lb, way->to, visit.flow,
				  (uint8_t)(visit.ttl + way->sets_used));
	}
}

/* A flow that meets a balancer and was not looked at behind it. */
static bool seek_at(const struct lb *lb, uint16_t node, struct lb_want *want)
{
	const struct lb_node *n = &lb->nodes[node];

	if (scamper_tracelb_degree(lb->record, node) < 2)
		return false;
	for (uint32_t i = 0; i < n->visits_used; i++) {
		struct lb_visit visit = n->visits[i];
		uint8_t ttl = (uint8_t)(visit.ttl + 1);

		if (visit.ttl == LB_MAX_TTL || lb_seen(lb, visit.flow, ttl))
			continue;
		*want = (struct lb_want){visit.flow, ttl, node};
		return true;
	}
	return false;
}

/* Backwards along the links, the nearest balancers first. */
bool lb_seek(struct lb *lb, uint16_t node, struct lb_want *want)
{
	bool more = true;

	for (uint32_t i = 0; i < lb->nodes_used; i++)
		lb->nodes[i].leads_there = i == node;
	while (more) {
		more = false;
		for (uint32_t i = 0; i < lb->record->links_used; i++) {
			const struct scamper_lb_link *link =
				lb->record->links[i];

			if (link->open || !lb->nodes[link->to].leads_there ||
			    lb->nodes[link->from].leads_there)
				continue;
			if (seek_at(lb, link->from, want))
				return true;
			lb->nodes[link->from].leads_there = true;
			more = true;
		}
	}
	return false;
}

static int compare_addr(const struct scamper_addr *a,
			const struct scamper_addr *b)
{
	if (a->type != b->type)
		return a->type < b->type ? -1 : 1;
	return memcmp(a->bytes, b->bytes, sizeof(a->bytes));
}

static int compare_ends(const struct scamper_tracelb *t,
			const struct scamper_lb_link *a,
			const struct scamper_lb_link *b)
{
	int order = compare_addr(&t->nodes[a->from]->addr,
				 &t->nodes[b->from]->addr);

	if (order || a->open || b->open)
		return order ? order : a->open - b->open;
	return compare_addr(&t->nodes[a->to]->addr, &t->nodes[b->to]->addr);
}

/* By insertion: there are few. */
void lb_sort_links(struct scamper_tracelb *record)
{
	for (uint32_t i = 1; i < record->links_used; i++) {
		struct scamper_lb_link *link = record->links[i];
		uint32_t at = i;

		for (; at > 0 &&
		       compare_ends(record, record->links[at - 1], link) > 0;
		     at--)
			record->links[at] = record->links[at - 1];
		record->links[at] = link;
	}
}

void lb_free(struct lb *lb)
{
	if (!lb)
		return;
	for (uint32_t i = 0; i < lb->flows_used; i++)
		free(lb->flows[i].seen);
	for (uint32_t i = 0; i < lb->nodes_used; i++)
		free(lb->nodes[i].visits);
	for (uint32_t i = 0; i < lb->attempts.probes_used; i++)
		lb_probe_free(lb->attempts.probes[i]);
	free(lb->attempts.probes);
	lb_link_free(lb->way);
	free(lb->ifaces);
	free(lb->flows);
	free(lb->nodes);
	free(lb->sent);
	free(lb);
}
