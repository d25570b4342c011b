/* SPDX-License-Identifier: BSD-3-Clause */
/* What the parts of `ping` share: pure functions on the record. */
#ifndef SCAMPER_PING_H
#define SCAMPER_PING_H

#include <scamper/result.h>

#include "task.h"

/* Word of a method as in commands ("icmp-echo"), or "unknown". */
const char *ping_method_name(uint8_t method);

/* PROTO_ICMP, PROTO_UDP or PROTO_TCP of the probes. */
uint8_t ping_proto(const struct scamper_ping *ping);

/* Bytes of a probe in front of its payload, IP options included. */
unsigned int ping_header(const struct scamper_ping *ping);

/* The number of the probe that a reply answers, or -1. `sent` probes have
 * left so far; `log` describes them. */
int ping_match(const struct scamper_ping *ping, const struct probe_log *log,
	       uint32_t sent, const struct reply *reply);

/* The operations of a ping, for others that are made of them. */
void ping_start(struct task *task, uint64_t now);
void ping_probe(struct task *task, struct probe_spec *spec);
void ping_sent(struct task *task, const struct probe_log *log);
void ping_timeout(struct task *task, uint64_t now);
void ping_reply(struct task *task, const struct reply *reply);
void ping_stop(struct task *task, int error);

#endif
