/* SPDX-License-Identifier: BSD-3-Clause */
/* -M of ping and dealias; see struct scamper_features. */
#ifndef SCAMPER_TOO_BIG_H
#define SCAMPER_TOO_BIG_H

#include "task.h"

extern const struct task_ops task_ping_mtu_ops;

/* Says "packet too big" (IPv4: "fragmentation needed") of an MTU to who sent a
 * reply. */
void send_too_big(const struct task *task, const struct reply *reply,
		  uint16_t mtu);

/*
 * As packet_parse(), for the first fragment of an echo reply (RFC 791, RFC
 * 8200 section 4.5), whose checksum cannot be known. `size` is that of the
 * fragment. False: it is none.
 */
bool packet_parse_fragment(const uint8_t *packet, size_t len,
			   struct reply *reply);

#endif
