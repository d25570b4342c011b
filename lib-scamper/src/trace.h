/* SPDX-License-Identifier: BSD-3-Clause */
/* What a trace makes of a reply: pure functions on the record. */
#ifndef SCAMPER_TRACE_H
#define SCAMPER_TRACE_H

#include "task.h"

/* PROTO_ICMP, PROTO_UDP or PROTO_TCP of the probes. */
uint8_t trace_proto(const struct scamper_trace *trace);

/* What a hop's reply says. */
enum answer trace_answer(const struct scamper_hop *hop);

/*
 * The number that a probe of ours carries, or -1: by sequence number of ICMP,
 * checksum of UDP; else by IP id, in whose place stands the flow label of TCP
 * over IPv6. `sent` probes have left so far.
 */
int trace_quoted_number(const struct quote *quote, uint32_t sent);

/* The number of the probe that a reply answers, or -1. `sent` probes have
 * left so far. */
int trace_match(const struct scamper_trace *trace, const struct reply *reply,
		uint32_t sent);

/* A hop filled from a reply, except `tx`; NULL: no memory. */
struct scamper_hop *trace_make_hop(const struct probe_log *log,
				   const struct reply *reply);

/* Puts a hop at its place: by TTL, attempt, time of arrival. */
int trace_insert(struct scamper_trace *trace, struct scamper_hop *hop);

/* The stop test on a hop of the record: enum scamper_trace_stop, with stop
 * data. `loops` counts the loops met so far. */
uint8_t trace_judge(const struct scamper_trace *trace,
		    const struct scamper_hop *hop, uint8_t *loops,
		    uint8_t *data);

#endif
