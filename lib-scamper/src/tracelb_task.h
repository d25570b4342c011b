/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The inside of a tracelb task. Three parts: task_tracelb.c sends probes and
 * takes replies; lb_plan.c decides which probe comes next and what a hop that
 * was probed enough means; lb_graph.c keeps which flow meets which node.
 */
#ifndef SCAMPER_TRACELB_TASK_H
#define SCAMPER_TRACELB_TASK_H

#include <scamper/tracelb.h>

#include "task.h"

enum {
	LB_NONE = UINT16_MAX, /* no node, no interface, no answer */
	LB_MAX_TTL = 255,
};

/* An address that answered; it becomes a node when a link ends at it. */
struct lb_iface {
	struct scamper_addr addr;
	uint16_t node;    /* LB_NONE: none yet */
	bool destination; /* nothing lies behind it */
	bool dead_end;    /* it says that it does not forward */
	bool have_quoted_ttl;
	uint8_t quoted_ttl;
	bool here; /* of the hop that was surveyed last */
	bool met;  /* on the way that is being explored */
};

/* What a flow met at a TTL. */
struct lb_seen {
	uint8_t ttl;
	uint16_t iface; /* LB_NONE: silence */
};

struct lb_flow {
	struct lb_seen *seen;
	uint32_t seen_used;
};

/* A flow that meets a node, and how far away. */
struct lb_visit {
	uint16_t flow;
	uint8_t ttl;
};

/* Beside the node of the record with the same index. */
struct lb_node {
	struct lb_visit *visits; /* in the order in which they were found */
	uint32_t visits_used;
	uint16_t iface;
	uint8_t ttl;      /* nearest at which it was met */
	bool explored;    /* or not to be: the destination, a dead end */
	bool leads_there; /* of lb_seek() */
};

/* The probe to send next. */
struct lb_want {
	uint16_t flow;
	uint8_t ttl;
	uint16_t node; /* LB_NONE: of the hop being probed; else a flow is
			* looked for, and this is the balancer it meets */
};

struct lb {
	struct scamper_tracelb *record;
	struct lb_iface *ifaces;
	struct lb_flow *flows;
	struct lb_node *nodes;
	uint32_t ifaces_used;
	uint32_t flows_used;
	uint32_t nodes_used;

	/* What is being explored: the hops behind a node. */
	uint16_t node;      /* LB_NONE: the next one is to be chosen */
	unsigned int level; /* hop behind it that is being probed, from 0 */
	struct scamper_lb_link *way; /* its sets so far, not in the record */
	bool mixed;                  /* flows do not tell the branches apart */
	bool flow_checked;           /* one flow keeps to one branch */
	unsigned int repeats;        /* of that flow, still to be sent */
	uint16_t repeated;           /* the flow .. */
	uint16_t repeated_at;        /* .. and the interface it met */
	unsigned int silent;         /* hops in a row without any answer */
	unsigned int stale;          /* hops in a row without a new address */
	unsigned int misses; /* new flows that missed the node, in a row */

	struct lb_want want;
	uint8_t attempt;                /* next one to send */
	struct scamper_lb_set attempts; /* of `want`, not in the record yet */
	/* By probe number: owned by the record or by the two above. */
	struct scamper_lb_probe **sent;
	uint32_t sent_used;

	unsigned int stop_interfaces; /* of the stopping point kept here */
	unsigned int stop_probes;
	bool failed; /* no memory */
};

/* lb_graph.c. After a failed allocation lb->failed is set. */
uint16_t lb_iface_of(struct lb *lb, const struct scamper_addr *addr);
/* The node of an interface, made if need be. */
uint16_t lb_node_of(struct lb *lb, uint16_t iface, uint8_t ttl);
uint16_t lb_new_flow(struct lb *lb);
/* NULL: not probed. */
const struct lb_seen *lb_seen(const struct lb *lb, uint16_t flow, uint8_t ttl);
void lb_note(struct lb *lb, uint16_t flow, uint8_t ttl, uint16_t iface);
/* A flow meets a node; so it meets those behind it as far as is known. */
void lb_arrive(struct lb *lb, uint16_t node, uint16_t flow, uint8_t ttl);
/* All flows of a node go on, after links were added. */
void lb_spread(struct lb *lb, uint16_t node);
/* The link between two nodes, NULL: none. */
struct scamper_lb_link *lb_link(const struct lb *lb, uint16_t from,
				uint16_t to);
/* Adds one; `to` LB_NONE: its end is open. NULL: no memory. */
struct scamper_lb_link *lb_connect(struct lb *lb, uint16_t from, uint16_t to);
/* A probe that may bring a further flow to a node; false: there is none. */
bool lb_seek(struct lb *lb, uint16_t node, struct lb_want *want);
/* Sorts the links by the addresses of their ends. */
void lb_sort_links(struct scamper_tracelb *record);
void lb_free(struct lb *lb);

/* lb_plan.c */
/* Decides lb->want; false: all is done. */
bool lb_plan(struct lb *lb);
/* What the wanted flow met: an interface, or silence (LB_NONE). */
void lb_answer(struct lb *lb, uint16_t iface);
/* Puts what is unfinished into the record. */
void lb_give_up(struct lb *lb);

#endif
