/* SPDX-License-Identifier: BSD-3-Clause */
/* From a command to a task in the queue of its source. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <scamper/dealias.h>
#include <scamper/tracelb.h>

#include "engine_state.h"
#include "fail.h"

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
	source_tell(source, SCAMPER_EVENT_COMMAND, task->id, text);
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
