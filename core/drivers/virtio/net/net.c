/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * virtio-net: one receive and one transmit queue, whole frames, no offloads
 * (VirtIO 1.2, 5.1). Checksums stay with the stack: a prober must see the
 * bytes that were on the wire.
 */
#include <uk/alloc.h>
#include <uk/errno.h>
#include <uk/essentials.h>
#include <uk/param.h>
#include <uk/random.h>
#include "net.h"

/* 5.1.3 and 5.1.4 */
#define F_MTU (1ULL << 3)
#define F_MAC (1ULL << 5)

#define CONFIG_MAC 0
#define CONFIG_MTU 10

#define MTU_DEFAULT 1500
/* 5.1.4.1: "The device MUST set mtu to between 68 and 65535"; a frame's
 * length must also fit the 16 bits of a netbuf. */
#define MTU_MIN 68
#define MTU_MAX (UINT16_MAX - UK_NETDEV_HDR_LEN - VNET_TAG_LEN)

#define QUEUE_RX 0
#define QUEUE_TX 1

static uint16_t rx_buffers = 64;

static int set_rx_buffers(const char *text)
{
	uint64_t n;
	int rc = uk_param_u64(text, &n);

	if (rc < 0)
		return rc;
	if (n < 4 || n > UK_VIRTQ_MAX_SIZE)
		return -ERANGE;
	rx_buffers = (uint16_t)n;
	return 0;
}
UK_PARAM(virtio_net_rx_buffers, "virtio_net.rx_buffers",
	 "number of receive buffers, 4 to 1024", set_rx_buffers);

static int start(struct uk_netdev *dev)
{
	struct vnet *v = (struct vnet *)(void *)dev;

	uk_virtio_driver_ok(v->dev);
	uk_virtio_queue_kick(v->rx);
	return 0;
}

static const struct uk_netdev_ops ops = {
	.start = start,
	.tx_burst = vnet_tx_burst,
	.rx_burst = vnet_rx_burst,
	.rx_arm = vnet_rx_arm,
};

static void read_config(struct vnet *v)
{
	uint16_t mtu = 0;

	if (uk_virtio_has(v->dev, F_MAC)) {
		uk_virtio_config(v->dev, CONFIG_MAC, v->nd.mac,
				 UK_NETDEV_MAC_LEN);
	} else {
		/* 5.1.5: "Otherwise, the driver [...] SHOULD generate a
		 * locally administered MAC" */
		uk_random_fill(v->nd.mac, UK_NETDEV_MAC_LEN);
		v->nd.mac[0] = (uint8_t)((v->nd.mac[0] & 0xfc) | 0x02);
	}
	v->nd.mtu = MTU_DEFAULT;
	if (uk_virtio_has(v->dev, F_MTU)) {
		uk_virtio_config(v->dev, CONFIG_MTU, &mtu, sizeof(mtu));
		if (mtu >= MTU_MIN)
			v->nd.mtu = UK_MIN(mtu, MTU_MAX);
	}
	v->frame_max = (uint16_t)(v->nd.mtu + UK_NETDEV_HDR_LEN);
}

/* 5.1.6: the header has num_buffers only since 1.0 (or with merging). */
static void choose_layout(struct vnet *v)
{
	v->hdr_len = v->dev->legacy ? 10 : 12;
	/* 2.7.4.3 (legacy): without ANY_LAYOUT the header of a packet must
	 * be alone in the first descriptor */
	v->split = v->dev->legacy &&
		   !uk_virtio_has(v->dev, UK_VIRTIO_F_ANY_LAYOUT);
}

static int probe(struct uk_virtio_dev *dev)
{
	struct vnet *v = uk_calloc(1, sizeof(*v));
	int rc;

	if (!v)
		return -ENOMEM;
	v->dev = dev;
	rc = uk_virtio_negotiate(dev, F_MAC | F_MTU | UK_VIRTIO_F_ANY_LAYOUT);
	if (rc < 0) {
		uk_free(v);
		return rc;
	}
	read_config(v);
	choose_layout(v);
	rc = vnet_rx_init(v, QUEUE_RX, rx_buffers);
	if (rc < 0)
		return rc; /* the interrupt handler may hold v: it stays */
	rc = vnet_tx_init(v, QUEUE_TX);
	if (rc < 0)
		return rc;
	v->nd.ops = &ops;
	uk_netdev_register(&v->nd);
	return 0;
}

const struct uk_virtio_driver uk_virtio_net_driver = {
	.id = UK_VIRTIO_ID_NET,
	.name = "virtio-net",
	.probe = probe,
};
