/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reception. All buffers are made at start. A buffer is with the device or
 * with the stack; uk_netbuf_free() hands it to the device again at once, so
 * nothing is ever lost and nothing has to be refilled later.
 *
 * The interrupt stays on while the stack works: its handler stamps each
 * frame when it arrives, however long the stack takes to fetch it.
 */
#include <uk/alloc.h>
#include <uk/errno.h>
#include <uk/essentials.h>
#include <uk/irq.h>
#include <uk/print.h>
#include <uk/time.h>
#include "net.h"

/* Bytes in front of the frame: a multiple of 16, plus 2 (see vnet_rxbuf). */
#define FRAME_OFFSET                                                           \
	(UK_ALIGN_UP(sizeof(struct vnet_rxbuf) + VNET_HDR_MAX, 16ul) + 2)

static uint16_t frame_room(const struct vnet *v)
{
	return (uint16_t)(v->frame_max + VNET_TAG_LEN);
}

/* Interrupts off, or in the handler. */
static void stamp_new(struct vnet *v)
{
	const struct uk_virtq *vq = &v->rx->vq;
	uint16_t used = uk_virtq_used_idx(vq);
	uint64_t now;

	if (used == v->stamped)
		return;
	now = uk_time_mono_ns();
	/* A device that jumps further is caught by uk_virtq_take(). */
	if ((uint16_t)(used - v->stamped) > vq->size)
		v->stamped = (uint16_t)(used - vq->size);
	for (; v->stamped != used; v->stamped++)
		v->stamp[v->stamped & (vq->size - 1)] = now;
}

static void rx_irq(void *arg)
{
	struct vnet *v = arg;

	if (!v->rx)
		return; /* during probe */
	stamp_new(v);
	if (v->nd.rx_ready)
		v->nd.rx_ready(v->nd.rx_ready_arg);
}

static int give_to_device(struct vnet *v, struct vnet_rxbuf *b)
{
	struct uk_virtq_seg segs[2];

	if (v->split) {
		segs[0].addr = b->frame - v->hdr_len;
		segs[0].len = v->hdr_len;
		segs[1].addr = b->frame;
		segs[1].len = frame_room(v);
		return uk_virtq_add(&v->rx->vq, segs, 0, 2, b);
	}
	segs[0].addr = b->frame - v->hdr_len;
	segs[0].len = v->hdr_len + (uint32_t)frame_room(v);
	return uk_virtq_add(&v->rx->vq, segs, 0, 1, b);
}

/* uk_netbuf_free() of a receive buffer. */
static void recycle(struct uk_netbuf *nb)
{
	struct vnet_rxbuf *b = (struct vnet_rxbuf *)(void *)nb;
	struct vnet *v = b->owner;

	/* There is a place for each buffer: only a broken queue refuses. */
	if (give_to_device(v, b) == 0)
		uk_virtio_queue_kick(v->rx);
}

static struct vnet_rxbuf *buffer_new(struct vnet *v)
{
	char *mem = uk_malloc(FRAME_OFFSET + frame_room(v));
	struct vnet_rxbuf *b = (struct vnet_rxbuf *)(void *)mem;

	if (!mem)
		return 0;
	*b = (struct vnet_rxbuf){.owner = v};
	b->frame = (uint8_t *)mem + FRAME_OFFSET;
	b->nb.release = recycle;
	return b;
}

int vnet_rx_init(struct vnet *v, uint16_t queue, uint16_t buffers)
{
	unsigned each = v->split ? 2 : 1, n;
	struct uk_virtio_queue *q;

	q = uk_virtio_queue_setup(
		v->dev, queue,
		(uint16_t)UK_MIN(2u * buffers * each, UK_VIRTQ_MAX_SIZE),
		rx_irq, v);
	if (!q)
		return -ENOMEM;
	v->stamp = uk_calloc(q->vq.size, sizeof(v->stamp[0]));
	if (!v->stamp)
		return -ENOMEM;
	v->rx = q;
	for (n = 0; n < buffers && n < q->vq.size / each; n++) {
		struct vnet_rxbuf *b = buffer_new(v);

		if (!b)
			break;
		give_to_device(v, b);
	}
	v->rx_buffers = (uint16_t)n;
	if (n < buffers)
		uk_pr_warn("UK8204: %s has %u receive buffers, not %u: %s. "
			   "Lower virtio_net.rx_buffers%s.\n",
			   uk_virtio_name(v->dev), n, buffers,
			   n == q->vq.size / each ? "its queue is full"
						  : "out of memory",
			   n == q->vq.size / each ? " or raise rx_queue_size"
						  : " or add memory");
	return n ? 0 : -ENOMEM;
}

/* Makes a frame out of what the device returned, or drops it. */
static struct uk_netbuf *accept(struct vnet *v, struct vnet_rxbuf *b,
				uint32_t len, uint64_t when)
{
	struct uk_netdev_stats *st = &v->nd.stats;
	uint32_t frame = len - v->hdr_len;

	if (len < v->hdr_len + (uint32_t)UK_NETDEV_HDR_LEN) {
		st->rx_runts++;
	} else if (frame > frame_room(v)) {
		st->rx_oversize++;
	} else {
		b->nb.data = b->frame;
		b->nb.len = (uint16_t)frame;
		b->nb.cap = frame_room(v);
		b->nb.headroom = VNET_HDR_MAX;
		b->nb.rx_mono_ns = when;
		b->nb.next = 0;
		b->nb.priv = 0;
		st->rx_packets++;
		st->rx_bytes += frame;
		return &b->nb;
	}
	recycle(&b->nb);
	return 0;
}

unsigned vnet_rx_burst(struct uk_netdev *dev, struct uk_netbuf **pkts,
		       unsigned n)
{
	struct vnet *v = (struct vnet *)(void *)dev;
	struct uk_virtq *vq = &v->rx->vq;
	unsigned long flags;
	unsigned got = 0;
	bool was_broken = vq->broken;

	flags = uk_irq_save();
	stamp_new(v);
	uk_irq_restore(flags);
	while (got < n) {
		uint16_t at = vq->used_idx;
		struct vnet_rxbuf *b;
		uint32_t len;

		if (at == v->stamped)
			break;
		b = uk_virtq_take(vq, &len);
		if (!b)
			break;
		pkts[got] = accept(v, b, len, v->stamp[at & (vq->size - 1)]);
		if (pkts[got])
			got++;
	}
	if (vq->broken && !was_broken) {
		dev->stats.rx_errors++;
		uk_pr_err("UK8205: %s broke the rules of its receive queue; "
			  "nothing is received any more. Restart the guest.\n",
			  uk_virtio_name(v->dev));
	}
	return got;
}

bool vnet_rx_arm(struct uk_netdev *dev)
{
	struct vnet *v = (struct vnet *)(void *)dev;

	/* With every buffer on its way out nothing can arrive: then the next
	 * thing to happen is that one was sent. */
	vnet_tx_reclaim(v, v->rx->vq.in_flight < v->rx_buffers / 2);
	return uk_virtq_pending(&v->rx->vq);
}
