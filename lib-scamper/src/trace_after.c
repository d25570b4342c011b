/* SPDX-License-Identifier: BSD-3-Clause */
/* What follows the forward part of a trace. */
#include "trace_modes.h"
#include "trace_task.h"

bool trace_after(struct task *task)
{
	return trace_backward(task) || trace_pmtud(task);
}
