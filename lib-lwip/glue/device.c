/* SPDX-License-Identifier: BSD-3-Clause */
/* One uknetdev device as a network interface of lwIP. */
#include <uk/alloc.h>
#include <uk/errno.h>
#include "lwip/etharp.h"
#include "lwip/ethip6.h"
#include "lwip/pbuf.h"
#include "netif/ethernet.h"
#include "stack.h"

/* Frames taken from the device at once. */
#define BURST 16

/* A received frame while lwIP looks at it: the data stay where they are. */
struct rx_pbuf {
	struct pbuf_custom custom;
	struct uk_netbuf *nb;
};

static void free_rx_pbuf(struct pbuf *p)
{
	struct rx_pbuf *rx = (struct rx_pbuf *)p;

	uk_netbuf_free(rx->nb);
	uk_free(rx);
}

static struct pbuf *wrap(struct uk_netbuf *nb)
{
	struct rx_pbuf *rx = uk_malloc(sizeof(*rx));
	struct pbuf *p;

	if (!rx)
		return NULL;
	rx->nb = nb;
	rx->custom.custom_free_function = free_rx_pbuf;
	p = pbuf_alloced_custom(PBUF_RAW, nb->len, PBUF_REF, &rx->custom,
				nb->data, nb->len);
	p->rx_mono_ns = nb->rx_mono_ns;
	return p;
}

bool (*uk_lwip_tap)(struct uk_lwip_netif *n, struct uk_netbuf *frame);

#if LWIP_IPV6
static bool is_ipv6(const struct uk_netbuf *frame)
{
	return frame->data[12] == ETHTYPE_IPV6 >> 8 &&
	       frame->data[13] == (ETHTYPE_IPV6 & 0xff);
}
#endif

void uk_lwip_netif_input(struct uk_lwip_netif *n, struct uk_netbuf *frame)
{
	struct pbuf *p;

#if LWIP_IPV6
	/* Routers speak to everybody (RFC 4861): who has not asked is deaf. */
	if (is_ipv6(frame) && !uk_lwip_has_ipv6(n)) {
		uk_netbuf_free(frame);
		return;
	}
#endif
	p = wrap(frame);
	if (!p)
		uk_netbuf_free(frame);
	else if (n->netif.input(p, &n->netif) != ERR_OK)
		pbuf_free(p);
}

unsigned uk_lwip_netif_receive(struct uk_lwip_netif *n)
{
	struct uk_netbuf *frames[BURST];
	unsigned count = uk_netdev_rx_burst(n->dev, frames, BURST);
	unsigned i;

	for (i = 0; i < count; i++)
		if (!uk_lwip_tap || !uk_lwip_tap(n, frames[i]))
			uk_lwip_netif_input(n, frames[i]);
	return count;
}

uint64_t uk_lwip_sent_ns;

/* Copies the frame into one piece; the device owns it until it was sent. */
static err_t transmit(struct netif *netif, struct pbuf *p)
{
	struct uk_lwip_netif *n = netif->state;
	struct uk_netbuf *nb = uk_netbuf_alloc(p->tot_len, 0);

	if (!nb)
		return ERR_MEM;
	nb->len = pbuf_copy_partial(p, nb->data, p->tot_len, 0);
	if (uk_netdev_tx_burst(n->dev, &nb, 1) == 1) {
		uk_lwip_sent_ns = n->dev->tx_mono_ns;
		return ERR_OK;
	}
	uk_netbuf_free(nb);
	return ERR_MEM;
}

static err_t init(struct netif *netif)
{
	const struct uk_lwip_netif *n = netif->state;
	const uint8_t *mac = uk_netdev_mac(n->dev);
	unsigned i;

	netif->name[0] = 'e';
	netif->name[1] = 'n';
	netif->mtu = uk_netdev_mtu(n->dev);
	netif->hwaddr_len = ETH_HWADDR_LEN;
	for (i = 0; i < ETH_HWADDR_LEN; i++)
		netif->hwaddr[i] = mac[i];
	netif->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP |
		       NETIF_FLAG_ETHERNET | NETIF_FLAG_LINK_UP;
#if LWIP_IPV6_MLD
	netif->flags |= NETIF_FLAG_MLD6;
#endif
	netif->output = etharp_output;
#if LWIP_IPV6
	netif->output_ip6 = ethip6_output;
#endif
	netif->linkoutput = transmit;
	return ERR_OK;
}

int uk_lwip_netif_start(struct uk_lwip_netif *n, struct uk_netdev *dev,
			unsigned i, void (*rx_ready)(void *))
{
	const struct uk_lwip_config *config = uk_lwip_config(i);
	int r;

	n->dev = dev;
#if LWIP_IPV6
	n->config6 = uk_lwip_config6(i);
#endif
	if (!netif_add(&n->netif, &config->addr, &config->mask,
		       &config->gateway, n, init, ethernet_input))
		return -ENOMEM;
	r = uk_netdev_start(dev, rx_ready, NULL);
	if (r) {
		netif_remove(&n->netif);
		return r;
	}
	if (!netif_default ||
	    (ip4_addr_isany_val(*netif_ip4_gw(netif_default)) &&
	     !ip4_addr_isany_val(config->gateway)))
		netif_set_default(&n->netif);
	/* Announces the address, too (gratuitous ARP). */
	netif_set_up(&n->netif);
#if LWIP_IPV6
	if (n->config6->given)
		uk_lwip_ipv6_start(n);
#endif
	return 0;
}
