/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whole IP packets to and from the devices, past the sockets: for a program
 * that builds its packets itself and wants the times at which they left and
 * came. lwIP stays the stack of the guest: its routes, its ARP table and its
 * neighbour cache say where a packet goes, and it gets every received packet
 * that the program does not take.
 *
 * One program at a time, from one thread. Nothing here is called from an
 * interrupt handler.
 */
#ifndef UK_PACKET_H
#define UK_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uk/netbuf.h>

/**
 * Waits until the gateways are known, at most a second, and IPv6 has its
 * addresses, some seconds (netdev.ip6); the first packet shall not wait for
 * that, or its round trip would contain it. uk_packet_open() does
 * it, too, and so does the first socket: this is for whoever has a better time
 * for it. Gateways are asked when the machine boots.
 */
void uk_packet_ready(void);

/**
 * Begins to collect received IP packets (with LWIP_IPV6 both versions).
 *
 * @param wanted called for each of them in the thread of the stack; must not
 *	block. The packet begins with its IP header, of which nothing was
 *	checked; it may be followed by padding. True: it is collected. False:
 *	it goes to the stack.
 * @return 0, or -EBUSY while somebody else collects
 */
int uk_packet_open(bool (*wanted)(const uint8_t *packet, size_t len));

/** Ends that; packets that were collected and not fetched are freed. */
void uk_packet_close(void);

/**
 * Sleeps until a packet was collected; at once if there is one.
 *
 * @param deadline_ns monotonic nanoseconds, UINT64_MAX: none
 * @return 0, or -ETIMEDOUT
 */
int uk_packet_wait(uint64_t deadline_ns);

/**
 * The oldest collected packet: data is its IP header, rx_mono_ns the arrival
 * at the device. The caller owns it and gives it back soon with
 * uk_netbuf_free() or uk_packet_return(): it holds one of the device's receive
 * buffers (virtio_net.rx_buffers). NULL: none.
 */
struct uk_netbuf *uk_packet_receive(void);

/** Gives a collected packet to the stack after all, and its memory. */
void uk_packet_return(struct uk_netbuf *packet);

/**
 * The address from which a packet towards `dst` is sent.
 *
 * @param len bytes of both addresses, which are in the order of the wire: 4,
 *	or with LWIP_IPV6 16
 * @return 0, -ENETUNREACH without a route, -EAFNOSUPPORT
 */
int uk_packet_source(const uint8_t *dst, size_t len, uint8_t *src);

/** The MTU of the interface with this address; 0: there is none. */
uint16_t uk_packet_mtu(const uint8_t *src, size_t len);

/**
 * Sends an IP packet as it is; the bytes are copied. While the hardware
 * address of the next hop is unknown, lwIP asks for it and sends the packet
 * when it knows.
 *
 * @param more another packet follows at once: this one may be held back until
 *	one without `more`, or uk_packet_flush(). So is one that finds the
 *	device's queue full
 * @param sent_ns gets the time at which the device was told, monotonic; of a
 *	packet that is held back or waits for an address: the time of the call
 * @return 0 or a negative errno: -ENETUNREACH, -EAFNOSUPPORT, -EMSGSIZE (above
 *	the MTU), -ENOBUFS, -EINVAL (no IP header)
 */
int uk_packet_send(const uint8_t *packet, size_t len, bool more,
		   uint64_t *sent_ns);

/**
 * Hands what was held back to the device, in one burst.
 *
 * @return false: its queue is full, some packets are still held. Take what
 *	arrives, and try again before you send more: 16 are held at most, then
 *	uk_packet_send() gives -ENOBUFS. Those of a device that takes nothing
 *	for a second are lost.
 */
bool uk_packet_flush(void);

#endif /* UK_PACKET_H */
