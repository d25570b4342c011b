/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One network frontend (io/netif.h): shared by its receive and transmit
 * halves. Frames are copied between the stack's buffers and pages that stay
 * granted while the backend is connected: no grant is made or taken back for
 * a frame, no other memory of the guest is ever open to the backend, and
 * nothing it changes later reaches the stack.
 */
#ifndef UK_XEN_NET_H
#define UK_XEN_NET_H

#include <uk/essentials.h>
#include <uk/netdev.h>
#include <uk/xen/bus.h>
#include <uk/xen/ring.h>

/** Entries of a ring: what fits a page, as a power of two. */
#define XNET_ENTRIES 256
/** Bytes of a VLAN tag, which the MTU does not count. */
#define XNET_TAG_LEN 4
#define XNET_NO_REF  (-1)
#define XNET_NO_PORT (-1)

/** Transmit slots; each holds one frame. */
#define XNET_TX_SLOTS 64
#define XNET_TX_PAGES XNET_TX_SLOTS

/** struct netif_tx_request and _response */
struct xnet_tx_request {
	uint32_t ref;
	uint16_t offset;
	uint16_t flags;
	uint16_t id;
	uint16_t size;
};

struct xnet_tx_response {
	uint16_t id;
	int16_t status;
};

struct xnet_tx_ring {
	struct uk_xen_ring h;
	union {
		struct xnet_tx_request req;
		struct xnet_tx_response rsp;
	} entries[XNET_ENTRIES];
};

/** struct netif_rx_request and _response */
struct xnet_rx_request {
	uint16_t id;
	uint16_t pad;
	uint32_t ref;
};

struct xnet_rx_response {
	uint16_t id;
	uint16_t offset;
	uint16_t flags;
	int16_t status;
};

struct xnet_rx_ring {
	struct uk_xen_ring h;
	union {
		struct xnet_rx_request req;
		struct xnet_rx_response rsp;
	} entries[XNET_ENTRIES];
};

_Static_assert(sizeof(struct xnet_tx_ring) <= 4096, "tx ring");
_Static_assert(sizeof(struct xnet_rx_ring) <= 4096, "rx ring");

/** A page and its grant. */
struct xnet_page {
	uint8_t *mem;
	int ref;
};

struct xnet_rx {
	volatile struct xnet_rx_ring *ring;
	int ring_ref;
	int port;
	/** Pages there are; the buffer in each entry of the ring. */
	unsigned buffers;
	struct xnet_page pages[XNET_ENTRIES];
	uint16_t in_entry[XNET_ENTRIES];
	uint32_t cons;
	/** When the frame of each entry was first seen; responses below this
	 * index have their stamp. Written with interrupts off. */
	uint64_t stamp[XNET_ENTRIES];
	uint32_t stamped;
	/** Responses there were when the last frame was not complete. */
	uint32_t partial;
};

struct xnet_tx {
	volatile struct xnet_tx_ring *ring;
	int ring_ref;
	int port;
	/** Slots of one page, bytes of a slot. */
	unsigned per_page, slot_bytes;
	struct xnet_page pages[XNET_TX_PAGES];
	uint8_t free[XNET_TX_SLOTS];
	unsigned free_count;
	bool with_backend[XNET_TX_SLOTS];
	uint32_t cons;
};

struct xnet {
	struct uk_netdev nd;
	struct uk_xen_frontend *front;
	/** Longest frame without a tag. */
	uint16_t frame_max;
	/** The backend broke a rule: nothing is taken from it any more. */
	bool broken;
	struct xnet_rx rx;
	struct xnet_tx tx;
};

/** share.c: rings, grants and ports (one for each direction if split);
 * unshare() is right at any point. */
int xnet_share(struct xnet *x, bool split);
void xnet_unshare(struct xnet *x);
unsigned xnet_tx_pages(const struct xnet *x);

/** rx.c */
void xnet_rx_irq(void *arg);
void xnet_rx_begin(struct xnet *x);
unsigned xnet_rx_burst(struct uk_netdev *dev, struct uk_netbuf **pkts,
		       unsigned n);
bool xnet_rx_arm(struct uk_netdev *dev);

/** tx.c */
void xnet_tx_begin(struct xnet *x);
unsigned xnet_tx_burst(struct uk_netdev *dev, struct uk_netbuf **pkts,
		       unsigned n);

/** Says once that the backend broke the rules, and stops using it. */
void xnet_break(struct xnet *x, const char *what);

/**
 * Completes the TCP or UDP checksum of a frame that another domain sent
 * without one (NETRXF_csum_blank). Frames of other protocols, fragments and
 * frames cut short are left as they are.
 */
void xnet_finish_checksum(uint8_t *frame, unsigned len);

#endif /* UK_XEN_NET_H */
