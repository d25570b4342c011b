/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Parts of the engine that a program may leave out: what it does not name in
 * its options is not linked.
 */
#ifndef SCAMPER_FEATURES_H
#define SCAMPER_FEATURES_H

#include "task.h"

struct scamper_engine_options;

/* The rarer modes of a trace (scamper.md section 3). */
struct trace_modes {
	/* -N: takes the place of the operations of a plain trace. */
	const struct task_ops *window;
	/* -c: probes that are wanted when `interfaces` were seen. */
	unsigned int (*confidence)(unsigned int percent,
				   unsigned int interfaces);
	/* -z: true when the address is in the global stop set. */
	bool (*in_global_set)(struct task *task,
			      const struct scamper_addr *addr);
	/* -z, -Z: the first TTL met nobody or the destination; true: begin
	 * again. */
	bool (*too_far)(struct task *task);
	/* What the modes keep in the engine goes with it. */
	void (*release)(struct scamper_engine *engine);
	/* The forward part is over; true: another part follows. */
	bool (*after)(struct task *task);
};

struct scamper_features {
	const struct trace_modes *trace;
	/* Of a command with modes: false with *error set when its back end has
	 * not what they need (trace -O ptr). */
	bool (*ready)(const struct scamper_engine_options *options,
		      const struct command *command,
		      struct scamper_error *error);
	/* trace -O ptr: a packet from that address was given to the task. */
	void (*replied)(struct task *task, const struct scamper_addr *addr);
	/* ping -M: takes the place of the operations of a plain ping. */
	const struct task_ops *ping_mtu;
	/* As packet_parse(), of the first fragment of an echo reply. */
	bool (*fragment)(const uint8_t *packet, size_t len,
			 struct reply *reply);
	const struct command_rules *const *commands; /* ended by NULL */
	const struct task_ops *tracelb;
	const struct task_ops *dealias;
};

#endif
