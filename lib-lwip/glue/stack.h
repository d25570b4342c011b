/* SPDX-License-Identifier: BSD-3-Clause */
/* Shared by the files that connect lwIP with the core. */
#ifndef UK_LWIP_STACK_H
#define UK_LWIP_STACK_H

#include <stdbool.h>
#include <stdint.h>
#include <uk/netdev.h>
#include "lwip/netif.h"

/** Devices that can be configured. */
#define UK_LWIP_DEVICES 4

/** What the command line says about one device; in network byte order. */
struct uk_lwip_config {
	bool given;
	ip4_addr_t addr, mask, gateway;
};

/** A device as a network interface of lwIP. */
struct uk_lwip_netif {
	struct netif netif;
	struct uk_netdev *dev;
	const struct uk_lwip_config *config;
};

/** The configuration of device i < UK_LWIP_DEVICES. */
const struct uk_lwip_config *uk_lwip_config(unsigned i);

/**
 * Starts a device and adds it as a network interface.
 *
 * @return 0 or a negative errno
 */
int uk_lwip_netif_start(struct uk_lwip_netif *n, struct uk_netdev *dev,
			const struct uk_lwip_config *config,
			void (*rx_ready)(void *));

/** Takes a burst of received frames; returns how many it were. */
unsigned uk_lwip_netif_receive(struct uk_lwip_netif *n);

/** Hands one frame, and its memory, to lwIP. */
void uk_lwip_netif_input(struct uk_lwip_netif *n, struct uk_netbuf *frame);

/**
 * Looks at each received frame before lwIP does; true: it is the owner now.
 * NULL: nobody does.
 */
extern bool (*uk_lwip_tap)(struct uk_lwip_netif *n, struct uk_netbuf *frame);

/**
 * When a frame was last handed to a device, monotonic nanoseconds. Whoever
 * wants to know of one packet sets it to 0 first: a packet that waits for ARP
 * or stays on this machine leaves it so.
 */
extern uint64_t uk_lwip_sent_ns;

/** Runs the timers of lwIP that are due. */
void uk_lwip_timers_run(void);

/** When the next one is due, monotonic nanoseconds. */
uint64_t uk_lwip_timers_next(void);

/**
 * Called at the end of every socket call that may have sent something or
 * started a timer: wakes the stack's thread if it has to do something
 * earlier than it expects.
 */
void uk_lwip_kick(void);

/** See uk_packet_ready(). */
void uk_lwip_find_gateways(void);

#endif /* UK_LWIP_STACK_H */
