/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Transmission. Completions raise no interrupt; sent frames are freed at the
 * next call of the stack. Only while receive buffers are short, because the
 * stack sends them on, somebody has to be told.
 */
#include <uk/errno.h>
#include <uk/print.h>
#include <uk/time.h>
#include "net.h"

#define TX_ENTRIES 256

/*
 * 5.1.6.2: without offloads all fields are 0, so all packets share one
 * header. The device only reads it.
 */
static uint8_t header[VNET_HDR_MAX];

static void tx_irq(void *arg)
{
	struct vnet *v = arg;

	if (v->tx && v->nd.rx_ready && uk_virtq_pending(&v->tx->vq))
		v->nd.rx_ready(v->nd.rx_ready_arg);
}

int vnet_tx_init(struct vnet *v, uint16_t queue)
{
	v->tx = uk_virtio_queue_setup(v->dev, queue, TX_ENTRIES, tx_irq, v);
	if (!v->tx)
		return -ENOMEM;
	uk_virtq_mute(&v->tx->vq);
	return 0;
}

void vnet_tx_reclaim(struct vnet *v, bool watch)
{
	struct uk_virtq *vq = &v->tx->vq;
	struct uk_netbuf *nb;
	uint32_t len;

	uk_virtq_mute(vq);
	do {
		while ((nb = uk_virtq_take(vq, &len)))
			uk_netbuf_free(nb);
	} while (watch && uk_virtq_unmute(vq));
}

static bool sendable(const struct vnet *v, const struct uk_netbuf *nb)
{
	return nb->len >= UK_NETDEV_HDR_LEN && nb->len <= v->frame_max;
}

static int enqueue(struct vnet *v, struct uk_netbuf *nb)
{
	struct uk_virtq_seg segs[2] = {
		{.addr = header, .len = v->hdr_len},
		{.addr = nb->data, .len = nb->len},
	};

	return uk_virtq_add(&v->tx->vq, segs, 2, 0, nb);
}

unsigned vnet_tx_burst(struct uk_netdev *dev, struct uk_netbuf **pkts,
		       unsigned n)
{
	struct vnet *v = (struct vnet *)(void *)dev;
	bool was_broken = v->tx->vq.broken;
	unsigned taken, queued = 0;

	vnet_tx_reclaim(v, false);
	for (taken = 0; taken < n; taken++) {
		struct uk_netbuf *nb = pkts[taken];

		if (!sendable(v, nb)) {
			dev->stats.tx_errors++;
			uk_netbuf_free(nb);
			continue;
		}
		if (enqueue(v, nb) < 0) {
			dev->stats.tx_full++;
			break;
		}
		dev->stats.tx_packets++;
		dev->stats.tx_bytes += nb->len;
		queued++;
	}
	if (queued) {
		dev->tx_mono_ns = uk_time_mono_ns();
		uk_virtio_queue_kick(v->tx);
	}
	if (v->tx->vq.broken && !was_broken)
		uk_pr_err("UK8206: %s broke the rules of its transmit queue; "
			  "nothing is sent any more. Restart the guest.\n",
			  uk_virtio_name(v->dev));
	return taken;
}
