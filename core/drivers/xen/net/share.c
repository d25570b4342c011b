/* SPDX-License-Identifier: BSD-3-Clause */
/* What a backend gets to see: two rings, the pages of the buffers, ports. */
#include <string.h>
#include <uk/alloc.h>
#include <uk/errno.h>
#include <uk/print.h>
#include <uk/xen/event.h>
#include <uk/xen/grant.h>

#include "net.h"

unsigned xnet_tx_pages(const struct xnet *x)
{
	return XNET_TX_SLOTS / x->tx.per_page;
}

/* io/ring.h, SHARED_RING_INIT */
static void *ring_new(uint16_t domain, int *ref)
{
	struct uk_xen_ring *h = uk_palloc(1);

	if (!h)
		return NULL;
	memset(h, 0, UK_PAGE_SIZE);
	h->req_event = h->rsp_event = 1;
	*ref = uk_xen_grant(domain, h, false);
	if (*ref >= 0)
		return h;
	*ref = XNET_NO_REF;
	uk_pfree(h, 1);
	return NULL;
}

static int grant_all(uint16_t domain, struct xnet_page *pages, unsigned n,
		     bool read_only)
{
	for (unsigned i = 0; i < n; i++) {
		int ref = pages[i].ref;

		/* One that could not be taken back serves the same backend */
		if (ref == XNET_NO_REF)
			ref = uk_xen_grant(domain, pages[i].mem, read_only);
		if (ref < 0)
			return ref;
		pages[i].ref = ref;
	}
	return 0;
}

static void tx_event(void *arg)
{
	(void)arg;
}

static void both_events(void *arg)
{
	xnet_rx_irq(arg);
}

static int open_ports(struct xnet *x, bool split)
{
	uint16_t domain = x->front->backend_domain;

	x->tx.port =
		uk_xen_event_listen(domain, split ? tx_event : both_events, x);
	if (x->tx.port < 0)
		return x->tx.port;
	x->rx.port = split ? uk_xen_event_listen(domain, xnet_rx_irq, x)
			   : x->tx.port;
	return x->rx.port < 0 ? x->rx.port : 0;
}

int xnet_share(struct xnet *x, bool split)
{
	uint16_t domain = x->front->backend_domain;
	int r;

	x->tx.ring = ring_new(domain, &x->tx.ring_ref);
	x->rx.ring = ring_new(domain, &x->rx.ring_ref);
	if (!x->tx.ring || !x->rx.ring)
		return -ENOMEM;
	r = grant_all(domain, x->rx.pages, x->rx.buffers, false);
	if (!r)
		r = grant_all(domain, x->tx.pages, xnet_tx_pages(x), true);
	if (r)
		return r;
	xnet_tx_begin(x);
	xnet_rx_begin(x);
	return open_ports(x, split);
}

static void close_ports(struct xnet *x)
{
	if (x->rx.port >= 0 && x->rx.port != x->tx.port)
		uk_xen_event_close((uint32_t)x->rx.port);
	if (x->tx.port >= 0)
		uk_xen_event_close((uint32_t)x->tx.port);
	x->rx.port = x->tx.port = XNET_NO_PORT;
}

/* True if the other side still holds the ring: the page is then given up. */
static bool ring_free(void *ring, int *ref)
{
	bool held = *ref != XNET_NO_REF && uk_xen_grant_end(*ref) < 0;

	if (!held)
		uk_pfree(ring, 1);
	*ref = XNET_NO_REF;
	return held;
}

static unsigned end_all(struct xnet_page *pages, unsigned n)
{
	unsigned held = 0;

	for (unsigned i = 0; i < n; i++) {
		if (pages[i].ref == XNET_NO_REF)
			continue;
		if (uk_xen_grant_end(pages[i].ref) < 0)
			held++;
		else
			pages[i].ref = XNET_NO_REF;
	}
	return held;
}

void xnet_unshare(struct xnet *x)
{
	unsigned held = 0;

	close_ports(x);
	held += ring_free((void *)(uintptr_t)x->tx.ring, &x->tx.ring_ref);
	held += ring_free((void *)(uintptr_t)x->rx.ring, &x->rx.ring_ref);
	x->tx.ring = NULL;
	x->rx.ring = NULL;
	held += end_all(x->rx.pages, x->rx.buffers);
	held += end_all(x->tx.pages, xnet_tx_pages(x));
	if (held)
		uk_pr_warn("UK8528: the backend of %s still holds %u pages of "
			   "the guest. Restart the guest.\n",
			   x->front->path, held);
}
