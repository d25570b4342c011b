/* SPDX-License-Identifier: BSD-3-Clause */
/* `trace`: the sequence of probes (scamper.md section 3, "Sequence"). */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "result.h"
#include "task.h"
#include "trace.h"

static const uint64_t second = UINT64_C(1000000000);
static const uint64_t wait_probe_unit = UINT64_C(10000000);

enum { MAX_TTL = 255 };

static struct scamper_trace *record(struct task *task)
{
	return task->command.trace;
}

static void trace_end(struct task *task, uint8_t reason, uint8_t data)
{
	struct scamper_trace *trace = record(task);

	trace->stop_reason = reason;
	trace->stop_data = data;
	task_finish(task);
}

static void trace_start(struct task *task, uint64_t now)
{
	struct scamper_trace *trace = record(task);

	trace->start = task_wall(task, now);
	task->trace.ttl = trace->first_hop;
}

static void trace_stop(struct task *task, int error)
{
	if (error)
		trace_end(task, SCAMPER_TRACE_ERROR, (uint8_t)error);
	else
		trace_end(task, SCAMPER_TRACE_HALTED, 0);
}

/* Bytes of a probe in front of its payload. */
static unsigned int header(const struct scamper_trace *trace)
{
	return (trace->dst.type == SCAMPER_ADDR_IPV6 ? IP6_HEADER : IP_HEADER) +
	       (trace_proto(trace) == PROTO_TCP ? TCP_HEADER : ICMP_HEADER);
}

static void trace_probe(struct task *task, struct probe_spec *spec)
{
	const struct scamper_trace *trace = record(task);
	uint16_t number = (uint16_t)task->probes_used;

	spec->ttl = task->trace.ttl;
	spec->tos = trace->tos;
	spec->ipid = (uint16_t)(number + 1);
	spec->payload = task->command.payload;
	spec->payload_len = (uint16_t)(trace->probe_size - header(trace));
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
		spec->fixed_sum = true;
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

static void trace_sent(struct task *task, const struct probe_log *log)
{
	struct scamper_trace *trace = record(task);

	task->probes[task->probes_used - 1].attempt = task->trace.attempt++;
	trace->probe_count++;
	task_wait(task, TASK_WAIT_REPLY, log->tx_ns + trace->wait_s * second);
}

/* The next probe may go, unless -W asks for a longer pause. */
static void send_next(struct task *task, uint64_t when)
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
	task->trace.ttl = MAX_TTL;
	task->trace.attempt = 0;
	send_next(task, when);
}

static void next_ttl(struct task *task, uint64_t when)
{
	struct scamper_trace *trace = record(task);
	unsigned int highest = trace->hop_limit ? trace->hop_limit : MAX_TTL;

	if (task->trace.stop_reason) {
		trace_end(task, task->trace.stop_reason, task->trace.stop_data);
		return;
	}
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
	send_next(task, when);
}

static void trace_timeout(struct task *task, uint64_t now)
{
	if (task->trace.attempt < record(task)->attempts)
		send_next(task, now);
	else if (task->trace.lastditch)
		trace_end(task, SCAMPER_TRACE_GAPLIMIT, 0);
	else
		next_ttl(task, now);
}

static bool sends_all(const struct scamper_trace *trace)
{
	return trace->flags & SCAMPER_TRACE_ALL_ATTEMPTS;
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
	if (task->trace.attempt < trace->attempts)
		send_next(task, when);
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

static void trace_reply(struct task *task, const struct reply *reply)
{
	struct scamper_trace *trace = record(task);
	struct probe_log *log;
	struct scamper_hop *hop;
	int number = trace_match(trace, reply, task->probes_used);

	if (number < 0)
		return;
	log = &task->probes[number];
	if (!task_count_reply(log, trace->hops_used))
		return;
	hop = trace_make_hop(trace, log, reply);
	if (!hop) {
		trace_end(task, SCAMPER_TRACE_ERROR, ENOMEM);
		return;
	}
	hop->tx = task_wall(task, log->tx_ns);
	if (task->trace.lastditch &&
	    (uint32_t)number >= task->trace.lastditch_first) {
		lastditch_reply(task, hop);
		return;
	}
	if (trace_insert(trace, hop)) {
		scamper_hop_free(hop);
		trace_end(task, SCAMPER_TRACE_ERROR, ENOMEM);
		return;
	}
	task->trace.answered[log->ttl / 8] |= (uint8_t)(1 << log->ttl % 8);
	if (task->trace.lastditch)
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
