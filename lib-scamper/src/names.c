/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * trace -O ptr: the host names of hops. As with Debian's scamper a name is
 * asked for when an address answers for the first time in a trace, and is
 * recorded when it comes before the trace ends, which does not wait for it.
 */
#include "names.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "engine_state.h"
#include "fail.h"

static bool wants_names(const struct command *command)
{
	return command->trace && command->trace->flags & SCAMPER_TRACE_PTR;
}

bool names_ready(const struct scamper_engine_options *options,
		 const struct command *command, struct scamper_error *error)
{
	int rc = -ENOTSUP;

	if (!wants_names(command))
		return true;
	if (options->ops->resolve)
		rc = options->ops->resolve(options->backend, NULL);
	if (rc < 0)
		scamper_fail(error, ERR_NAMES,
			     "trace -O ptr asks for names, and no name server "
			     "is known: %s. Give its address (uk-scamper -n), "
			     "or leave -O ptr out.",
			     strerror(-rc));
	return rc == 0;
}

/* Hops without memory for their name stay without. */
static void set_names(struct scamper_trace *trace,
		      const struct scamper_addr *addr, const char *name)
{
	for (uint32_t i = 0; i < trace->hops_used; i++) {
		struct scamper_hop *hop = trace->hops[i];

		if (hop->name || !scamper_addr_equal(&hop->addr, addr))
			continue;
		hop->name = malloc(strlen(name) + 1);
		if (hop->name)
			strcpy(hop->name, name);
	}
}

void names_reply(struct task *task, const struct scamper_addr *addr)
{
	const struct scamper_engine_options *options = &task->engine->options;
	struct scamper_trace *trace = task->command.trace;
	const char *known = NULL;
	unsigned int same = 0;

	if (!wants_names(&task->command))
		return;
	for (uint32_t i = 0; i < trace->hops_used; i++) {
		if (!scamper_addr_equal(&trace->hops[i]->addr, addr))
			continue;
		same++;
		if (trace->hops[i]->name)
			known = trace->hops[i]->name;
	}
	if (known)
		set_names(trace, addr, known);
	else if (same == 1 && task->state != TASK_FINISHED)
		options->ops->resolve(options->backend, addr);
}

void scamper_engine_named(struct scamper_engine *engine,
			  const struct scamper_addr *addr, const char *name)
{
	engine_tell(engine, .type = SCAMPER_EVENT_NAMED, .dst = addr,
		    .text = name);
	for (struct scamper_source *s = engine->sources; s; s = s->next)
		for (struct task *t = s->tasks; t; t = t->sibling_next)
			if (wants_names(&t->command) &&
			    t->state != TASK_FINISHED)
				set_names(t->command.trace, addr, name);
}
