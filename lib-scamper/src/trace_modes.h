/* SPDX-License-Identifier: BSD-3-Clause */
/* The rarer modes of a trace: several TTLs at once, confidence, doubletree,
 * path MTU; each in a file of its own. See struct trace_modes. */
#ifndef SCAMPER_TRACE_MODES_H
#define SCAMPER_TRACE_MODES_H

#include "features.h"

extern const struct task_ops task_window_ops;
void trace_window_release(struct task *task);

bool trace_in_global_set(struct task *task, const struct scamper_addr *addr);
bool trace_too_far(struct task *task);
/* Begins the way back of doubletree; false: there is none. */
bool trace_backward(struct task *task);

/* Begins the discovery of the path MTU; false: not asked for. */
bool trace_pmtud(struct task *task);

void trace_release(struct scamper_engine *engine);
bool trace_after(struct task *task);

#endif
