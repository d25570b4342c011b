/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * `tracelb`: one probe at a time, as lb_plan.c wants it. The first hop is met
 * by one flow; what answers there is the root of all that follows.
 */
#include <errno.h>
#include <stdlib.h>

#include "result.h"
#include "result_tracelb.h"
#include "trace.h"
#include "tracelb_feature.h"
#include "tracelb_task.h"

static const uint64_t second = UINT64_C(1000000000);
static const uint64_t wait_probe_unit = UINT64_C(10000000);

static struct scamper_tracelb *record(const struct task *task)
{
	return task->command.tracelb;
}

static uint8_t proto_of(const struct scamper_tracelb *t)
{
	switch (t->type) {
	case SCAMPER_TRACELB_ICMP_ECHO:
		return PROTO_ICMP;
	case SCAMPER_TRACELB_TCP_SPORT:
	case SCAMPER_TRACELB_TCP_ACK_SPORT:
		return PROTO_TCP;
	default:
		return PROTO_UDP;
	}
}

/* The port, or checksum, that makes a flow; neither is 0. */
static uint16_t flow_number(const struct scamper_tracelb *t, uint16_t flow)
{
	uint32_t base = t->sport;

	if (t->type == SCAMPER_TRACELB_ICMP_ECHO)
		base = 1;
	else if (t->type == SCAMPER_TRACELB_UDP_DPORT)
		base = t->dport;
	return (uint16_t)((base - 1 + flow) % UINT16_MAX + 1);
}

static void tracelb_start(struct task *task, uint64_t now)
{
	struct lb *lb = calloc(1, sizeof(*lb));

	record(task)->start = task_wall(task, now);
	task->lb = lb;
	if (!lb)
		return;
	lb->record = record(task);
	lb->node = LB_NONE;
	lb->want = (struct lb_want){0, record(task)->first_hop, LB_NONE};
	lb_new_flow(lb);
}

static void tracelb_probe(struct task *task, struct probe_spec *spec)
{
	const struct scamper_tracelb *t = record(task);
	const struct lb *lb = task->lb;
	uint16_t number = (uint16_t)task->probes_used;
	uint16_t flow = flow_number(t, lb ? lb->want.flow : 0);

	spec->proto = proto_of(t);
	spec->ttl = lb ? lb->want.ttl : t->first_hop;
	spec->tos = t->tos;
	spec->ipid = (uint16_t)(number + 1);
	spec->flow_label = spec->proto == PROTO_TCP ? number + 1u : 0;
	spec->payload_len =
		(uint16_t)(t->probe_size -
			   (t->dst.type == SCAMPER_ADDR_IPV6 ? IP6_HEADER
							     : IP_HEADER) -
			   (spec->proto == PROTO_TCP ? TCP_HEADER
						     : ICMP_HEADER));
	spec->sport = t->sport;
	spec->dport = t->dport;
	spec->fixed_sum = spec->proto != PROTO_TCP;
	spec->sum = (uint16_t)(number + 1);
	switch (t->type) {
	case SCAMPER_TRACELB_UDP_DPORT:
		spec->dport = flow;
		break;
	case SCAMPER_TRACELB_ICMP_ECHO:
		spec->sum = flow;
		spec->dport = number;
		break;
	case SCAMPER_TRACELB_TCP_SPORT:
	case SCAMPER_TRACELB_TCP_ACK_SPORT:
		spec->tcp_flags = t->type == SCAMPER_TRACELB_TCP_SPORT
					  ? TCP_SYN
					  : TCP_ACK;
		/* fall through */
	default: /* SCAMPER_TRACELB_UDP_SPORT */
		spec->sport = flow;
		break;
	}
}

static void finish(struct task *task)
{
	lb_sort_links(record(task));
	task_finish(task);
}

/* An error, or 0: what was found so far is the result. */
static void tracelb_stop(struct task *task, int error)
{
	(void)error; /* the record has no place for it */
	if (task->lb)
		lb_give_up(task->lb);
	finish(task);
}

static void send_next(struct task *task, uint64_t when)
{
	uint64_t pause = record(task)->wait_probe * wait_probe_unit;
	uint64_t earliest = task->probes[task->probes_used - 1].tx_ns + pause;

	if (earliest > when)
		task_wait(task, TASK_WAIT_SEND, earliest);
	else
		task_ready(task, when);
}

/* Attempts at the first hop are part of no link. */
static void drop_attempts(struct lb *lb)
{
	for (uint32_t i = 0; i < lb->attempts.probes_used; i++)
		lb_probe_free(lb->attempts.probes[i]);
	for (uint32_t i = 0; i < lb->sent_used; i++)
		lb->sent[i] = NULL;
	lb->attempts.probes_used = 0;
}

/* The first hop was answered, or is silent and the next one is tried. False:
 * there is no root. */
static bool first_answer(struct lb *lb, uint16_t iface)
{
	uint8_t ttl = lb->want.ttl;

	drop_attempts(lb);
	if (iface == LB_NONE) {
		lb->want.ttl++;
		return ++lb->silent < lb->record->gap_limit && ttl < LB_MAX_TTL;
	}
	if (lb_node_of(lb, iface, ttl) != LB_NONE)
		lb_arrive(lb, 0, 0, ttl);
	return lb_plan(lb);
}

/* The wanted probe is answered or given up. */
static void answered(struct task *task, uint16_t iface, uint64_t when)
{
	struct scamper_tracelb *t = record(task);
	struct lb *lb = task->lb;
	bool more;

	lb->attempt = 0;
	if (lb->nodes_used == 0) {
		more = first_answer(lb, iface);
	} else {
		lb_answer(lb, iface);
		more = lb_plan(lb);
	}
	if (lb->failed || (more && t->probe_count >= t->probe_max))
		tracelb_stop(task, lb->failed ? ENOMEM : 0);
	else if (more)
		send_next(task, when);
	else
		finish(task);
}

/* The probe as the record has it; NULL: no memory. */
static struct scamper_lb_probe *note_probe(struct task *task)
{
	struct lb *lb = task->lb;
	const struct probe_log *log = &task->probes[task->probes_used - 1];
	struct scamper_lb_probe *probe = calloc(1, sizeof(*probe));
	void *sent = lb->sent;

	if (!probe || lb_append_probe(&lb->attempts, probe)) {
		free(probe);
		return NULL;
	}
	if (scamper_array_grow(&sent, lb->sent_used, sizeof(probe)))
		return NULL;
	lb->sent = sent;
	lb->sent[lb->sent_used++] = probe;
	probe->tx = task_wall(task, log->tx_ns);
	probe->flow = flow_number(record(task), lb->want.flow);
	probe->ttl = log->ttl;
	probe->attempt = lb->attempt;
	return probe;
}

static void tracelb_sent(struct task *task, const struct probe_log *log)
{
	struct lb *lb = task->lb;

	record(task)->probe_count++;
	if (!lb || lb->failed || !note_probe(task)) {
		tracelb_stop(task, ENOMEM);
		return;
	}
	lb->attempt++;
	task_wait(task, TASK_WAIT_REPLY,
		  log->tx_ns + record(task)->wait_s * second);
}

static void tracelb_timeout(struct task *task, uint64_t now)
{
	const struct scamper_tracelb *t = record(task);

	if (t->probe_count >= t->probe_max)
		tracelb_stop(task, 0);
	else if (task->lb->attempt < t->attempts)
		send_next(task, now);
	else
		answered(task, LB_NONE, now);
}

/* The number of the probe that a reply answers, or -1. */
static int match(const struct scamper_tracelb *t, const struct lb *lb,
		 const struct reply *reply)
{
	uint8_t proto = proto_of(t);
	int number;
	bool dport = t->type == SCAMPER_TRACELB_UDP_DPORT;
	const struct quote *quote = &reply->quote;

	if (reply->answer == ANSWER_ECHO)
		return proto == PROTO_ICMP && reply->id == t->sport &&
				       reply->seq < lb->sent_used
			       ? reply->seq
			       : -1;
	if (reply->answer == ANSWER_TRANSPORT) {
		/* It names its flow: the last probe that had it. */
		number = (int)lb->sent_used - 1;
		if (reply->proto != proto || proto == PROTO_ICMP ||
		    (dport ? reply->seq != t->sport : reply->id != t->dport))
			return -1;
		while (number >= 0 &&
		       (!lb->sent[number] ||
			lb->sent[number]->flow !=
				(dport ? reply->id : reply->seq)))
			number--;
		return number;
	}
	if (!reply->quotes || reply->answer == ANSWER_PARAMETER ||
	    quote->proto != proto)
		return -1;
	number = trace_quoted_number(quote, lb->sent_used);
	if (number < 0 || !lb->sent[number])
		return -1;
	if (proto == PROTO_ICMP)
		return quote->sport == t->sport ? number : -1;
	if (quote->sport != (dport ? t->sport : lb->sent[number]->flow) ||
	    quote->dport != (dport ? lb->sent[number]->flow : t->dport))
		return -1;
	return number;
}

/* Copies a reply into the record; false: no memory. */
static bool keep_reply(struct task *task, struct scamper_lb_probe *probe,
		       const struct reply *reply)
{
	struct scamper_lb_reply *r = lb_add_reply(probe);

	if (!r)
		return false;
	r->addr = reply->src;
	r->rx = task_wall(task, reply->rx_ns);
	r->ipid = reply->ipid;
	r->ttl = reply->ttl;
	r->flags = SCAMPER_LB_REPLY_TTL;
	r->icmp_type = reply->icmp_type;
	r->icmp_code = reply->icmp_code;
	if (reply->answer == ANSWER_TRANSPORT && reply->proto == PROTO_TCP)
		r->flags |= SCAMPER_LB_REPLY_TCP;
	r->tcp_flags = reply->tcp_flags;
	if (reply->quotes) {
		r->quoted_ttl = reply->quote.ttl;
		r->quoted_tos = reply->quote.tos;
	}
	return packet_copy_ext(reply, &r->ext, &r->ext_len);
}

/* The interface that a reply comes from, and what the reply says of it. */
static uint16_t judge(const struct task *task, const struct reply *reply)
{
	const struct scamper_tracelb *t = record(task);
	struct lb *lb = task->lb;
	uint16_t iface = lb_iface_of(lb, &reply->src);
	struct lb_iface *i;

	if (iface == LB_NONE)
		return LB_NONE;
	i = &lb->ifaces[iface];
	if (scamper_addr_equal(&reply->src, &t->dst) ||
	    reply->answer == ANSWER_ECHO || reply->answer == ANSWER_TRANSPORT ||
	    (reply->answer == ANSWER_NO_PORT && proto_of(t) == PROTO_UDP))
		i->destination = true;
	else if (reply->answer != ANSWER_EXPIRED)
		i->dead_end = true;
	if (reply->quotes && !i->have_quoted_ttl && i->node == LB_NONE) {
		i->have_quoted_ttl = true;
		i->quoted_ttl = reply->quote.ttl;
	}
	return iface;
}

static void tracelb_reply(struct task *task, const struct reply *reply)
{
	struct lb *lb = task->lb;
	int number = lb ? match(record(task), lb, reply) : -1;
	struct scamper_lb_probe *probe = number < 0 ? NULL : lb->sent[number];
	bool awaited = false;
	uint16_t iface;

	if (!probe ||
	    !task_count_reply(&task->probes[number], probe->replies_used))
		return;
	for (uint32_t i = 0; i < lb->attempts.probes_used; i++)
		awaited |= lb->attempts.probes[i] == probe;
	if (!keep_reply(task, probe, reply)) {
		tracelb_stop(task, ENOMEM);
		return;
	}
	if (!awaited)
		return;
	iface = judge(task, reply);
	if (lb->failed)
		tracelb_stop(task, ENOMEM);
	else
		answered(task, iface, reply->rx_ns);
}

static void tracelb_release(struct task *task)
{
	lb_free(task->lb);
	task->lb = NULL;
}

const struct task_ops task_tracelb_ops = {
	.start = tracelb_start,
	.probe = tracelb_probe,
	.sent = tracelb_sent,
	.timeout = tracelb_timeout,
	.reply = tracelb_reply,
	.stop = tracelb_stop,
	.release = tracelb_release,
};
