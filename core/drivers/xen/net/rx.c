/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reception. Every buffer is with the backend; a frame is copied out of the
 * one or several that it fills, and these go back at once.
 *
 * The interrupt stays on while the stack works: its handler stamps each frame
 * when it arrives, however long the stack takes to fetch it.
 */
#include <string.h>
#include <uk/irq.h>
#include <uk/time.h>
#include <uk/xen/event.h>

#include "net.h"

/** NETRXF_... of io/netif.h */
#define RX_CSUM_BLANK 0x02
#define RX_MORE_DATA  0x04
#define RX_EXTRA_INFO 0x08

/** struct netif_extra_info: type, then flags */
#define EXTRA_MORE 0x01

/** The IP header behind the Ethernet header is aligned to 4 bytes. */
#define HEADROOM 18

/** One frame: entries [first, end), and what they hold. */
struct frame {
	uint32_t first, end;
	uint32_t len;
	bool csum_blank;
	bool bad; /* the backend could not deliver it */
};

static volatile struct xnet_rx_response *response(struct xnet_rx *r,
						  uint32_t index)
{
	return &r->ring->entries[index % XNET_ENTRIES].rsp;
}

/* Puts a buffer into the next free entry of the ring, at index @at. */
static void post(struct xnet_rx *r, uint32_t at, uint16_t buffer)
{
	volatile struct xnet_rx_request *req =
		&r->ring->entries[at % XNET_ENTRIES].req;

	r->in_entry[at % XNET_ENTRIES] = buffer;
	req->id = (uint16_t)(at % XNET_ENTRIES);
	req->pad = 0;
	req->ref = (uint32_t)r->pages[buffer].ref;
}

void xnet_rx_begin(struct xnet *x)
{
	struct xnet_rx *r = &x->rx;

	r->cons = r->stamped = r->partial = 0;
	for (unsigned i = 0; i < r->buffers; i++)
		post(r, i, (uint16_t)i);
	/* The backend looks once it is told that we are connected */
	uk_xen_ring_push(&r->ring->h, r->buffers);
}

/* Interrupts off, or in the handler. */
static void stamp_new(struct xnet *x)
{
	struct xnet_rx *r = &x->rx;
	uint32_t prod;

	do {
		uint64_t now = uk_time_mono_ns();

		prod = r->ring->h.rsp_prod;
		if (prod - r->stamped > XNET_ENTRIES)
			r->stamped = prod - XNET_ENTRIES; /* see check() */
		for (; r->stamped != prod; r->stamped++)
			r->stamp[r->stamped % XNET_ENTRIES] = now;
		/* io/ring.h, RING_FINAL_CHECK_FOR_RESPONSES */
		r->ring->h.rsp_event = prod + 1;
		uk_io_mb();
	} while (prod != r->ring->h.rsp_prod);
}

void xnet_rx_irq(void *arg)
{
	struct xnet *x = arg;

	stamp_new(x);
	if (x->nd.rx_ready)
		x->nd.rx_ready(x->nd.rx_ready_arg);
}

/* Skips the entries that hold extra information; false: not all here yet. */
static bool skip_extra(struct xnet_rx *r, struct frame *f)
{
	uint8_t flags;

	do {
		const volatile uint8_t *extra;

		if (f->end == r->stamped)
			return false;
		extra = (const volatile uint8_t *)response(r, f->end++);
		flags = extra[1];
	} while (flags & EXTRA_MORE);
	return true;
}

/* Finds the end of the frame that begins at cons. False: not all here yet,
 * or the backend broke a rule. */
static bool find_frame(struct xnet *x, struct frame *f)
{
	struct xnet_rx *r = &x->rx;
	uint16_t flags;

	*f = (struct frame){.first = r->cons, .end = r->cons};
	do {
		volatile struct xnet_rx_response *rsp;
		uint16_t id, offset;
		int16_t status;

		if (f->end == r->stamped)
			return false;
		rsp = response(r, f->end);
		id = rsp->id;
		offset = rsp->offset;
		flags = rsp->flags;
		status = rsp->status;
		if (id != f->end % XNET_ENTRIES ||
		    (status > 0 && offset + (unsigned)status > UK_PAGE_SIZE)) {
			xnet_break(x, "receive response");
			return false;
		}
		f->end++;
		f->bad |= status < 0;
		f->len += status < 0 ? 0 : (uint32_t)status;
		f->csum_blank |= (flags & RX_CSUM_BLANK) != 0;
		if (flags & RX_EXTRA_INFO && !skip_extra(r, f))
			return false;
	} while (flags & RX_MORE_DATA);
	return true;
}

/* Copies the parts; @nb has room for what find_frame() counted, and the
 * backend may have changed its mind since. */
static void gather(struct xnet_rx *r, const struct frame *f,
		   struct uk_netbuf *nb)
{
	uint32_t at = f->first;

	while (at != f->end) {
		volatile struct xnet_rx_response *rsp = response(r, at);
		unsigned buffer = r->in_entry[at % XNET_ENTRIES];
		unsigned offset = rsp->offset % UK_PAGE_SIZE;
		unsigned n = UK_MIN((unsigned)(uint16_t)rsp->status,
				    (unsigned)UK_PAGE_SIZE - offset);
		struct frame extra = {.end = at + 1};

		n = UK_MIN(n, f->len - nb->len);
		memcpy(nb->data + nb->len, r->pages[buffer].mem + offset, n);
		nb->len = (uint16_t)(nb->len + n);
		if (rsp->flags & RX_EXTRA_INFO)
			skip_extra(r, &extra);
		at = extra.end;
	}
}

/* Makes a frame for the stack, or drops it. */
static struct uk_netbuf *accept(struct xnet *x, const struct frame *f)
{
	struct uk_netdev_stats *st = &x->nd.stats;
	struct uk_netbuf *nb;

	if (f->bad) {
		st->rx_errors++;
	} else if (f->len < UK_NETDEV_HDR_LEN) {
		st->rx_runts++;
	} else if (f->len > x->frame_max + (uint32_t)XNET_TAG_LEN) {
		st->rx_oversize++;
	} else {
		nb = uk_netbuf_alloc((uint16_t)f->len, HEADROOM);
		if (nb) {
			gather(&x->rx, f, nb);
			if (f->csum_blank)
				xnet_finish_checksum(nb->data, nb->len);
			nb->rx_mono_ns = x->rx.stamp[f->first % XNET_ENTRIES];
			st->rx_packets++;
			st->rx_bytes += nb->len;
			return nb;
		}
		st->rx_nomem++;
	}
	return NULL;
}

/* The buffers of a frame go back to the backend. */
static void repost(struct xnet_rx *r, const struct frame *f, uint32_t *prod)
{
	for (uint32_t i = f->first; i != f->end; i++)
		post(r, (*prod)++, r->in_entry[i % XNET_ENTRIES]);
	r->cons = f->end;
}

/* More responses than requests: nothing in the ring can be believed. */
static bool check(struct xnet *x)
{
	struct xnet_rx *r = &x->rx;

	if (r->ring->h.rsp_prod - r->cons <= r->buffers)
		return true;
	xnet_break(x, "receive responses");
	return false;
}

unsigned xnet_rx_burst(struct uk_netdev *dev, struct uk_netbuf **pkts,
		       unsigned n)
{
	struct xnet *x = (struct xnet *)(void *)dev;
	struct xnet_rx *r = &x->rx;
	unsigned long flags;
	unsigned got = 0;
	uint32_t prod;
	struct frame f;

	if (!r->ring || x->broken || !check(x))
		return 0;
	flags = uk_irq_save();
	stamp_new(x);
	uk_irq_restore(flags);
	prod = r->ring->h.req_prod;
	while (got < n && find_frame(x, &f)) {
		pkts[got] = accept(x, &f);
		if (pkts[got])
			got++;
		repost(r, &f, &prod);
	}
	if (got < n && r->cons != r->stamped)
		r->partial = r->stamped;
	if (prod != r->ring->h.req_prod && uk_xen_ring_push(&r->ring->h, prod))
		uk_xen_event_send((uint32_t)r->port);
	return got;
}

bool xnet_rx_arm(struct uk_netdev *dev)
{
	struct xnet *x = (struct xnet *)(void *)dev;
	const struct xnet_rx *r = &x->rx;
	uint32_t prod;

	if (!r->ring || x->broken)
		return false;
	prod = r->ring->h.rsp_prod;
	return prod != r->cons && prod != r->partial;
}
