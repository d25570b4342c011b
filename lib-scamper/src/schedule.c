/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The scheduler: which task sends when (scamper.md section 5), and the rule
 * "one task at a time per source and destination" (section 2).
 */
#include <errno.h>
#include <stdlib.h>

#include "bytes.h"
#include "engine_state.h"
#include "result.h"

enum { MAX_BURST = 16 }; /* probes, or commands that give none */

static struct task_way **bucket_of(struct scamper_engine *engine,
				   const struct scamper_addr *dst)
{
	uint32_t mix = dst->type;

	for (unsigned int i = 0; i < dst->len; i += 4)
		mix = (mix ^ get32(dst->bytes + i)) * UINT32_C(0x9e3779b1);
	return &engine->hash[mix >> 24];
}

struct task_way *schedule_bucket(struct scamper_engine *engine,
				 const struct scamper_addr *dst)
{
	return *bucket_of(engine, dst);
}

/* The task that has one of the ways of `task`, or NULL. */
static struct task *running_like(struct scamper_engine *engine,
				 const struct task *task)
{
	for (uint32_t i = 0; i < task->ways_used; i++) {
		const struct task_way *mine = &task->ways[i];
		struct task_way *way = schedule_bucket(engine, &mine->dst);

		for (; way; way = way->hash_next)
			if (scamper_addr_equal(&way->dst, &mine->dst) &&
			    scamper_addr_equal(&way->src, &mine->src))
				return way->task;
	}
	return NULL;
}

/* From now on the task owns its ways; or it waits for the one that does. */
static void run_or_hold(struct task *task, uint64_t now)
{
	struct scamper_engine *engine = task->engine;
	struct task *other = running_like(engine, task);

	if (other) {
		task_list_push(&other->held, task);
		return;
	}
	for (uint32_t i = 0; i < task->ways_used; i++) {
		struct task_way *way = &task->ways[i];
		struct task_way **bucket = bucket_of(engine, &way->dst);

		way->hash_next = *bucket;
		*bucket = way;
	}
	task->running = true;
	engine->running++;
	task_ready(task, now);
}

/* Those held back are looked at again, in order. */
static void end_running(struct task *task)
{
	struct scamper_engine *engine = task->engine;
	struct task_list held = {0};

	for (uint32_t i = 0; i < task->ways_used; i++) {
		struct task_way *way = &task->ways[i];
		struct task_way **link = bucket_of(engine, &way->dst);

		while (*link != way)
			link = &(*link)->hash_next;
		*link = way->hash_next;
	}
	task->running = false;
	engine->running--;
	for (struct task *t; (t = task_list_pop(&task->held));)
		task_list_push(&held, t);
	for (struct task *t; (t = task_list_pop(&held));)
		run_or_hold(t, engine->now);
}

void schedule_forget(struct task *task)
{
	if (task->list)
		task_list_remove(task);
	timer_clear(task->engine, task);
	if (task->running)
		end_running(task);
}

void task_finish(struct task *task)
{
	struct scamper_engine *engine = task->engine;

	if (task->state == TASK_FINISHED)
		return;
	if (task->list)
		task_list_remove(task);
	timer_clear(engine, task);
	task->state = TASK_FINISHED;
	if (task->running)
		end_running(task);
	task_list_push(&engine->finished, task);
}

void task_ready(struct task *task, uint64_t when)
{
	struct scamper_engine *engine = task->engine;

	if (task->state == TASK_READY)
		return;
	/* A slot that passed while nothing waited for it was not missed. */
	if (engine->idle && engine->next_slot < when)
		engine->next_slot = when;
	engine->idle = false;
	timer_clear(engine, task);
	task->state = TASK_READY;
	task_list_push(&engine->ready, task);
}

void task_wait(struct task *task, enum task_state state, uint64_t deadline)
{
	if (task->list)
		task_list_remove(task);
	task->state = (uint8_t)state;
	timer_set(task->engine, task, deadline);
}

static bool window_open(const struct scamper_engine *engine)
{
	return engine->options.window == 0 ||
	       engine->running < engine->options.window;
}

bool schedule_has_work(const struct scamper_engine *engine)
{
	return engine->ready.head ||
	       (window_open(engine) && source_waiting(engine));
}

/* Finds out the source address of a way; 0 or a negative errno. */
static int find_source(struct task *task, uint32_t index)
{
	struct scamper_engine *engine = task->engine;
	struct scamper_addr *src = command_src(&task->command, index);
	const struct scamper_addr *dst = command_dst(&task->command, index);
	int rc = 0;

	if (src->type == SCAMPER_ADDR_NONE) {
		rc = engine->options.ops->source(engine->options.backend, dst,
						 src);
		engine_tell(engine, .type = SCAMPER_EVENT_ROUTE, .rc = rc,
			    .dst = dst, .src = src);
	}
	task->ways[index] =
		(struct task_way){.task = task, .src = *src, .dst = *dst};
	return rc;
}

int schedule_find_ways(struct task *task)
{
	uint32_t count = command_ways(&task->command);
	int rc = 0;

	task->ways = &task->way;
	if (count > 1)
		task->ways = calloc(count, sizeof(*task->ways));
	if (!task->ways)
		rc = -ENOMEM;
	for (uint32_t i = 0; i < count && rc == 0; i++)
		rc = find_source(task, i);
	if (rc == 0)
		task->ways_used = count;
	return rc;
}

/* Takes one command from the sources. False: there is none. */
static bool take_one(struct scamper_engine *engine, uint64_t now)
{
	struct task *task = source_take(engine);
	struct scamper_source *source;
	int rc;

	if (!task)
		return false;
	source = task->source;
	rc = schedule_find_ways(task);
	if (rc == 0) {
		run_or_hold(task, now);
	} else {
		task->started = true;
		task->ops->start(task, now);
		task->ops->stop(task, -rc);
	}
	if (!source->queue.head && !source->closed && source->ops.more)
		source->ops.more(source, source->user);
	return true;
}

static bool make_room(struct task *task, size_t len)
{
	struct scamper_engine *engine = task->engine;
	void *probes = task->probes;

	if (scamper_array_grow(&probes, task->probes_used,
			       sizeof(*task->probes)))
		return false;
	task->probes = probes;
	if (engine->packet_room < len) {
		uint8_t *packet = realloc(engine->packet, len);

		if (!packet)
			return false;
		engine->packet = packet;
		engine->packet_room = len;
	}
	return true;
}

static int send_probe(struct task *task, const struct probe_spec *spec,
		      bool more, uint64_t *tx_ns)
{
	struct scamper_engine *engine = task->engine;
	size_t len = packet_len(spec);
	struct scamper_probe probe = {
		.src = spec->src,
		.dst = spec->dst,
		.ttl = spec->ttl,
		.proto = spec->proto,
		.ipid = spec->ipid,
		.size = (uint16_t)len,
		.more = more,
	};
	int rc;

	if (!make_room(task, len))
		return -ENOMEM;
	packet_build(spec, engine->packet);
	rc = engine->options.ops->send(engine->options.backend, engine->packet,
				       len, &probe, tx_ns);
	engine_tell(engine, .type = SCAMPER_EVENT_SEND, .rc = rc,
		    .packet = engine->packet, .len = len, .time_ns = *tx_ns);
	return rc;
}

static void use_slot(struct task *task, uint64_t now, bool more)
{
	struct probe_spec spec = {.src = task->ways->src,
				  .dst = task->ways->dst};
	struct probe_log *log;
	uint64_t tx_ns = now;
	int rc;

	if (!task->started) {
		task->started = true;
		task->ops->start(task, now);
	}
	task->ops->probe(task, &spec);
	rc = send_probe(task, &spec, more, &tx_ns);
	if (rc < 0) {
		task->ops->stop(task, -rc);
		return;
	}
	task->engine->probes_sent++;
	log = &task->probes[task->probes_used++];
	*log = (struct probe_log){.tx_ns = tx_ns,
				  .ipid = spec.ipid,
				  .ttl = spec.ttl,
				  .not_link = rc > 0,
				  .size = (uint16_t)packet_len(&spec)};
	task_list_remove(task);
	task->state = TASK_WAIT_REPLY;
	task->ops->sent(task, log);
}

void schedule_run(struct scamper_engine *engine, uint64_t now)
{
	if (engine->next_slot + engine->max_late < now)
		engine->next_slot = now - engine->max_late;
	/* A long backlog is sent in parts, or the answers to its beginning
	 * would overflow the socket before anybody looks; and results would
	 * pile up of commands that have no route. */
	for (int i = 0; i < MAX_BURST && engine->next_slot <= now; i++) {
		bool took = !engine->ready.head && window_open(engine) &&
			    take_one(engine, now);

		if (!engine->ready.head && took)
			continue; /* it waits for another, or has no route */
		if (!engine->ready.head) {
			/* Slots do not pile up while there is no work. */
			engine->next_slot = now;
			engine->idle = true;
			return;
		}
		engine->next_slot += engine->interval;
		use_slot(engine->ready.head, now,
			 i + 1 < MAX_BURST && engine->next_slot <= now &&
				 engine->ready.head->next);
	}
}
