/* SPDX-License-Identifier: BSD-3-Clause */
/* What the parts of a trace's state machine share. */
#ifndef SCAMPER_TRACE_TASK_H
#define SCAMPER_TRACE_TASK_H

#include "task.h"

enum { TRACE_MAX_TTL = 255 };

void trace_start(struct task *task, uint64_t now);
void trace_stop(struct task *task, int error);
/* Ends the forward part; another part may follow. */
void trace_end(struct task *task, uint8_t reason, uint8_t data);
/* Describes the next probe, of the TTL and size given. */
void trace_describe(struct task *task, struct probe_spec *spec, uint8_t ttl,
		    uint16_t size);
/* The operations of one probe at a time, of task->trace.ttl. */
void trace_probe(struct task *task, struct probe_spec *spec);
void trace_sent(struct task *task, const struct probe_log *log);
/* Notes what was sent; when to give it up. */
uint64_t trace_note_sent(struct task *task, uint8_t attempt);
/* The next probe may go, unless -W asks for a longer pause. */
void trace_send_next(struct task *task, uint64_t when);

/*
 * The hop made of a reply to one of our probes, its number in *number; NULL:
 * none of ours, one too many, or the task has ended for lack of memory.
 */
struct scamper_hop *trace_take(struct task *task, const struct reply *reply,
			       uint32_t *number);
/* Puts a hop into the record; false: the task has ended. */
bool trace_keep(struct task *task, struct scamper_hop *hop);

#endif
