/* SPDX-License-Identifier: BSD-3-Clause */
/* The engine's public face: creation, poll, receive. */
#include <stdlib.h>

#include "engine_state.h"
#include "fail.h"

enum {
	DEFAULT_PPS = 20,
	MAX_REPLIES = 100, /* to one probe */
	LEAST_MTU = 68,    /* RFC 791 */
	DEFAULT_MTU = 1500,
};

static const uint64_t second = UINT64_C(1000000000);

void task_list_push(struct task_list *list, struct task *task)
{
	task->list = list;
	task->next = NULL;
	task->prev = list->tail;
	if (list->tail)
		list->tail->next = task;
	else
		list->head = task;
	list->tail = task;
}

void task_list_remove(struct task *task)
{
	struct task_list *list = task->list;

	if (task->next)
		task->next->prev = task->prev;
	else
		list->tail = task->prev;
	if (task->prev)
		task->prev->next = task->next;
	else
		list->head = task->next;
	task->list = NULL;
	task->next = NULL;
	task->prev = NULL;
}

struct task *task_list_pop(struct task_list *list)
{
	struct task *task = list->head;

	if (task)
		task_list_remove(task);
	return task;
}

struct scamper_time task_wall(const struct task *task, uint64_t mono_ns)
{
	uint64_t wall = mono_ns + (uint64_t)task->engine->wall_offset;

	return (struct scamper_time){
		.sec = (uint32_t)(wall / second),
		.usec = (uint32_t)(wall % second / 1000),
	};
}

uint64_t task_now(const struct task *task)
{
	return task->engine->now;
}

/* xorshift32: IP ids need to differ, not to be secret. */
uint16_t task_random16(struct task *task)
{
	uint32_t x = task->engine->random;

	do {
		x ^= x << 13;
		x ^= x >> 17;
		x ^= x << 5;
	} while ((x >> 16) == 0);
	task->engine->random = x;
	return (uint16_t)(x >> 16);
}

const struct trace_modes *task_trace_modes(const struct task *task)
{
	return task->engine->options.features->trace;
}

void engine_tell_all(const struct scamper_engine *engine,
		     const struct scamper_event *event)
{
	struct scamper_observer *o = engine->options.observer;

	for (; o; o = o->next)
		o->event(o, event);
}

uint16_t task_mtu(const struct task *task)
{
	const struct scamper_engine_options *o = &task->engine->options;
	unsigned int mtu =
		o->ops->mtu ? o->ops->mtu(o->backend, &task->way.src) : 0;

	engine_tell(task->engine, .type = SCAMPER_EVENT_MTU,
		    .src = &task->way.src, .mtu = mtu);
	return mtu >= LEAST_MTU && mtu <= UINT16_MAX ? (uint16_t)mtu
						     : DEFAULT_MTU;
}

bool task_ends_early(const struct task *task)
{
	return task->engine->options.ping_ends_early;
}

bool task_count_reply(struct probe_log *log, uint32_t stored)
{
	if (log->replies >= MAX_REPLIES || stored >= UINT16_MAX)
		return false;
	log->replies++;
	return true;
}

uint32_t task_rtt(const struct probe_log *log, const struct reply *reply)
{
	uint64_t us;

	if (reply->rx_ns <= log->tx_ns)
		return 0;
	us = (reply->rx_ns - log->tx_ns) / 1000;
	return us > UINT32_MAX ? UINT32_MAX : (uint32_t)us;
}

void engine_set_rate(struct scamper_engine *engine, uint32_t pps)
{
	engine->options.pps = pps;
	engine->interval = second / pps;
	engine->max_late = second / 4;
	if (pps < 4)
		engine->max_late += engine->interval;
}

struct scamper_engine *scamper_engine_new(
	const struct scamper_engine_options *options,
	struct scamper_error *error)
{
	struct scamper_engine *engine;

	if (options->pps > MAX_PPS) {
		scamper_fail(error, ERR_ENGINE_OPTION,
			     "pps %u is out of range. Give 1 to %d probes a "
			     "second.",
			     (unsigned int)options->pps, MAX_PPS);
		return NULL;
	}
	engine = calloc(1, sizeof(*engine));
	if (!engine) {
		scamper_fail_memory(error);
		return NULL;
	}
	engine->options = *options;
	engine_set_rate(engine, options->pps ? options->pps : DEFAULT_PPS);
	engine->random = options->seed ? options->seed : UINT32_C(0x6d2b79f5);
	engine->idle = true;
	engine_tell(engine, .type = SCAMPER_EVENT_ENGINE,
		    .engine = &engine->options);
	return engine;
}

void scamper_engine_free(struct scamper_engine *engine)
{
	if (!engine)
		return;
	source_free_all(engine);
	if (engine->options.features)
		engine->options.features->trace->release(engine);
	free(engine->heap);
	free(engine->packet);
	free(engine);
}

void scamper_engine_set_wall_offset(struct scamper_engine *engine,
				    int64_t offset_ns)
{
	engine->wall_offset = offset_ns;
	engine_tell(engine, .type = SCAMPER_EVENT_WALL_OFFSET,
		    .time_ns = (uint64_t)offset_ns);
}

bool scamper_engine_finished(const struct scamper_engine *engine)
{
	for (const struct scamper_source *s = engine->sources; s; s = s->next)
		if (!s->closed || s->pending)
			return false;
	return true;
}

uint64_t scamper_engine_probes_sent(const struct scamper_engine *engine)
{
	return engine->probes_sent;
}

static bool source_due(const struct scamper_engine *engine)
{
	for (const struct scamper_source *s = engine->sources; s; s = s->next)
		if (s->credit_due || s->gone)
			return true;
	return false;
}

uint64_t scamper_engine_next_deadline(const struct scamper_engine *engine)
{
	const struct task *timer = timer_first(engine);
	uint64_t deadline = timer ? timer->deadline : UINT64_MAX;

	if (engine->finished.head || source_due(engine))
		return 0;
	if (schedule_has_work(engine) && engine->next_slot < deadline)
		deadline = engine->next_slot;
	return deadline;
}

static void give_credits(struct scamper_engine *engine)
{
	for (struct scamper_source *s = engine->sources; s; s = s->next) {
		if (!s->credit_due)
			continue;
		s->credit_due = false;
		if (s->ops.more && !s->closed)
			s->ops.more(s, s->user);
	}
}

static void deliver_results(struct scamper_engine *engine)
{
	struct task *task;

	while ((task = task_list_pop(&engine->finished)))
		source_deliver(task);
}

static void expire_timers(struct scamper_engine *engine, uint64_t now)
{
	struct task *task;

	while ((task = timer_first(engine)) && task->deadline <= now) {
		uint64_t deadline = task->deadline;

		timer_clear(engine, task);
		if (task->state == TASK_WAIT_SEND)
			task_ready(task, deadline);
		else
			task->ops->timeout(task, deadline);
	}
}

void scamper_engine_poll(struct scamper_engine *engine, uint64_t now)
{
	engine_tell(engine, .type = SCAMPER_EVENT_POLL, .time_ns = now);
	engine->now = now;
	source_reap(engine);
	give_credits(engine);
	deliver_results(engine);
	expire_timers(engine, now);
	deliver_results(engine);
	schedule_run(engine, now);
	deliver_results(engine);
}

bool scamper_engine_receive(struct scamper_engine *engine,
			    const uint8_t *packet, size_t len, uint64_t rx_ns,
			    enum scamper_stamp stamp)
{
	struct reply reply;
	struct task_way *way;
	struct task *task;
	const struct scamper_addr *dst = &reply.src;

	engine_tell(engine, .type = SCAMPER_EVENT_RECEIVE, .packet = packet,
		    .len = len, .time_ns = rx_ns, .stamp = stamp);
	if (!packet_parse(packet, len, &reply) &&
	    !(stamp == SCAMPER_STAMP_DATALINK && engine->options.features &&
	      engine->options.features->fragment(packet, len, &reply)))
		return false;
	engine->now = rx_ns;
	reply.rx_ns = rx_ns;
	reply.stamp = (uint8_t)stamp;
	if (reply.quotes)
		dst = &reply.quote.dst;
	for (way = schedule_bucket(engine, dst); way; way = way->hash_next) {
		if (!scamper_addr_equal(&way->dst, dst) ||
		    !scamper_addr_equal(&way->src, &reply.dst))
			continue;
		if (reply.quotes &&
		    !scamper_addr_equal(&reply.quote.src, &way->src))
			continue;
		task = way->task;
		if (!task->started)
			return true;
		reply.datalink = task->command.datalink;
		if (stamp != SCAMPER_STAMP_DEVICE &&
		    reply.datalink != (stamp == SCAMPER_STAMP_DATALINK))
			return false;
		engine_tell(engine, .type = SCAMPER_EVENT_TAKEN,
			    .packet = packet, .len = len, .time_ns = rx_ns,
			    .stamp = stamp);
		task->ops->reply(task, &reply);
		if (engine->options.features)
			engine->options.features->replied(task, &reply.src);
		return true;
	}
	return false;
}
