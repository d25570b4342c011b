/* SPDX-License-Identifier: BSD-3-Clause */
#include "features.h"

#include <scamper/engine.h>

#include "dealias_feature.h"
#include "names.h"
#include "stopping.h"
#include "too_big.h"
#include "trace_modes.h"
#include "tracelb_feature.h"

static const struct trace_modes trace_modes = {
	.window = &task_window_ops,
	.confidence = stopping_point,
	.in_global_set = trace_in_global_set,
	.too_far = trace_too_far,
	.release = trace_release,
	.after = trace_after,
};

static const struct command_rules *const commands[] = {
	&command_tracelb_rules, &command_dealias_rules, NULL};

const struct scamper_features scamper_all_features = {
	.trace = &trace_modes,
	.ready = names_ready,
	.replied = names_reply,
	.ping_mtu = &task_ping_mtu_ops,
	.fragment = packet_parse_fragment,
	.commands = commands,
	.tracelb = &task_tracelb_ops,
	.dealias = &task_dealias_ops,
};
