/* SPDX-License-Identifier: BSD-3-Clause */
/* One virtio-net device: shared by its receive and transmit halves. */
#ifndef UK_VIRTIO_NET_H
#define UK_VIRTIO_NET_H

#include <uk/netdev.h>
#include <uk/virtio.h>

/** Largest virtio_net_hdr in use (5.1.6). */
#define VNET_HDR_MAX 12

/** Bytes of a VLAN tag, which the MTU does not count. */
#define VNET_TAG_LEN 4

struct vnet;

/**
 * A receive buffer. The device writes hdr_len bytes of header right in front
 * of the frame; the frame begins 2 bytes behind a multiple of 4, so that the
 * IP header is aligned.
 */
struct vnet_rxbuf {
	struct uk_netbuf nb;
	struct vnet *owner;
	/** Of the split layout, where the header has its own descriptor. */
	uint8_t *frame;
};

struct vnet {
	struct uk_netdev nd;
	struct uk_virtio_dev *dev;
	struct uk_virtio_queue *rx, *tx;
	/** Receive buffers there are. */
	uint16_t rx_buffers;
	/** Longest frame without a tag. */
	uint16_t frame_max;
	uint8_t hdr_len;
	bool split;
	/** When the frame of each used entry was first seen; one slot an
	 * entry of the ring. Written with interrupts off. */
	uint64_t *stamp;
	/** Used entries below this index have their stamp. */
	uint16_t stamped;
};

int vnet_rx_init(struct vnet *v, uint16_t queue, uint16_t buffers);
unsigned vnet_rx_burst(struct uk_netdev *dev, struct uk_netbuf **pkts,
		       unsigned n);
bool vnet_rx_arm(struct uk_netdev *dev);

int vnet_tx_init(struct vnet *v, uint16_t queue);
unsigned vnet_tx_burst(struct uk_netdev *dev, struct uk_netbuf **pkts,
		       unsigned n);
/**
 * Frees what the device has sent. With watch, an interrupt tells when it has
 * sent more.
 */
void vnet_tx_reclaim(struct vnet *v, bool watch);

#endif /* UK_VIRTIO_NET_H */
