/* SPDX-License-Identifier: BSD-3-Clause */
/* What dealias is for the rest of the engine; see struct scamper_features. */
#ifndef SCAMPER_DEALIAS_FEATURE_H
#define SCAMPER_DEALIAS_FEATURE_H

#include "command.h"
#include "task.h"

extern const struct command_rules command_dealias_rules;
extern const struct task_ops task_dealias_ops;

#endif
