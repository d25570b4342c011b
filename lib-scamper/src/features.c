/* SPDX-License-Identifier: BSD-3-Clause */
#include "features.h"

#include <scamper/engine.h>

#include "trace_modes.h"

static const struct trace_modes trace_modes = {
	.window = &task_window_ops,
	.confidence = trace_confidence,
	.in_global_set = trace_in_global_set,
	.too_far = trace_too_far,
	.release = trace_release,
	.after = trace_after,
};

const struct scamper_features scamper_all_features = {
	.trace = &trace_modes,
};
