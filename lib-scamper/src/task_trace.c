/* SPDX-License-Identifier: BSD-3-Clause */
/* `trace`: the sequence of probes (scamper.md section 3, "Sequence"). */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "features.h"
#include "result.h"
#include "trace.h"
#include "trace_task.h"

static const uint64_t second = UINT64_C(1000000000);
static const uint64_t wait_probe_unit = UINT64_C(10000000);

static struct scamper_trace *record(struct task *task)
{
	return task->command.trace;
}

void trace_end(struct task *task, uint8_t reason, uint8_t data)
{
	struct scamper_trace *trace = record(task);
	bool modes = trace->doubletree || (trace->flags & SCAMPER_TRACE_PMTUD);

	trace->stop_reason = reason;
	trace->stop_data = data;
	if (modes && reason != SCAMPER_TRACE_ERROR &&
	    reason != SCAMPER_TRACE_HALTED &&
	    task_trace_modes(task)->after(task))
		return;
	task_finish(task);
}

void trace_start(struct task *task, uint64_t now)
{
	struct scamper_trace *trace = record(task);

	trace->start = task_wall(task, now);
	task->trace.ttl = trace->first_hop;
}

void trace_stop(struct task *task, int error)
{
	struct scamper_trace *trace = record(task);

	trace->stop_reason = error ? SCAMPER_TRACE_ERROR : SCAMPER_TRACE_HALTED;
	trace->stop_data = (uint8_t)error;
	task_finish(task);
}

/* Bytes of a probe in front of its payload. */
static unsigned int header(const struct scamper_trace *trace)
{
	return (trace->dst.type == SCAMPER_ADDR_IPV6 ? IP6_HEADER : IP_HEADER) +
	       (trace_proto(trace) == PROTO_TCP ? TCP_HEADER : ICMP_HEADER);
}

void trace_probe(struct task *task, struct probe_spec *spec)
{
	trace_describe(task, spec, task->trace.ttl, record(task)->probe_size);
}

void trace_describe(struct task *task, struct probe_spec *spec, uint8_t ttl,
		    uint16_t size)
{
	const struct scamper_trace *trace = record(task);
	uint16_t number = (uint16_t)task->probes_used;

	spec->ttl = ttl;
	spec->tos = trace->tos;
	spec->ipid = (uint16_t)(number + 1);
	if (size == trace->probe_size)
		spec->payload = task->command.payload;
	spec->payload_len = (uint16_t)(size - header(trace));
	spec->proto = trace_proto(trace);
	spec->sport = trace->sport;
	spec->dport = trace->dport;
	switch (trace->type) {
	case SCAMPER_TRACE_ICMP_PARIS:
		spec->fixed_sum = true;
		spec->sum = trace->dport;
		/* fall through */
	case SCAMPER_TRACE_ICMP:
		spec->dport = number;
		break;
	case SCAMPER_TRACE_UDP_PARIS:
		/* -O const-payload: the IP id alone tells probes apart. */
		spec->fixed_sum = !(trace->flags & SCAMPER_TRACE_CONST_PAYLOAD);
		spec->sum = (uint16_t)(number + 1);
		break;
	case SCAMPER_TRACE_UDP:
		spec->dport = (uint16_t)(trace->dport + number);
		break;
	default: /* SCAMPER_TRACE_TCP, _TCP_ACK */
		spec->tcp_flags =
			trace->type == SCAMPER_TRACE_TCP ? TCP_SYN : TCP_ACK;
		spec->flow_label = number + 1u;
		break;
	}
}

uint64_t trace_note_sent(struct task *task, uint8_t attempt)
{
	struct scamper_trace *trace = record(task);
	struct probe_log *log = &task->probes[task->probes_used - 1];

	log->attempt = attempt;
	trace->probe_count++;
	return log->tx_ns + trace->wait_s * second;
}

void trace_sent(struct task *task, const struct probe_log *log)
{
	(void)log;
	task_wait(task, TASK_WAIT_REPLY,
		  trace_note_sent(task, task->trace.attempt++));
}

void trace_send_next(struct task *task, uint64_t when)
{
	uint64_t pause = record(task)->wait_probe * wait_probe_unit;
	uint64_t earliest = 0;

	if (task->probes_used)
		earliest = task->probes[task->probes_used - 1].tx_ns + pause;
	if (pause && earliest > when)
		task_wait(task, TASK_WAIT_SEND, earliest);
	else
		task_ready(task, when);
}

static bool ttl_answered(const struct task *task, unsigned int ttl)
{
	return task->trace.answered[ttl / 8] >> (ttl % 8) & 1;
}

/* "At least -g TTLs tried and the last -g all silent." */
static bool gap_reached(struct task *task)
{
	const struct scamper_trace *trace = record(task);
	unsigned int ttl = task->trace.ttl;

	if (ttl - trace->first_hop + 1u < trace->gap_limit)
		return false;
	for (unsigned int i = 0; i < trace->gap_limit; i++)
		if (ttl_answered(task, ttl - i))
			return false;
	return true;
}

/* -G 2: up to -q probes with TTL 255; replies are kept apart. */
static void begin_lastditch(struct task *task, uint64_t when)
{
	task->trace.lastditch = true;
	task->trace.lastditch_first = task->probes_used;
	task->trace.ttl = TRACE_MAX_TTL;
	task->trace.attempt = 0;
	trace_send_next(task, when);
}

/* Doubletree: nothing was heard from the very first TTL, or it meets the
 * destination; a nearer one begins. */
static bool begin_nearer(struct task *task, uint64_t when)
{
	struct scamper_trace *trace = record(task);

	if (!trace->doubletree || trace->hops_used ||
	    !task_trace_modes(task)->too_far(task))
		return false;
	task->trace.ttl = trace->first_hop;
	task->trace.attempt = 0;
	trace_send_next(task, when);
	return true;
}

static void next_ttl(struct task *task, uint64_t when)
{
	struct scamper_trace *trace = record(task);
	unsigned int highest =
		trace->hop_limit ? trace->hop_limit : TRACE_MAX_TTL;

	if (task->trace.stop_reason) {
		trace_end(task, task->trace.stop_reason, task->trace.stop_data);
		return;
	}
	if (begin_nearer(task, when))
		return;
	if (gap_reached(task)) {
		trace->hop_count = task->trace.ttl;
		if (trace->gap_action == 2)
			begin_lastditch(task, when);
		else
			trace_end(task, SCAMPER_TRACE_GAPLIMIT, 0);
		return;
	}
	if (task->trace.ttl >= highest) {
		trace->hop_count = task->trace.ttl;
		trace_end(task, SCAMPER_TRACE_HOPLIMIT, 0);
		return;
	}
	task->trace.ttl++;
	task->trace.attempt = 0;
	trace_send_next(task, when);
}

static bool sends_all(const struct scamper_trace *trace)
{
	return trace->flags & SCAMPER_TRACE_ALL_ATTEMPTS || trace->confidence;
}

/* Interfaces seen at a TTL; few, so looking at all is cheap. */
static unsigned int interfaces_at(const struct scamper_trace *trace,
				  unsigned int ttl)
{
	unsigned int count = 0;

	for (uint32_t i = 0; i < trace->hops_used; i++) {
		uint32_t j = 0;

		if (trace->hops[i]->probe_ttl != ttl)
			continue;
		while (j < i && (trace->hops[j]->probe_ttl != ttl ||
				 !scamper_addr_equal(&trace->hops[j]->addr,
						     &trace->hops[i]->addr)))
			j++;
		count += j == i;
	}
	return count;
}

/* Probes to send at this TTL. With -c a silent TTL gets as many as one with
 * a single interface, whatever -q says, as with Debian's scamper. */
static unsigned int wanted(const struct task *task)
{
	const struct scamper_trace *trace = task->command.trace;

	if (!trace->confidence)
		return trace->attempts;
	return task_trace_modes(task)->confidence(
		trace->confidence, interfaces_at(trace, task->trace.ttl));
}

static void trace_timeout(struct task *task, uint64_t now)
{
	unsigned int attempts =
		task->trace.lastditch ? record(task)->attempts : wanted(task);

	if (task->trace.attempt < attempts)
		trace_send_next(task, now);
	else if (task->trace.lastditch)
		trace_end(task, SCAMPER_TRACE_GAPLIMIT, 0);
	else
		next_ttl(task, now);
}

/*
 * True when the reply ended the trace. Replies to earlier TTLs may end it
 * too. With -Q the end waits for the attempts that are left at the TTL.
 */
static bool stop_test(struct task *task, const struct scamper_hop *hop)
{
	struct scamper_trace *trace = record(task);
	uint8_t data = 0;
	uint8_t reason = trace_judge(trace, hop, &task->trace.loops, &data);

	if (reason == SCAMPER_TRACE_NONE && trace->doubletree &&
	    task_trace_modes(task)->in_global_set(task, &hop->addr))
		reason = SCAMPER_TRACE_GSS;
	if (reason == SCAMPER_TRACE_NONE)
		return false;
	if (!sends_all(trace)) {
		trace_end(task, reason, data);
		return true;
	}
	if (!task->trace.stop_reason) {
		task->trace.stop_reason = reason;
		task->trace.stop_data = data;
	}
	return false;
}

/* A reply to the TTL being probed: with -Q the answer to the last attempt
 * makes the next one go, without it any answer ends the TTL. */
static void advance(struct task *task, const struct probe_log *log,
		    uint64_t when)
{
	const struct scamper_trace *trace = record(task);

	if (!sends_all(trace)) {
		next_ttl(task, when);
		return;
	}
	if (log->attempt + 1u != task->trace.attempt)
		return;
	if (task->trace.attempt < wanted(task))
		trace_send_next(task, when);
	else
		next_ttl(task, when);
}

static void lastditch_reply(struct task *task, struct scamper_hop *hop)
{
	struct scamper_trace *trace = record(task);

	if (scamper_hops_append(&trace->lastditch, &trace->lastditch_used,
				hop)) {
		scamper_hop_free(hop);
		trace_end(task, SCAMPER_TRACE_ERROR, ENOMEM);
		return;
	}
	trace_end(task, SCAMPER_TRACE_GAPLIMIT, 0);
}

struct scamper_hop *trace_take(struct task *task, const struct reply *reply,
			       uint32_t *number)
{
	struct scamper_trace *trace = record(task);
	int match = trace_match(trace, reply, task->probes_used);
	struct probe_log *log;
	struct scamper_hop *hop;

	if (match < 0)
		return NULL;
	*number = (uint32_t)match;
	log = &task->probes[match];
	if (!task_count_reply(log, trace->hops_used))
		return NULL;
	hop = trace_make_hop(log, reply);
	if (hop)
		hop->tx = task_wall(task, log->tx_ns);
	else
		trace_stop(task, ENOMEM);
	return hop;
}

bool trace_keep(struct task *task, struct scamper_hop *hop)
{
	struct scamper_trace *trace = record(task);
	uint8_t ttl = hop->probe_ttl;

	if (trace_insert(trace, hop)) {
		scamper_hop_free(hop);
		trace_stop(task, ENOMEM);
		return false;
	}
	task->trace.answered[ttl / 8] |= (uint8_t)(1 << ttl % 8);
	return true;
}

static void trace_reply(struct task *task, const struct reply *reply)
{
	struct scamper_trace *trace = record(task);
	uint32_t number;
	struct scamper_hop *hop = trace_take(task, reply, &number);
	const struct probe_log *log;

	if (!hop)
		return;
	log = &task->probes[number];
	if (task->trace.lastditch && number >= task->trace.lastditch_first) {
		lastditch_reply(task, hop);
		return;
	}
	if (scamper_addr_equal(&hop->addr, &trace->dst) &&
	    begin_nearer(task, reply->rx_ns)) {
		scamper_hop_free(hop);
		return;
	}
	if (!trace_keep(task, hop) || task->trace.lastditch)
		return;
	if (trace->hop_count < log->ttl)
		trace->hop_count = log->ttl;
	if (!stop_test(task, hop) && log->ttl == task->trace.ttl)
		advance(task, log, reply->rx_ns);
}

const struct task_ops task_trace_ops = {
	.start = trace_start,
	.probe = trace_probe,
	.sent = trace_sent,
	.timeout = trace_timeout,
	.reply = trace_reply,
	.stop = trace_stop,
};
