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

#if LWIP_IPV6
/** The same of IPv6. */
struct uk_lwip_config6 {
	bool given;
	/** By router advertisements; addr and gateway are not used then. */
	bool automatic;
	ip6_addr_t addr, gateway; /* gateway: any address if there is none */
};
#endif

/** A device as a network interface of lwIP. */
struct uk_lwip_netif {
	struct netif netif;
	struct uk_netdev *dev;
#if LWIP_IPV6
	const struct uk_lwip_config6 *config6;
#endif
};

/** The configuration of device i < UK_LWIP_DEVICES. */
const struct uk_lwip_config *uk_lwip_config(unsigned i);

/**
 * Starts device i < UK_LWIP_DEVICES and adds it as a network interface.
 *
 * @return 0 or a negative errno
 */
int uk_lwip_netif_start(struct uk_lwip_netif *n, struct uk_netdev *dev,
			unsigned i, void (*rx_ready)(void *));

#if LWIP_IPV6
const struct uk_lwip_config6 *uk_lwip_config6(unsigned i);

/** Begins to look for addresses and routers on a device that is started. */
void uk_lwip_ipv6_start(struct uk_lwip_netif *n);

struct uk_waitq;
/**
 * Waits until device i has an address and knows its router, some seconds at
 * most; says so (UK8105 to UK8107) if it has not.
 *
 * @param changed woken when packets or timers may have changed something
 */
void uk_lwip_ipv6_wait(struct uk_lwip_netif *n, unsigned i,
		       struct uk_waitq *changed);
#endif

/** Whether a device has IPv6; without it gets no such packet. */
static inline bool uk_lwip_has_ipv6(const struct uk_lwip_netif *n)
{
#if LWIP_IPV6
	return n->config6->given;
#else
	(void)n;
	return false;
#endif
}

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

/** Runs the timers of lwIP that are due; false: none was. */
bool uk_lwip_timers_run(void);

#if LWIP_IPV6
/** Starts those of IPv6, which are due at once. */
void uk_lwip_timers_start6(void);
#endif

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
