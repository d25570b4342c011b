/* SPDX-License-Identifier: BSD-3-Clause */
/* What tracelb is for the rest of the engine; see struct scamper_features. */
#ifndef SCAMPER_TRACELB_FEATURE_H
#define SCAMPER_TRACELB_FEATURE_H

#include "command.h"
#include "task.h"

extern const struct command_rules command_tracelb_rules;
extern const struct task_ops task_tracelb_ops;

#endif
