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

enum { MAX_BURST = 16 };

static struct task **bucket_of(struct scamper_engine *engine,
			       const struct scamper_addr *dst)
{
	uint32_t mix = dst->type;

	for (unsigned int i = 0; i < dst->len; i += 4)
		mix = (mix ^ get32(dst->bytes + i)) * UINT32_C(0x9e3779b1);
	return &engine->hash[mix >> 24];
}

struct task *schedule_bucket(struct scamper_engine *engine,
			     const struct scamper_addr *dst)
{
	return *bucket_of(engine, dst);
}

static struct task *running_like(struct scamper_engine *engine,
				 const struct task *task)
{
	struct task *other = schedule_bucket(engine, &task->dst);

	while (other && (!scamper_addr_equal(&other->dst, &task->dst) ||
			 !scamper_addr_equal(&other->src, &task->src)))
		other = other->hash_next;
	return other;
}

/* From now on the task owns its source and destination. */
static void begin_running(struct task *task, uint64_t now)
{
	struct scamper_engine *engine = task->engine;
	struct task **bucket = bucket_of(engine, &task->dst);

	task->hash_next = *bucket;
	*bucket = task;
	task->running = true;
	engine->running++;
	task_ready(task, now);
}

/* The first of those held back takes the place, the others wait for it. */
static void end_running(struct task *task)
{
	struct scamper_engine *engine = task->engine;
	struct task **link = bucket_of(engine, &task->dst);
	struct task *heir = task_list_pop(&task->held);

	while (*link != task)
		link = &(*link)->hash_next;
	*link = task->hash_next;
	task->running = false;
	engine->running--;
	if (!heir)
		return;
	for (struct task *t; (t = task_list_pop(&task->held));)
		task_list_push(&heir->held, t);
	begin_running(heir, engine->now);
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

/* Finds out the source address. False: the task has ended by that. */
static bool find_source(struct task *task, uint64_t now)
{
	struct scamper_engine *engine = task->engine;
	struct scamper_addr *src = command_src(&task->command);
	const struct scamper_addr *dst = command_dst(&task->command);
	int rc = 0;

	if (src->type == SCAMPER_ADDR_NONE) {
		rc = engine->options.ops->source(engine->options.backend, dst,
						 src);
		engine_tell(engine, .type = SCAMPER_EVENT_ROUTE, .rc = rc,
			    .dst = dst, .src = src);
	}
	task->src = *src;
	task->dst = *dst;
	if (rc == 0)
		return true;
	task->started = true;
	task->ops->start(task, now);
	task->ops->stop(task, -rc);
	return false;
}

/* Takes one command from the sources. False: there is none. */
static bool take_one(struct scamper_engine *engine, uint64_t now)
{
	struct task *task = source_take(engine);
	struct scamper_source *source;
	struct task *other;

	if (!task)
		return false;
	source = task->source;
	if (find_source(task, now)) {
		other = running_like(engine, task);
		if (other)
			task_list_push(&other->held, task);
		else
			begin_running(task, now);
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
		.src = task->src,
		.dst = task->dst,
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
	struct probe_spec spec = {.src = task->src, .dst = task->dst};
	struct probe_log *log;
	uint64_t tx_ns = now;
	int rc;

	if (!task->started) {
		task->started = true;
		task->ops->start(task, now);
	}
	task->ops->probe(task, &spec);
	rc = send_probe(task, &spec, more, &tx_ns);
	if (rc) {
		task->ops->stop(task, -rc);
		return;
	}
	task->engine->probes_sent++;
	log = &task->probes[task->probes_used++];
	*log = (struct probe_log){.tx_ns = tx_ns,
				  .ipid = spec.ipid,
				  .ttl = spec.ttl,
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
	 * would overflow the socket before anybody looks. */
	for (int i = 0; i < MAX_BURST && engine->next_slot <= now; i++) {
		while (!engine->ready.head && window_open(engine))
			if (!take_one(engine, now))
				break;
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
