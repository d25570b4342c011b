/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Network frontend: discovery, and the steps of its life. Checksums stay with
 * the stack: a prober must see the bytes that were on the wire.
 */
#include <uk/alloc.h>
#include <uk/errno.h>
#include <uk/param.h>
#include <uk/print.h>
#include <uk/time.h>
#include <uk/xen/event.h>

#include "net.h"

#define MTU_DEFAULT 1500
#define MTU_MIN     68
/** A frame with its tag fits a page. */
#define MTU_MAX (UK_PAGE_SIZE - UK_NETDEV_HDR_LEN - XNET_TAG_LEN)

/** Hotplug scripts of a busy host take their time. */
#define CONNECT_NS (30 * UK_NSEC_PER_SEC)

static uint16_t rx_buffers = 64;

static int set_rx_buffers(const char *text)
{
	uint64_t n;
	int rc = uk_param_u64(text, &n);

	if (rc < 0)
		return rc;
	if (n < 8 || n > XNET_ENTRIES)
		return -ERANGE;
	rx_buffers = (uint16_t)n;
	return 0;
}
UK_PARAM(xen_net_rx_buffers, "xen_net.rx_buffers",
	 "number of receive buffers, 8 to 256", set_rx_buffers);

void xnet_break(struct xnet *x, const char *what)
{
	if (!x->broken)
		uk_pr_err("UK8525: the backend of %s broke the rules (%s); "
			  "the device is not used any more. Restart the "
			  "guest.\n",
			  x->front->path, what);
	x->broken = true;
	x->nd.stats.rx_errors++;
}

static int start(struct uk_netdev *dev)
{
	struct xnet *x = (struct xnet *)(void *)dev;
	int r = uk_xen_front_wait(x->front, uk_time_mono_ns() + CONNECT_NS);

	if (r)
		uk_pr_err("UK8521: the backend of %s did not connect. Look at "
			  "the bridge and the hotplug scripts of the host.\n",
			  x->front->path);
	return r;
}

static const struct uk_netdev_ops ops = {
	.start = start,
	.tx_burst = xnet_tx_burst,
	.rx_burst = xnet_rx_burst,
	.rx_arm = xnet_rx_arm,
};

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "00:16:3e:00:00:02" */
static bool parse_mac(const char *text, long len, uint8_t *mac)
{
	if (len != 3 * UK_NETDEV_MAC_LEN - 1)
		return false;
	for (unsigned i = 0; i < UK_NETDEV_MAC_LEN; i++) {
		int high = hex_digit(text[3 * i]);
		int low = hex_digit(text[3 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		mac[i] = (uint8_t)(high << 4 | low);
	}
	/* A group address is nobody's own */
	return !(mac[0] & 1);
}

static void choose_mtu(struct xnet *x)
{
	uint64_t mtu = uk_xen_front_number(x->front, "mtu", MTU_DEFAULT);

	if (mtu < MTU_MIN || mtu > MTU_MAX) {
		uk_pr_warn("UK8526: %s has an MTU of %lu, %lu is used. Give "
			   "mtu=%u to %lu.\n",
			   x->front->path, mtu,
			   mtu < MTU_MIN ? (uint64_t)MTU_DEFAULT : MTU_MAX,
			   MTU_MIN, MTU_MAX);
		mtu = mtu < MTU_MIN ? MTU_DEFAULT : MTU_MAX;
	}
	x->nd.mtu = (uint16_t)mtu;
	x->frame_max = (uint16_t)(mtu + UK_NETDEV_HDR_LEN);
	x->tx.per_page =
		x->frame_max + (size_t)XNET_TAG_LEN > UK_PAGE_SIZE / 2 ? 1 : 2;
	x->tx.slot_bytes = UK_PAGE_SIZE / x->tx.per_page;
}

static int read_mac(struct xnet *x)
{
	char text[24];
	long len = uk_xen_front_need(x->front, "mac", text, sizeof(text));

	if (len >= 0 && parse_mac(text, len, x->nd.mac))
		return 0;
	if (len == -EACCES)
		return (int)len;
	uk_pr_err("UK8522: %s has no hardware address. Give mac= in the vif "
		  "of the configuration.\n",
		  x->front->path);
	return -EINVAL;
}

static bool pages_alloc(struct xnet_page *pages, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		pages[i].ref = XNET_NO_REF;
		pages[i].mem = uk_palloc(1);
		if (!pages[i].mem)
			return false;
	}
	return true;
}

static void pages_free(struct xnet_page *pages, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		uk_pfree(pages[i].mem, 1);
}

static int buffers_alloc(struct xnet *x)
{
	x->rx.buffers = rx_buffers;
	x->rx.ring_ref = x->tx.ring_ref = XNET_NO_REF;
	x->rx.port = x->tx.port = XNET_NO_PORT;
	if (pages_alloc(x->rx.pages, x->rx.buffers) &&
	    pages_alloc(x->tx.pages, xnet_tx_pages(x)))
		return 0;
	pages_free(x->rx.pages, x->rx.buffers);
	pages_free(x->tx.pages, xnet_tx_pages(x));
	uk_pr_err("UK8527: no memory for the buffers of %s. Give the guest "
		  "more, or lower xen_net.rx_buffers.\n",
		  x->front->path);
	return -ENOMEM;
}

static int probe(struct uk_xen_frontend *f)
{
	struct xnet *x = uk_calloc(1, sizeof(*x));
	int r;

	if (!x)
		return -ENOMEM;
	x->front = f;
	r = read_mac(x);
	if (!r) {
		choose_mtu(x);
		r = buffers_alloc(x);
	}
	if (r) {
		uk_free(x);
		return r;
	}
	f->priv = x;
	x->nd.ops = &ops;
	uk_netdev_register(&x->nd);
	return 0;
}

/* Keys of our folder, io/netif.h. The checksum shall be complete. */
static int publish(struct xnet *x, bool split)
{
	struct uk_xen_frontend *f = x->front;
	const struct {
		const char *key;
		int value;
	} keys[] = {
		{"tx-ring-ref", x->tx.ring_ref},
		{"rx-ring-ref", x->rx.ring_ref},
		{split ? "event-channel-tx" : "event-channel", x->tx.port},
		{split ? "event-channel-rx" : NULL, x->rx.port},
		{"request-rx-copy", 1},
		{"feature-rx-notify", 1},
		{"feature-sg", 1},
		{"feature-no-csum-offload", 1},
	};
	int r = 0;

	for (unsigned i = 0; i < UK_ARRAY_SIZE(keys) && !r; i++)
		if (keys[i].key)
			r = uk_xen_front_write(f, keys[i].key,
					       (uint64_t)keys[i].value);
	return r;
}

static int attach(struct uk_xen_frontend *f)
{
	struct xnet *x = f->priv;
	bool split = uk_xen_back_number(f, "feature-split-event-channels", 0);
	int r;

	if (!uk_xen_back_number(f, "feature-rx-copy", 0)) {
		uk_pr_err("UK8529: the backend of %s cannot copy received "
			  "frames. Use a newer backend.\n",
			  f->path);
		return -EOPNOTSUPP;
	}
	x->broken = false;
	r = xnet_share(x, split);
	if (!r)
		r = publish(x, split);
	return r ? r : UK_XEN_STATE_CONNECTED;
}

static void connected(struct uk_xen_frontend *f)
{
	struct xnet *x = f->priv;

	uk_xen_event_send((uint32_t)x->rx.port);
	if (x->nd.started)
		uk_pr_warn("UK8524: %s is connected again.\n", f->path);
}

static void detach(struct uk_xen_frontend *f)
{
	xnet_unshare(f->priv);
}

const struct uk_xen_driver uk_xen_net_driver = {
	.type = "vif",
	.probe = probe,
	.attach = attach,
	.connected = connected,
	.detach = detach,
};
