/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The multipath detection algorithm (Augustin et al. 2007), hop by hop and
 * node by node: flows that meet a node are sent one hop farther until the
 * stopping point says that all its branches were seen. When one flow keeps to
 * one branch, each branch is explored on its own, with flows that meet it.
 * Otherwise the hops behind the node are kept as sets, until all flows meet
 * again ("mixed"); so they are when a router is silent, and behind the first
 * hop, which only one flow was sent to.
 */
#include <stdlib.h>

#include "lb_view.h"
#include "result_tracelb.h"
#include "stopping.h"
#include "tracelb_task.h"

enum { MOST_STALE = 2 };

/* What a hop has shown so far. */
struct hop {
	unsigned int probed;
	unsigned int interfaces;
	unsigned int silent;
	bool destination; /* is one of them */
	bool way_on;      /* one of them forwards */
	bool fresh;       /* one of them is new on this way */
	uint16_t first;   /* one of them */
};

static unsigned int stop_at(struct lb *lb, unsigned int interfaces)
{
	if (lb->stop_probes == 0 || lb->stop_interfaces != interfaces) {
		lb->stop_interfaces = interfaces;
		lb->stop_probes =
			stopping_point(lb->record->confidence, interfaces);
	}
	return lb->stop_probes;
}

static unsigned int ttl_of(const struct lb *lb, struct lb_visit visit)
{
	return visit.ttl + 1 + lb->level;
}

static void add_iface(struct lb *lb, uint16_t iface, struct hop *hop)
{
	struct lb_iface *i = &lb->ifaces[iface];

	if (i->here)
		return;
	i->here = true;
	hop->first = iface;
	hop->interfaces++;
	hop->destination |= i->destination;
	hop->way_on |= !i->destination && !i->dead_end;
	hop->fresh |= !i->met;
}

static struct hop survey(struct lb *lb)
{
	const struct lb_node *node = &lb->nodes[lb->node];
	struct hop hop = {.first = LB_NONE};

	for (uint32_t i = 0; i < lb->ifaces_used; i++)
		lb->ifaces[i].here = false;
	for (uint32_t i = 0; i < node->visits_used; i++) {
		unsigned int ttl = ttl_of(lb, node->visits[i]);
		const struct lb_seen *seen;

		if (ttl > LB_MAX_TTL)
			continue;
		seen = lb_seen(lb, node->visits[i].flow, (uint8_t)ttl);
		if (!seen)
			continue;
		hop.probed++;
		if (seen->iface == LB_NONE)
			hop.silent++;
		else
			add_iface(lb, seen->iface, &hop);
	}
	return hop;
}

/* The nearest node first, of equal ones the latest. */
static bool choose(struct lb *lb)
{
	for (uint32_t i = 0; i < lb->nodes_used; i++) {
		const struct lb_node *node = &lb->nodes[i];

		if (!node->explored && (lb->node == LB_NONE ||
					node->ttl <= lb->nodes[lb->node].ttl))
			lb->node = (uint16_t)i;
	}
	if (lb->node == LB_NONE)
		return false;
	lb->level = 0;
	lb->mixed = false;
	lb->flow_checked = false;
	lb->repeats = 0;
	lb->silent = 0;
	lb->stale = 0;
	lb->misses = 0;
	for (uint32_t i = 0; i < lb->ifaces_used; i++)
		lb->ifaces[i].met = false;
	lb->way = calloc(1, sizeof(*lb->way));
	lb->failed |= !lb->way;
	return lb->way != NULL;
}

/* Into how many branches the flows were split before they meet a node. */
static unsigned int branches_before(const struct lb *lb, uint16_t node)
{
	unsigned int branches = 1;

	for (unsigned int hops = 0; node != 0 && hops < LB_MAX_TTL; hops++) {
		uint32_t i = 0;

		while (i < lb->record->links_used &&
		       (lb->record->links[i]->open ||
			lb->record->links[i]->to != node))
			i++;
		if (i == lb->record->links_used || branches > UINT8_MAX)
			break;
		node = lb->record->links[i]->from;
		branches *= scamper_tracelb_degree(lb->record, node);
	}
	return branches;
}

static bool set_is_empty(const struct lb *lb)
{
	return lb->way->sets_used <= lb->level;
}

/* A flow that meets the node and was not sent to this hop. (The first one is
 * sent again when the hop is known from elsewhere: a set is never empty.) */
static bool known_flow(struct lb *lb)
{
	const struct lb_node *node = &lb->nodes[lb->node];

	for (uint32_t i = 0; i < node->visits_used; i++) {
		struct lb_visit visit = node->visits[i];
		unsigned int ttl = ttl_of(lb, visit);

		if (ttl > LB_MAX_TTL ||
		    (lb_seen(lb, visit.flow, (uint8_t)ttl) &&
		     (i > 0 || !set_is_empty(lb))))
			continue;
		lb->want = (struct lb_want){visit.flow, (uint8_t)ttl, LB_NONE};
		return true;
	}
	return false;
}

/* The next probe towards this hop: with a known flow, else one that may make
 * another flow known. False: too many flows in a row missed the node. */
static bool next_probe(struct lb *lb)
{
	unsigned int most = 0;

	if (ttl_of(lb, lb->nodes[lb->node].visits[0]) > LB_MAX_TTL)
		return false;
	for (;;) {
		uint16_t flow;

		if (known_flow(lb)) {
			lb->misses = 0;
			return true;
		}
		if (lb_seek(lb, lb->node, &lb->want))
			return true;
		if (most == 0)
			most = stopping_point(lb->record->confidence,
					      branches_before(lb, lb->node));
		if (lb->misses++ == most)
			return false;
		flow = lb_new_flow(lb);
		if (flow == LB_NONE)
			return false;
		lb_arrive(lb, 0, flow, lb->nodes[0].ttl);
	}
}

/* The node is done: what was found becomes a link to `to`, or an open one. */
static void end_way(struct lb *lb, uint16_t to)
{
	struct scamper_lb_link *link;

	if (lb->way->sets_used) {
		link = lb_connect(lb, lb->node, to);
		if (!link)
			return;
		link->sets = lb->way->sets;
		link->sets_used = lb->way->sets_used;
		lb->way->sets = NULL;
		lb->way->sets_used = 0;
	}
	lb_link_free(lb->way);
	lb->way = NULL;
	lb->nodes[lb->node].explored = true;
	if (to != LB_NONE)
		lb_spread(lb, lb->node);
	lb->node = LB_NONE;
}

/* Who answered a probe, or another one of its flow. */
static const struct scamper_addr *answer_of(const struct scamper_lb_set *set,
					    uint32_t index)
{
	const struct scamper_lb_probe *probe = set->probes[index];

	for (uint32_t i = 0; i < set->probes_used && !probe->replies_used; i++)
		if (set->probes[i]->flow == set->probes[index]->flow &&
		    set->probes[i]->replies_used)
			probe = set->probes[i];
	return probe->replies_used ? &probe->replies[0]->addr : NULL;
}

/* A link for each branch, with the probes that took it. */
static void split(struct lb *lb)
{
	struct scamper_lb_set *all = lb->way->sets[0];
	struct scamper_addr addr = {.type = SCAMPER_ADDR_NONE}, next;
	uint8_t ttl = (uint8_t)(lb->nodes[lb->node].ttl + 1);

	while (!lb->failed && lb_next_addr(all, &addr, &next)) {
		uint16_t to = lb_node_of(lb, lb_iface_of(lb, &next), ttl);
		struct scamper_lb_link *link = lb_connect(lb, lb->node, to);
		struct scamper_lb_set *set = link ? lb_add_set(link) : NULL;

		addr = next;
		lb->failed |= !set;
		for (uint32_t i = 0; set && i < all->probes_used; i++) {
			const struct scamper_addr *by = answer_of(all, i);
			bool mine = by && scamper_addr_equal(by, &addr);

			if (mine && lb_append_probe(set, all->probes[i]))
				lb->failed = true;
		}
	}
	/* All of them have moved. */
	all->probes_used = 0;
	lb_link_free(lb->way);
	lb->way = NULL;
	lb->nodes[lb->node].explored = true;
	lb_spread(lb, lb->node);
	lb->node = LB_NONE;
}

/* Does one flow keep to one branch? Asked of the branch of lowest address. */
static void begin_check(struct lb *lb)
{
	const struct lb_node *node = &lb->nodes[lb->node];
	const struct scamper_addr none = {.type = SCAMPER_ADDR_NONE};
	struct scamper_addr lowest = none;

	lb_next_addr(lb->way->sets[0], &none, &lowest);
	lb->repeated_at = lb_iface_of(lb, &lowest);
	for (uint32_t i = 0; i < node->visits_used; i++) {
		struct lb_visit visit = node->visits[i];
		const struct lb_seen *seen =
			lb_seen(lb, visit.flow, (uint8_t)(visit.ttl + 1));

		if (!seen || seen->iface != lb->repeated_at)
			continue;
		lb->want = (struct lb_want){visit.flow, seen->ttl, LB_NONE};
		lb->repeats = stop_at(lb, 1);
		return;
	}
	lb->flow_checked = true;
}

/* The hop becomes a set of the way, and the next one is probed, unless the
 * way is lost there. */
static void go_farther(struct lb *lb, const struct hop *hop)
{
	lb->mixed = true;
	lb->silent = hop->interfaces ? 0 : lb->silent + 1;
	lb->stale = hop->fresh || !hop->interfaces ? 0 : lb->stale + 1;
	for (uint32_t i = 0; i < lb->ifaces_used; i++)
		lb->ifaces[i].met |= lb->ifaces[i].here;
	if (hop->destination || (hop->interfaces && !hop->way_on) ||
	    (lb->level > 0 && lb->silent >= lb->record->gap_limit) ||
	    lb->stale >= MOST_STALE || lb->way->sets_used == UINT8_MAX ||
	    ttl_of(lb, lb->nodes[lb->node].visits[0]) >= LB_MAX_TTL) {
		end_way(lb, LB_NONE);
		return;
	}
	lb->level++;
	lb->misses = 0;
}

static void conclude(struct lb *lb, const struct hop *hop)
{
	bool self = hop->first == lb->nodes[lb->node].iface;
	bool single = hop->interfaces == 1 && (!self || lb->level > 0);
	bool apart = hop->interfaces > 1 && lb->node != 0 && !lb->mixed;
	uint8_t ttl = (uint8_t)(lb->nodes[lb->node].ttl + 1 + lb->level);

	/* Silence of some flows only says that probes to the destination
	 * were lost. */
	if (single && (!hop->silent || hop->destination))
		end_way(lb, lb_node_of(lb, hop->first, ttl));
	else if (!apart || hop->silent || lb->level)
		go_farther(lb, hop);
	else if (lb->flow_checked)
		split(lb);
	else
		begin_check(lb);
}

static bool is_done(struct lb *lb, const struct hop *hop)
{
	/* Behind the destination is nothing to be told apart. */
	if (hop->destination && hop->interfaces == 1)
		return true;
	return hop->probed >= stop_at(lb, hop->interfaces);
}

bool lb_plan(struct lb *lb)
{
	while (!lb->failed) {
		struct hop hop;

		if (lb->repeats)
			return true;
		if (lb->node == LB_NONE && !choose(lb))
			return false;
		hop = survey(lb);
		if ((!is_done(lb, &hop) || set_is_empty(lb)) && next_probe(lb))
			return true;
		conclude(lb, &hop);
	}
	return false;
}

/* The attempts move to where they belong. */
static void keep_attempts(struct lb *lb, struct scamper_lb_set *set)
{
	for (uint32_t i = 0; i < lb->attempts.probes_used; i++)
		if (lb_append_probe(set, lb->attempts.probes[i])) {
			lb->failed = true;
			lb_probe_free(lb->attempts.probes[i]);
		}
	lb->attempts.probes_used = 0;
}

/* Part of the way that is being explored. */
static void keep_on_way(struct lb *lb)
{
	if (set_is_empty(lb) && !lb_add_set(lb->way))
		lb->failed = true;
	else
		keep_attempts(lb, lb->way->sets[lb->level]);
}

/* A flow was looked at behind a balancer, to find out which branch it takes;
 * that may be one that was not seen before. */
static void answer_at_balancer(struct lb *lb, uint16_t iface)
{
	uint16_t from = lb->want.node, to;
	struct scamper_lb_link *link = NULL;

	if (iface == LB_NONE || iface == lb->nodes[from].iface) {
		for (uint32_t i = 0; !link; i++)
			if (lb->record->links[i]->from == from)
				link = lb->record->links[i];
		keep_attempts(lb, link->sets[0]);
		return;
	}
	to = lb_node_of(lb, iface, lb->want.ttl);
	if (to == LB_NONE)
		return;
	link = lb_link(lb, from, to);
	if (!link) {
		link = lb_connect(lb, from, to);
		if (!link || !lb_add_set(link)) {
			lb->failed = true;
			return;
		}
	}
	keep_attempts(lb, link->sets[0]);
	lb_arrive(lb, to, lb->want.flow, lb->want.ttl);
}

void lb_answer(struct lb *lb, uint16_t iface)
{
	if (!lb_seen(lb, lb->want.flow, lb->want.ttl))
		lb_note(lb, lb->want.flow, lb->want.ttl, iface);
	if (lb->want.node != LB_NONE) {
		answer_at_balancer(lb, iface);
		return;
	}
	keep_on_way(lb);
	if (lb->repeats == 0)
		return;
	if (iface != LB_NONE && iface != lb->repeated_at) {
		lb->mixed = true;
		lb->repeats = 0;
	} else if (--lb->repeats == 0) {
		lb->flow_checked = true;
	}
}

void lb_give_up(struct lb *lb)
{
	if (lb->node == LB_NONE || !lb->way)
		return;
	if (lb->attempts.probes_used && lb->want.node == LB_NONE)
		keep_on_way(lb);
	end_way(lb, LB_NONE);
}
