/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Doubletree (scamper.md section 3, "Rarer modes"): forward until an address
 * of the global stop set, then backward from the first TTL until one of the
 * local stop set, which all traces with its name share.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "engine_state.h"
#include "result.h"
#include "trace_modes.h"
#include "trace_task.h"

struct stop_set {
	struct stop_set *next;
	struct scamper_addr *addrs;
	uint32_t used;
	char name[];
};

void trace_release(struct scamper_engine *engine)
{
	while (engine->stop_sets) {
		struct stop_set *next = engine->stop_sets->next;

		free(engine->stop_sets->addrs);
		free(engine->stop_sets);
		engine->stop_sets = next;
	}
}

/* The set of that name, made when it is not there; NULL: no memory. */
static struct stop_set *set_of(struct scamper_engine *engine, const char *name)
{
	struct stop_set *set = engine->stop_sets;
	size_t len = strlen(name) + 1;

	while (set && strcmp(set->name, name) != 0)
		set = set->next;
	if (set)
		return set;
	set = calloc(1, sizeof(*set) + len);
	if (!set)
		return NULL;
	memcpy(set->name, name, len);
	set->next = engine->stop_sets;
	engine->stop_sets = set;
	return set;
}

static bool contains(const struct scamper_addr *addrs, uint32_t used,
		     const struct scamper_addr *addr)
{
	for (uint32_t i = 0; i < used; i++)
		if (scamper_addr_equal(&addrs[i], addr))
			return true;
	return false;
}

/* False: no memory. */
static bool add(struct stop_set *set, const struct scamper_addr *addr)
{
	void *addrs = set->addrs;

	if (contains(set->addrs, set->used, addr))
		return true;
	if (scamper_array_grow(&addrs, set->used, sizeof(*addr)))
		return false;
	set->addrs = addrs;
	set->addrs[set->used++] = *addr;
	return true;
}

/* All routers that were seen so far join the local set. */
static bool learn(struct task *task, struct stop_set *set)
{
	const struct scamper_trace *trace = task->command.trace;

	for (uint32_t i = 0; i < trace->hops_used; i++) {
		const struct scamper_addr *addr = &trace->hops[i]->addr;

		if (!scamper_addr_equal(addr, &trace->dst) && !add(set, addr))
			return false;
	}
	return true;
}

bool trace_in_global_set(struct task *task, const struct scamper_addr *addr)
{
	const struct command *command = &task->command;

	if (!contains(command->gss, command->gss_used, addr))
		return false;
	command->trace->doubletree->global_stop = *addr;
	return true;
}

/* The first TTL is silent, or at or behind the destination: nothing can be said
 * about the way there from here. Half the distance is tried. */
bool trace_too_far(struct task *task)
{
	struct scamper_trace *trace = task->command.trace;

	if (!trace->doubletree || trace->first_hop == 1 ||
	    task->trace.ttl != trace->first_hop)
		return false;
	trace->first_hop /= 2;
	return true;
}

static void backward_finish(struct task *task)
{
	const struct scamper_doubletree *dtree =
		task->command.trace->doubletree;
	struct stop_set *set;

	if (dtree->local_name) {
		set = set_of(task->engine, dtree->local_name);
		if (!set || !learn(task, set)) {
			trace_stop(task, ENOMEM);
			return;
		}
	}
	if (!trace_pmtud(task))
		task_finish(task);
}

static void next_back(struct task *task, uint64_t when)
{
	if (task->trace.ttl <= 1) {
		backward_finish(task);
		return;
	}
	task->trace.ttl--;
	/* Debian's tools print hops from the record's first TTL on; where
	 * the command wanted to begin stands in the attribute. */
	task->command.trace->first_hop = task->trace.ttl;
	task->trace.attempt = 0;
	trace_send_next(task, when);
}

static void backward_timeout(struct task *task, uint64_t now)
{
	if (task->trace.attempt < task->command.trace->attempts)
		trace_send_next(task, now);
	else
		next_back(task, now);
}

static void backward_reply(struct task *task, const struct reply *reply)
{
	struct scamper_doubletree *dtree = task->command.trace->doubletree;
	struct stop_set *set = NULL;
	uint32_t number;
	struct scamper_hop *hop = trace_take(task, reply, &number);

	if (!hop || !trace_keep(task, hop) ||
	    task->probes[number].ttl != task->trace.ttl)
		return;
	if (dtree->local_name)
		set = set_of(task->engine, dtree->local_name);
	if (set && contains(set->addrs, set->used, &hop->addr)) {
		dtree->local_stop = hop->addr;
		backward_finish(task);
		return;
	}
	next_back(task, reply->rx_ns);
}

static const struct task_ops backward_ops = {
	.start = trace_start,
	.probe = trace_probe,
	.sent = trace_sent,
	.timeout = backward_timeout,
	.reply = backward_reply,
	.stop = trace_stop,
	.release = trace_window_release,
};

bool trace_backward(struct task *task)
{
	const struct scamper_trace *trace = task->command.trace;

	if (!trace->doubletree || task->trace.backward)
		return false;
	task->trace.backward = true;
	task->ops = &backward_ops;
	task->trace.ttl = trace->first_hop;
	if (trace->doubletree->flags & SCAMPER_DOUBLETREE_NOBACK)
		task->trace.ttl = 1;
	next_back(task, task_now(task));
	return true;
}
