/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Transmission. Completions raise no interrupt; sent frames are freed at the
 * next call of the stack.
 */
#include <uk/essentials.h>
#include <uk/print.h>
#include "net.h"

/*
 * 5.1.6.2: without offloads all fields are 0, so all packets share one
 * header. The device only reads it.
 */
static uint8_t header[VNET_HDR_MAX];

void vnet_tx_reclaim(struct vnet *v)
{
	struct uk_netbuf *nb;
	uint32_t len;

	while ((nb = uk_virtq_take(&v->tx->vq, &len)))
		uk_netbuf_free(nb);
}

static bool sendable(const struct vnet *v, const struct uk_netbuf *nb)
{
	return nb->len >= UK_NETDEV_HDR_LEN && nb->len <= v->frame_max;
}

static int queue(struct vnet *v, struct uk_netbuf *nb)
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

	vnet_tx_reclaim(v);
	for (taken = 0; taken < n; taken++) {
		struct uk_netbuf *nb = pkts[taken];

		if (!sendable(v, nb)) {
			dev->stats.tx_errors++;
			uk_netbuf_free(nb);
			continue;
		}
		if (queue(v, nb) < 0) {
			dev->stats.tx_full++;
			break;
		}
		dev->stats.tx_packets++;
		dev->stats.tx_bytes += nb->len;
		queued++;
	}
	if (queued)
		uk_virtio_queue_kick(v->tx);
	if (v->tx->vq.broken && !was_broken)
		uk_pr_err("UK8206: %s broke the rules of its transmit queue; "
			  "nothing is sent any more. Restart the guest.\n",
			  v->dev->name);
	return taken;
}
