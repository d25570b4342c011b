/* SPDX-License-Identifier: BSD-3-Clause */
/* trace -O ptr for the rest of the engine; see struct scamper_features. */
#ifndef SCAMPER_NAMES_H
#define SCAMPER_NAMES_H

#include "task.h"

struct scamper_engine_options;

/* False with *error set: the command wants names, and nobody can be asked. */
bool names_ready(const struct scamper_engine_options *options,
		 const struct command *command, struct scamper_error *error);
/* A packet from that address was given to the task. */
void names_reply(struct task *task, const struct scamper_addr *addr);

#endif
