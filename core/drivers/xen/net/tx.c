/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Transmission: one request a frame, copied into a slot. Completions raise no
 * event (rsp_event stays behind); slots are reclaimed at the next call.
 */
#include <string.h>
#include <uk/time.h>
#include <uk/xen/event.h>

#include "net.h"

void xnet_tx_begin(struct xnet *x)
{
	struct xnet_tx *t = &x->tx;

	t->cons = 0;
	t->free_count = 0;
	for (unsigned i = 0; i < XNET_TX_SLOTS; i++) {
		t->with_backend[i] = false;
		t->free[t->free_count++] = (uint8_t)i;
	}
}

static void reclaim(struct xnet *x)
{
	struct xnet_tx *t = &x->tx;
	uint32_t prod = t->ring->h.rsp_prod;

	if (prod - t->cons > XNET_TX_SLOTS) {
		xnet_break(x, "transmit responses");
		return;
	}
	uk_io_rmb();
	for (; t->cons != prod; t->cons++) {
		uint16_t id = t->ring->entries[t->cons % XNET_ENTRIES].rsp.id;

		if (id >= XNET_TX_SLOTS || !t->with_backend[id]) {
			xnet_break(x, "transmit response");
			return;
		}
		/* Its status says what the wire did with the frame: nothing
		 * that a datagram network promises */
		t->with_backend[id] = false;
		t->free[t->free_count++] = (uint8_t)id;
	}
}

static bool sendable(const struct xnet *x, const struct uk_netbuf *nb)
{
	return nb->len >= UK_NETDEV_HDR_LEN &&
	       nb->len <= x->frame_max + XNET_TAG_LEN;
}

static void enqueue(struct xnet *x, uint32_t at, const struct uk_netbuf *nb)
{
	struct xnet_tx *t = &x->tx;
	unsigned slot = t->free[--t->free_count];
	const struct xnet_page *page = &t->pages[slot / t->per_page];
	unsigned offset = slot % t->per_page * t->slot_bytes;
	volatile struct xnet_tx_request *req =
		&t->ring->entries[at % XNET_ENTRIES].req;

	memcpy(page->mem + offset, nb->data, nb->len);
	t->with_backend[slot] = true;
	req->ref = (uint32_t)page->ref;
	req->offset = (uint16_t)offset;
	req->flags = 0; /* checksum complete, nothing follows */
	req->id = (uint16_t)slot;
	req->size = nb->len;
}

/* Frames without a peer are dropped, as on a cable that is unplugged. */
static unsigned drop(struct uk_netdev *dev, struct uk_netbuf **pkts, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		uk_netbuf_free(pkts[i]);
	dev->stats.tx_errors += n;
	return n;
}

unsigned xnet_tx_burst(struct uk_netdev *dev, struct uk_netbuf **pkts,
		       unsigned n)
{
	struct xnet *x = (struct xnet *)(void *)dev;
	struct xnet_tx *t = &x->tx;
	unsigned taken;
	uint32_t prod;

	if (!x->front->up || x->broken)
		return drop(dev, pkts, n);
	reclaim(x);
	prod = t->ring->h.req_prod;
	for (taken = 0; taken < n; taken++) {
		struct uk_netbuf *nb = pkts[taken];

		if (!sendable(x, nb)) {
			dev->stats.tx_errors++;
		} else if (!t->free_count) {
			dev->stats.tx_full++;
			break;
		} else {
			enqueue(x, prod++, nb);
			dev->stats.tx_packets++;
			dev->stats.tx_bytes += nb->len;
		}
		uk_netbuf_free(nb);
	}
	if (prod == t->ring->h.req_prod)
		return taken;
	dev->tx_mono_ns = uk_time_mono_ns();
	if (uk_xen_ring_push(&t->ring->h, prod))
		uk_xen_event_send((uint32_t)t->port);
	return taken;
}
