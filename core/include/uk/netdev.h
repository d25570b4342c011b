/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Network devices: Ethernet frames in bursts, without a checksum field (FCS).
 *
 * Life: the driver registers a device at UK_INIT_BUS; the stack looks it up
 * at UK_INIT_LIB, starts it once and then moves bursts from thread context:
 *
 *	void rx_ready(void *arg) { uk_waitq_wake_one(&thread_q); }
 *	...
 *	for (;;) {
 *		while ((n = uk_netdev_rx_burst(dev, pkts, N)) > 0)
 *			input(pkts, n);
 *		if (!uk_netdev_rx_arm(dev))
 *			wait(&thread_q);
 *	}
 */
#ifndef UK_NETDEV_H
#define UK_NETDEV_H

#include <stdbool.h>
#include <stdint.h>
#include <uk/netbuf.h>

#define UK_NETDEV_MAC_LEN 6
/** Bytes of an Ethernet header; the longest frame is MTU + this. */
#define UK_NETDEV_HDR_LEN 14

/** What a device did; each value counts up and wraps. */
struct uk_netdev_stats {
	uint64_t rx_packets, rx_bytes;
	/** Frames shorter than an Ethernet header, dropped. */
	uint64_t rx_runts;
	/** Frames longer than MTU + header, dropped. */
	uint64_t rx_oversize;
	/** Frames lost because no buffer memory was left. */
	uint64_t rx_nomem;
	/** Answers of the device that make no sense, dropped. */
	uint64_t rx_errors;
	uint64_t tx_packets, tx_bytes;
	/** Frames too short or too long to be sent, dropped. */
	uint64_t tx_errors;
	/** Bursts that found no free place (the caller keeps the rest). */
	uint64_t tx_full;
};

struct uk_netdev;

/** What a driver provides; all of them are required. */
struct uk_netdev_ops {
	int (*start)(struct uk_netdev *dev);
	unsigned (*tx_burst)(struct uk_netdev *dev, struct uk_netbuf **pkts,
			     unsigned n);
	unsigned (*rx_burst)(struct uk_netdev *dev, struct uk_netbuf **pkts,
			     unsigned n);
	bool (*rx_arm)(struct uk_netdev *dev);
};

/** A device; filled by its driver, read-only for everybody else. */
struct uk_netdev {
	const struct uk_netdev_ops *ops;
	uint8_t mac[UK_NETDEV_MAC_LEN];
	uint16_t mtu;
	/**
	 * When the last burst was handed to the device, monotonic
	 * nanoseconds: taken right before the driver rings the doorbell.
	 */
	uint64_t tx_mono_ns;
	struct uk_netdev_stats stats;
	/** Called by the driver in interrupt context; NULL until start. */
	void (*rx_ready)(void *arg);
	void *rx_ready_arg;
	bool started;
	struct uk_netdev *next;
};

/**
 * Makes a device known; for drivers, at UK_INIT_BUS. It stays for ever.
 *
 * @return the number of the device
 */
unsigned uk_netdev_register(struct uk_netdev *dev);

/** Number of devices. */
unsigned uk_netdev_count(void);

/** Device number i in the order of discovery, or NULL. */
struct uk_netdev *uk_netdev_get(unsigned i);

/** Hardware address: 6 bytes in the order of the wire. */
const uint8_t *uk_netdev_mac(const struct uk_netdev *dev);

/** Largest payload of a frame in bytes, without the Ethernet header. */
uint16_t uk_netdev_mtu(const struct uk_netdev *dev);

/** Counters of the device. */
const struct uk_netdev_stats *uk_netdev_stats(const struct uk_netdev *dev);

/**
 * Starts reception.
 *
 * @param rx_ready called in interrupt context when packets may have arrived
 *	(wake a wait queue, nothing else); also once in a while for nothing
 * @return 0, -EBUSY if it was started before, or a negative errno of the driver
 */
int uk_netdev_start(struct uk_netdev *dev, void (*rx_ready)(void *arg),
		    void *arg);

/**
 * Sends up to n frames, in order, and never waits.
 *
 * A frame the device can never send (shorter than 14 bytes, longer than
 * MTU + 14) is taken, counted in tx_errors and freed: it must not stop those
 * behind it.
 *
 * @return the number of frames taken over, from the front; the caller keeps
 *	the others and tries again later (places are reclaimed at each call)
 */
unsigned uk_netdev_tx_burst(struct uk_netdev *dev, struct uk_netbuf **pkts,
			    unsigned n);

/**
 * Takes up to n received frames, oldest first, and never waits. The caller
 * owns them; each holds a place of the driver's pool until it is freed.
 * rx_mono_ns is the time at which the interrupt handler (or, if it was
 * earlier, a poll) first saw the frame.
 */
unsigned uk_netdev_rx_burst(struct uk_netdev *dev, struct uk_netbuf **pkts,
			    unsigned n);

/**
 * Asks for rx_ready() at the next arrival.
 *
 * @return true if packets are already there: poll again before you wait
 */
bool uk_netdev_rx_arm(struct uk_netdev *dev);

#endif /* UK_NETDEV_H */
