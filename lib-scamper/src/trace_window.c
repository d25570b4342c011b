/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * trace -N: up to that many consecutive TTLs have a probe on its way. What is
 * concluded from them is concluded in the order of TTLs, as in a plain trace.
 */
#include <errno.h>
#include <stdlib.h>

#include "trace.h"
#include "trace_modes.h"
#include "trace_task.h"

/* A TTL: how often it was tried, and until when an answer is awaited. */
struct slot {
	uint64_t deadline; /* 0: no probe on its way */
	uint8_t attempts;
	bool answered;
};

struct trace_window {
	struct slot slots[TRACE_MAX_TTL + 1];
	unsigned int base;     /* first TTL that is not concluded */
	unsigned int highest;  /* TTL to go to */
	unsigned int silent;   /* TTLs in a row, up to base */
	unsigned int farthest; /* TTL that has answered, or before the first */
};

static struct scamper_trace *record(struct task *task)
{
	return task->command.trace;
}

static void window_start(struct task *task, uint64_t now)
{
	struct scamper_trace *trace = record(task);
	struct trace_window *w = calloc(1, sizeof(*w));

	trace_start(task, now);
	task->trace.window = w;
	if (!w)
		return;
	w->base = trace->first_hop;
	w->farthest = trace->first_hop - 1u;
	w->highest = trace->hop_limit ? trace->hop_limit : TRACE_MAX_TTL;
	task->trace.ttl = trace->first_hop;
}

static bool exhausted(const struct slot *slot,
		      const struct scamper_trace *trace)
{
	return !slot->answered && slot->deadline == 0 &&
	       slot->attempts >= trace->attempts;
}

/* Passes over the TTLs that are decided. True when the trace has ended. */
static bool conclude(struct task *task)
{
	struct scamper_trace *trace = record(task);
	struct trace_window *w = task->trace.window;

	for (; w->base <= w->highest; w->base++) {
		const struct slot *slot = &w->slots[w->base];

		if (!slot->answered && !exhausted(slot, trace))
			return false;
		w->silent = slot->answered ? 0 : w->silent + 1;
		if (w->silent >= trace->gap_limit && !task->trace.stop_reason) {
			trace->hop_count = (uint16_t)w->base;
			trace_end(task, SCAMPER_TRACE_GAPLIMIT, 0);
			return true;
		}
	}
	if (task->trace.stop_reason) {
		trace_end(task, task->trace.stop_reason, task->trace.stop_data);
		return true;
	}
	trace->hop_count = (uint16_t)w->highest;
	trace_end(task, SCAMPER_TRACE_HOPLIMIT, 0);
	return true;
}

/* The next TTL of the window that wants a probe, 0: none. None is sent behind
 * the place where silence would end the trace. */
static unsigned int next_ttl(struct task *task)
{
	const struct scamper_trace *trace = record(task);
	const struct trace_window *w = task->trace.window;
	unsigned int end = w->base + trace->squeries;
	unsigned int gap = (unsigned int)w->farthest + trace->gap_limit;

	if (end > gap + 1)
		end = gap + 1;
	for (unsigned int t = w->base; t < end && t <= w->highest; t++) {
		const struct slot *slot = &w->slots[t];

		if (!slot->answered && slot->deadline == 0 &&
		    slot->attempts < trace->attempts)
			return t;
	}
	return 0;
}

static uint64_t earliest(const struct trace_window *w)
{
	uint64_t first = UINT64_MAX;

	for (unsigned int t = w->base; t <= w->highest; t++)
		if (w->slots[t].deadline && w->slots[t].deadline < first)
			first = w->slots[t].deadline;
	return first;
}

static void pump(struct task *task, uint64_t when)
{
	unsigned int ttl;

	if (conclude(task))
		return;
	ttl = next_ttl(task);
	if (ttl) {
		task->trace.ttl = (uint8_t)ttl;
		trace_send_next(task, when);
	} else {
		task_wait(task, TASK_WAIT_REPLY, earliest(task->trace.window));
	}
}

static void window_sent(struct task *task, const struct probe_log *log)
{
	struct slot *slot;

	if (!task->trace.window) {
		trace_stop(task, ENOMEM);
		return;
	}
	slot = &task->trace.window->slots[log->ttl];
	slot->deadline = trace_note_sent(task, slot->attempts++);
	pump(task, log->tx_ns);
}

static void window_timeout(struct task *task, uint64_t now)
{
	struct trace_window *w = task->trace.window;

	for (unsigned int t = w->base; t <= w->highest; t++)
		if (w->slots[t].deadline && w->slots[t].deadline <= now)
			w->slots[t].deadline = 0;
	pump(task, now);
}

/* What ends the trace ends it at its TTL: nothing farther is probed. */
static void stop_at(struct task *task, unsigned int ttl, uint8_t reason,
		    uint8_t data)
{
	struct trace_window *w = task->trace.window;

	if (task->trace.stop_reason && ttl >= w->highest)
		return;
	task->trace.stop_reason = reason;
	task->trace.stop_data = data;
	w->highest = ttl;
}

/* Hops behind the end are those of probes that were already on their way. */
static void drop_behind(struct scamper_trace *trace, unsigned int highest)
{
	while (trace->hops_used &&
	       trace->hops[trace->hops_used - 1]->probe_ttl > highest)
		scamper_hop_free(trace->hops[--trace->hops_used]);
	trace->hop_count = (uint16_t)highest;
}

static void window_reply(struct task *task, const struct reply *reply)
{
	struct scamper_trace *trace = record(task);
	struct trace_window *w = task->trace.window;
	uint8_t data = 0, reason;
	uint32_t number;
	struct scamper_hop *hop = trace_take(task, reply, &number);
	unsigned int ttl;

	if (!hop)
		return;
	ttl = hop->probe_ttl;
	if (ttl > w->highest) {
		scamper_hop_free(hop);
		return;
	}
	if (!trace_keep(task, hop))
		return;
	w->slots[ttl].answered = true;
	w->slots[ttl].deadline = 0;
	if (w->farthest < ttl)
		w->farthest = ttl;
	if (trace->hop_count < ttl)
		trace->hop_count = (uint16_t)ttl;
	reason = trace_judge(trace, hop, &task->trace.loops, &data);
	if (reason != SCAMPER_TRACE_NONE) {
		stop_at(task, ttl, reason, data);
		drop_behind(trace, w->highest);
	}
	pump(task, reply->rx_ns);
}

void trace_window_release(struct task *task)
{
	free(task->trace.window);
	task->trace.window = NULL;
}

const struct task_ops task_window_ops = {
	.start = window_start,
	.probe = trace_probe,
	.sent = window_sent,
	.timeout = window_timeout,
	.reply = window_reply,
	.stop = trace_stop,
	.release = trace_window_release,
};
