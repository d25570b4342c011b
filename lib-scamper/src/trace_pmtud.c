/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * trace -M: the path MTU, after a trace that the destination has ended
 * (scamper.md section 3, "Rarer modes"). Probes have TTL 255 and the size to
 * be tried. A router that says its MTU is believed; when it says nothing of
 * use, sizes are searched between what fits and what does not, first among
 * the usual ones, and then the router that is silent.
 */
#include <errno.h>
#include <stdlib.h>

#include "result.h"
#include "trace.h"
#include "trace_modes.h"
#include "trace_task.h"

enum { METHOD_VERSION = 2, MAX_NOTES = 255 };

static const uint16_t usual[] = {
	68,   296,  508,  512,  544,  552,   576,   1006,  1280,
	1454, 1480, 1492, 1500, 1514, 1536,  2002,  2048,  4352,
	4464, 4470, 8166, 9000, 9192, 16110, 17914, 65535,
};

static struct scamper_pmtud *record(struct task *task)
{
	return task->command.trace->pmtud;
}

static bool add_note(struct task *task, uint8_t type, uint16_t mtu)
{
	struct scamper_pmtud *pmtud = record(task);
	void *notes = pmtud->notes;

	if (pmtud->notes_used == MAX_NOTES || pmtud->hops_used == 0)
		return true;
	if (scamper_array_grow(&notes, pmtud->notes_used,
			       sizeof(*pmtud->notes))) {
		trace_stop(task, ENOMEM);
		return false;
	}
	pmtud->notes = notes;
	pmtud->notes[pmtud->notes_used++] = (struct scamper_pmtud_note){
		.type = type,
		.mtu = mtu,
		.hop = (uint16_t)(pmtud->hops_used - 1),
	};
	return true;
}

static void try_size(struct task *task, uint16_t size, uint8_t ttl,
		     uint64_t when)
{
	task->trace.pmtud.size = size;
	task->trace.pmtud.ttl = ttl;
	task->trace.pmtud.attempt = 0;
	trace_send_next(task, when);
}

/* Strictly between the two: the largest usual size, else the middle. */
static uint16_t between(uint16_t fits, uint16_t too_big)
{
	for (size_t i = sizeof(usual) / sizeof(usual[0]); i-- > 0;)
		if (usual[i] > fits && usual[i] < too_big)
			return usual[i];
	return (uint16_t)(fits + (too_big - fits) / 2);
}

/* The search goes on, or the limit is known: then the router that swallows
 * what is larger is looked for from the first TTL on. */
static void search(struct task *task, uint64_t when)
{
	struct trace_pmtud *p = &task->trace.pmtud;

	if (p->too_big - p->fits > 1) {
		try_size(task, between(p->fits, p->too_big), TRACE_MAX_TTL,
			 when);
		return;
	}
	record(task)->path_mtu = p->fits;
	if (p->note == SCAMPER_PMTUD_SILENT)
		try_size(task, p->too_big, 1, when);
	else if (add_note(task, p->note, p->fits))
		task_finish(task);
}

/* A size did not get through, and nobody said why or how much would. */
static void begin_search(struct task *task, uint8_t note, uint64_t when)
{
	struct trace_pmtud *p = &task->trace.pmtud;

	if (!p->note)
		p->note = note;
	p->too_big = p->size;
	search(task, when);
}

static void pmtud_probe(struct task *task, struct probe_spec *spec)
{
	trace_describe(task, spec, task->trace.pmtud.ttl,
		       task->trace.pmtud.size);
}

static void pmtud_sent(struct task *task, const struct probe_log *log)
{
	(void)log;
	task_wait(task, TASK_WAIT_REPLY,
		  trace_note_sent(task, task->trace.pmtud.attempt++));
}

/* Searching by TTL: the one before this was the last to answer. */
static bool by_ttl(const struct trace_pmtud *p)
{
	return p->ttl != TRACE_MAX_TTL;
}

static void pmtud_timeout(struct task *task, uint64_t now)
{
	struct trace_pmtud *p = &task->trace.pmtud;

	if (p->attempt < task->command.trace->attempts) {
		trace_send_next(task, now);
	} else if (by_ttl(p)) {
		if (add_note(task, SCAMPER_PMTUD_SILENT, p->fits))
			task_finish(task);
	} else {
		begin_search(task, SCAMPER_PMTUD_SILENT, now);
	}
}

static void too_big(struct task *task, uint16_t mtu, uint64_t when)
{
	struct trace_pmtud *p = &task->trace.pmtud;

	if (by_ttl(p)) {
		if (add_note(task, SCAMPER_PMTUD_BAD_MTU, p->fits))
			task_finish(task);
		return;
	}
	if (mtu <= p->fits || mtu >= p->size) {
		begin_search(task, SCAMPER_PMTUD_BAD_MTU, when);
		return;
	}
	p->too_big = p->size;
	if (add_note(task, SCAMPER_PMTUD_TOO_BIG, mtu))
		try_size(task, mtu, TRACE_MAX_TTL, when);
}

static void got_through(struct task *task, uint64_t when)
{
	struct trace_pmtud *p = &task->trace.pmtud;

	p->fits = p->size;
	if (p->note) {
		search(task, when);
		return;
	}
	record(task)->path_mtu = p->fits;
	task_finish(task);
}

static void pmtud_reply(struct task *task, const struct reply *reply)
{
	struct trace_pmtud *p = &task->trace.pmtud;
	struct scamper_pmtud *pmtud = record(task);
	uint32_t number;
	struct scamper_hop *hop = trace_take(task, reply, &number);

	if (!hop)
		return;
	/* Answers to the trace itself, or to a size given up. */
	if (number < p->first || hop->probe_size != p->size ||
	    hop->probe_ttl != p->ttl) {
		scamper_hop_free(hop);
		return;
	}
	if (scamper_hops_append(&pmtud->hops, &pmtud->hops_used, hop)) {
		scamper_hop_free(hop);
		trace_stop(task, ENOMEM);
		return;
	}
	if (reply->answer == ANSWER_TOO_BIG)
		too_big(task, hop->next_hop_mtu, reply->rx_ns);
	else if (scamper_addr_equal(&hop->addr, &task->command.trace->dst) &&
		 !by_ttl(p))
		got_through(task, reply->rx_ns);
	else if (by_ttl(p) && p->ttl < TRACE_MAX_TTL - 1)
		try_size(task, p->size, (uint8_t)(p->ttl + 1), reply->rx_ns);
}

/* Our own interface or route may refuse a size: that is an answer, too. */
static void pmtud_stop(struct task *task, int error)
{
	if (error != EMSGSIZE || by_ttl(&task->trace.pmtud)) {
		trace_stop(task, error);
		return;
	}
	begin_search(task, SCAMPER_PMTUD_SILENT, task_now(task));
}

static const struct task_ops pmtud_ops = {
	.start = trace_start,
	.probe = pmtud_probe,
	.sent = pmtud_sent,
	.timeout = pmtud_timeout,
	.reply = pmtud_reply,
	.stop = pmtud_stop,
	.release = trace_window_release,
};

bool trace_pmtud(struct task *task)
{
	struct scamper_trace *trace = task->command.trace;
	struct trace_pmtud *p = &task->trace.pmtud;

	if (!(trace->flags & SCAMPER_TRACE_PMTUD) ||
	    trace->stop_reason != SCAMPER_TRACE_COMPLETED)
		return false;
	trace->pmtud = calloc(1, sizeof(*trace->pmtud));
	if (!trace->pmtud)
		return false;
	trace->pmtud->version = METHOD_VERSION;
	trace->pmtud->if_mtu = task_mtu(task);
	p->fits = trace->probe_size;
	p->first = task->probes_used;
	task->ops = &pmtud_ops;
	try_size(task, trace->pmtud->if_mtu, TRACE_MAX_TTL, task_now(task));
	return true;
}
