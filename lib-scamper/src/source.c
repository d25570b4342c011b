/* SPDX-License-Identifier: BSD-3-Clause */
/* Sources: where commands come from and results go to. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <scamper/dealias.h>
#include <scamper/tracelb.h>

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

static void tell(const struct scamper_source *source,
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

static bool uses_modes(const struct command *command)
{
	const struct scamper_trace *trace = command->trace;

	if (command->ping)
		return command->ping->reply_pmtu != 0;
	return trace &&
	       (trace->confidence || trace->doubletree || trace->squeries > 1 ||
		(trace->flags & (SCAMPER_TRACE_PMTUD | SCAMPER_TRACE_PTR)));
}

/* False: the command wants packets of the data link, and there are none. */
static bool take_datalink(const struct scamper_engine_options *options,
			  const struct command *command,
			  struct scamper_error *error)
{
	int rc = -ENOTSUP;

	if (!command->datalink)
		return true;
	if (options->ops->datalink)
		rc = options->ops->datalink(options->backend,
					    command->fragments);
	if (rc < 0)
		scamper_fail(error, ERR_DATALINK,
			     "%s asks for packets of the data link: %s. Leave "
			     "it out, or probe from Linux.",
			     command->fragments ? "-M" : "-O dl",
			     strerror(-rc));
	return rc == 0;
}

static struct task *task_new(struct scamper_source *source,
			     struct scamper_error *error)
{
	struct scamper_engine *engine = source->engine;
	struct task *task;

	if (source->closed) {
		scamper_fail(error, ERR_SOURCE_CLOSED,
			     "a command came after \"no more commands\". Open "
			     "another source for it.");
		return NULL;
	}
	task = calloc(1, sizeof(*task));
	if (task && timer_reserve(engine, engine->tasks + 1))
		return task;
	free(task);
	scamper_fail_memory(error);
	return NULL;
}

static bool has_modes(const struct scamper_engine_options *options,
		      const struct command *command,
		      struct scamper_error *error)
{
	if (options->features)
		return options->features->ready(options, command, error);
	scamper_fail(error, ERR_FEATURE,
		     "this program has no trace -c, -M, -N, -O ptr, -z, -Z and "
		     "no ping -M. Leave them out, or give its engine "
		     "scamper_all_features.");
	return false;
}

/* Who does what the command says, and where its result belongs. False: the
 * engine lacks it. */
static bool task_equip(struct task *task, struct scamper_source *source,
		       struct scamper_error *error)
{
	const struct scamper_engine_options *options = &source->engine->options;
	const struct scamper_features *features = options->features;
	struct command *command = &task->command;

	if (uses_modes(command) && !has_modes(options, command, error))
		return false;
	if (!take_datalink(options, command, error))
		return false;
	if (command->trace) {
		task->ops = command->trace->squeries > 1
				    ? features->trace->window
				    : &task_trace_ops;
		command->trace->list = scamper_list_ref(source->list);
		command->trace->cycle = scamper_cycle_ref(source->cycle);
	} else if (command->ping) {
		task->ops = command->ping->reply_pmtu ? features->ping_mtu
						      : &task_ping_ops;
		command->ping->list = scamper_list_ref(source->list);
		command->ping->cycle = scamper_cycle_ref(source->cycle);
	} else if (command->dealias) {
		task->ops = features->dealias;
		command->dealias->list = scamper_list_ref(source->list);
		command->dealias->cycle = scamper_cycle_ref(source->cycle);
	} else {
		task->ops = features->tracelb;
		command->tracelb->list = scamper_list_ref(source->list);
		command->tracelb->cycle = scamper_cycle_ref(source->cycle);
	}
	return true;
}

/* Queues a task whose command was read, or frees it; `ok` says which. */
static uint32_t task_submit(struct task *task, struct scamper_source *source,
			    bool ok, const char *text, void *task_user,
			    struct scamper_error *error)
{
	if (!ok || !task_equip(task, source, error)) {
		command_free(&task->command);
		free(task);
		return 0;
	}
	task->engine = source->engine;
	task->source = source;
	task->user = task_user;
	task->id = ++source->last_id;
	task->sibling_next = source->tasks;
	if (source->tasks)
		source->tasks->sibling_prev = task;
	source->tasks = task;
	source->pending++;
	source->engine->tasks++;
	task_list_push(&source->queue, task);
	tell(source, SCAMPER_EVENT_COMMAND, task->id, text);
	return task->id;
}

uint32_t scamper_source_submit(struct scamper_source *source,
			       const char *command, void *task_user,
			       struct scamper_error *error)
{
	const struct scamper_engine_options *options = &source->engine->options;
	struct task *task = task_new(source, error);
	bool ok;

	if (!task)
		return 0;
	ok = command_parse(
		command, options->features ? options->features->commands : NULL,
		options->pid, &task->command, error);
	return task_submit(task, source, ok, command, task_user, error);
}

uint32_t scamper_source_submit_trace(struct scamper_source *source,
				     struct scamper_trace *trace,
				     const char *text, void *task_user,
				     struct scamper_error *error)
{
	struct task *task = task_new(source, error);

	if (!task) {
		scamper_trace_free(trace);
		return 0;
	}
	task->command.trace = trace;
	return task_submit(task, source,
			   command_complete_trace(&task->command,
						  source->engine->options.pid,
						  error),
			   text, task_user, error);
}

uint32_t scamper_source_submit_ping(struct scamper_source *source,
				    struct scamper_ping *ping, const char *text,
				    void *task_user,
				    struct scamper_error *error)
{
	struct task *task = task_new(source, error);

	if (!task) {
		scamper_ping_free(ping);
		return 0;
	}
	task->command.ping = ping;
	return task_submit(task, source,
			   command_complete_ping(&task->command,
						 source->engine->options.pid,
						 error),
			   text, task_user, error);
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
	tell(source, SCAMPER_EVENT_HALT, id, NULL);
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
	tell(source, SCAMPER_EVENT_NO_MORE, 0, NULL);
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
	tell(source, SCAMPER_EVENT_CLOSE, 0, NULL);
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
