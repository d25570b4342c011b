/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Back end of the engine for a guest with lwIP, past its sockets: probes go
 * to the device as frames and answers come from it, with the device's time
 * stamps; lwIP keeps routes, ARP and every packet that is no answer to a
 * probe. Faster than <scamper/posix.h>, and the same to the engine but for
 * answers in fragments, which only sockets get.
 *
 * One at a time in a guest. Not on Linux. The engine's clock is the one of
 * scamper_posix_now().
 */
#ifndef SCAMPER_NETDEV_H
#define SCAMPER_NETDEV_H

#include <scamper/engine.h>

/* Takes the devices' answers over. False with *error set. */
bool scamper_netdev_open(struct scamper_error *error);
void scamper_netdev_close(void);

/* For struct scamper_engine_options: ops; backend = NULL. IPv4, and IPv6 when
 * lwIP has it. */
extern const struct scamper_backend scamper_netdev_backend;

/* Runs the engine until scamper_engine_finished() or *stop becomes non-zero
 * (`stop` may be NULL). */
void scamper_netdev_run(struct scamper_engine *engine,
			const volatile int *stop);

/* One turn of that loop: waits for packets until the engine's next deadline,
 * `until_ns` or a packet, whichever is first, then polls the engine. */
void scamper_netdev_step(struct scamper_engine *engine, uint64_t until_ns);

#endif
