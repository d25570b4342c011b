/* SPDX-License-Identifier: BSD-3-Clause */
/* Sources: their turns, their results, their end. */
#include <stdlib.h>

#include "engine_state.h"
#include "fail.h"

static bool source_name(struct scamper_source *source,
			const struct scamper_source_options *options)
{
	const char *name = options->list_name ? options->list_name : "default";
	const char *descr = options->list_descr ? options->list_descr : name;

	source->list =
		scamper_list_new(options->list_id, name, *descr ? descr : NULL,
				 options->monitor);
	if (!source->list)
		return false;
	source->cycle =
		scamper_cycle_new(source->list, options->cycle_id,
				  options->start_sec, options->hostname);
	return source->cycle != NULL;
}

static void source_free(struct scamper_source *source)
{
	while (source->tasks)
		source_free_task(source->tasks);
	scamper_cycle_unref(source->cycle);
	scamper_list_unref(source->list);
	free(source);
}

struct scamper_source *scamper_source_open(
	struct scamper_engine *engine,
	const struct scamper_source_options *options,
	struct scamper_error *error)
{
	struct scamper_source *source = calloc(1, sizeof(*source));
	struct scamper_source **end = &engine->sources;

	if (!source || !source_name(source, options)) {
		if (source)
			source_free(source);
		scamper_fail_memory(error);
		return NULL;
	}
	source->engine = engine;
	source->ops = options->ops;
	source->user = options->user;
	source->credit_due = true;
	source->priority = options->priority ? options->priority : 1;
	source->number = ++engine->sources_opened;
	while (*end)
		end = &(*end)->next;
	*end = source;
	engine_tell(engine, .type = SCAMPER_EVENT_SOURCE,
		    .source = source->number, .options = options);
	return source;
}

void source_tell(const struct scamper_source *source,
		 enum scamper_event_type type, uint32_t id, const char *text)
{
	engine_tell(source->engine, .type = type, .source = source->number,
		    .id = id, .text = text);
}

struct scamper_list *scamper_source_list(struct scamper_source *source)
{
	return source->list;
}

struct scamper_cycle *scamper_source_cycle(struct scamper_source *source)
{
	return source->cycle;
}

bool scamper_source_halt(struct scamper_source *source, uint32_t id,
			 struct scamper_error *error)
{
	struct task *task = source->tasks;
	bool queued;

	while (task && task->id != id)
		task = task->sibling_next;
	if (!task || task->state == TASK_FINISHED) {
		scamper_fail(error, ERR_NO_TASK,
			     "no task id-%u. Give the id of a task that is "
			     "not over.",
			     (unsigned int)id);
		return false;
	}
	source_tell(source, SCAMPER_EVENT_HALT, id, NULL);
	/* What was not started gives a record, too, with a start at 0; without
	 * a source address when there is none. */
	if (!task->started && !task->ways_used)
		schedule_find_ways(task);
	task->started = true;
	queued = task->list == &source->queue;
	task->ops->stop(task, 0);
	/* It will not be taken, but its credit is used up. */
	source->credit_due |= queued && !source->queue.head;
	return true;
}

void scamper_source_no_more_commands(struct scamper_source *source)
{
	source_tell(source, SCAMPER_EVENT_NO_MORE, 0, NULL);
	source->closed = true;
}

uint32_t scamper_source_pending(const struct scamper_source *source)
{
	return source->pending;
}

bool source_waiting(const struct scamper_engine *engine)
{
	for (const struct scamper_source *s = engine->sources; s; s = s->next)
		if (s->queue.head)
			return true;
	return false;
}

/* Whose turn it is: the same source until its priority is used up, then the
 * next one that has commands. */
static struct scamper_source *next_source(struct scamper_engine *engine)
{
	struct scamper_source *turn = engine->turn;
	struct scamper_source *source;

	if (turn && turn->queue.head && turn->served < turn->priority)
		return turn;
	source = turn && turn->next ? turn->next : engine->sources;
	for (const struct scamper_source *first = source; source;) {
		if (source->queue.head) {
			source->served = 0;
			return source;
		}
		source = source->next ? source->next : engine->sources;
		if (source == first)
			break;
	}
	return NULL;
}

struct task *source_take(struct scamper_engine *engine)
{
	struct scamper_source *source = next_source(engine);

	if (!source)
		return NULL;
	engine->turn = source;
	source->served++;
	return task_list_pop(&source->queue);
}

static struct scamper_result *make_result(struct task *task)
{
	struct scamper_result *result;

	result = calloc(1, sizeof(*result));
	if (!result)
		return NULL;
	result->trace = task->command.trace;
	result->ping = task->command.ping;
	result->tracelb = task->command.tracelb;
	result->dealias = task->command.dealias;
	result->type = result->trace     ? SCAMPER_RESULT_TRACE
		       : result->ping    ? SCAMPER_RESULT_PING
		       : result->tracelb ? SCAMPER_RESULT_TRACELB
					 : SCAMPER_RESULT_DEALIAS;
	task->command.trace = NULL;
	task->command.ping = NULL;
	task->command.tracelb = NULL;
	task->command.dealias = NULL;
	return result;
}

void source_free_task(struct task *task)
{
	struct scamper_source *source = task->source;

	while (task_list_pop(&task->held))
		; /* only when the engine goes: nothing may point here */
	if (task->list)
		task_list_remove(task);
	if (task->sibling_next)
		task->sibling_next->sibling_prev = task->sibling_prev;
	if (task->sibling_prev)
		task->sibling_prev->sibling_next = task->sibling_next;
	else
		source->tasks = task->sibling_next;
	source->pending--;
	source->engine->tasks--;
	if (task->ops->release)
		task->ops->release(task);
	command_free(&task->command);
	if (task->ways != &task->way)
		free(task->ways);
	free(task->probes);
	free(task);
}

void source_deliver(struct task *task)
{
	struct scamper_source *source = task->source;
	struct scamper_result *result = make_result(task);
	uint32_t id = task->id;
	void *user = task->user;

	source_free_task(task);
	if (source->ops.done)
		source->ops.done(source, source->user, id, user, result);
	else
		scamper_result_free(result);
}

void scamper_source_close(struct scamper_source *source)
{
	source_tell(source, SCAMPER_EVENT_CLOSE, 0, NULL);
	source->gone = true;
	source->closed = true;
	source->credit_due = false;
	source->ops = (struct scamper_source_ops){0};
}

/* A closed source may be that of the call-back we are in, so it is freed
 * later. Tasks of others that waited for one of its own go on. */
void source_reap(struct scamper_engine *engine)
{
	struct scamper_source **link = &engine->sources;

	while (*link) {
		struct scamper_source *source = *link;

		if (!source->gone) {
			link = &source->next;
			continue;
		}
		for (struct task *t = source->tasks; t; t = t->sibling_next)
			schedule_forget(t);
		*link = source->next;
		if (engine->turn == source)
			engine->turn = NULL;
		source_free(source);
	}
}

void source_free_all(struct scamper_engine *engine)
{
	while (engine->sources) {
		struct scamper_source *next = engine->sources->next;

		source_free(engine->sources);
		engine->sources = next;
	}
}
