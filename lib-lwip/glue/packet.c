/* SPDX-License-Identifier: BSD-3-Clause */
/* Packets past the sockets; see <uk/packet.h>. */
#include <string.h>
#include <uk/errno.h>
#include <uk/packet.h>
#include <uk/time.h>
#include <uk/waitq.h>
#include "inet.h"
#include "lwip/etharp.h"
#include "lwip/ip4.h"
#include "lwip/nd6.h"
#include "stack.h"

#define BURST  16
#define HEADER UK_NETDEV_HDR_LEN

/* A device that takes nothing for so long loses packets, as networks do. */
#define PATIENCE_NS UK_NSEC_PER_SEC

static bool (*wanted)(const uint8_t *packet, size_t len);
static struct uk_netbuf *first, **last = &first;
static struct uk_waitq arrived = UK_WAITQ_INITIALIZER;

/* Frames held back, all for one device: for more to come, or for room in its
 * queue, which was full since then (0: it is not). */
static struct uk_netbuf *held[BURST];
static unsigned held_count;
static struct uk_netdev *held_dev;
static uint64_t full_since;

static bool is_ip(const struct uk_lwip_netif *n, const struct uk_netbuf *frame)
{
	uint16_t type = (uint16_t)(frame->data[12] << 8 | frame->data[13]);

	return type == ETHTYPE_IP ||
	       (type == ETHTYPE_IPV6 && uk_lwip_has_ipv6(n));
}

static bool collect(struct uk_lwip_netif *n, struct uk_netbuf *frame)
{
	if (!is_ip(n, frame) ||
	    !wanted(frame->data + HEADER, frame->len - HEADER))
		return false;
	uk_netbuf_pull(frame, HEADER);
	frame->priv = n;
	frame->next = NULL;
	*last = frame;
	last = &frame->next;
	uk_waitq_wake_one(&arrived);
	return true;
}

void uk_packet_ready(void)
{
	uk_lwip_find_gateways();
}

int uk_packet_open(bool (*fn)(const uint8_t *packet, size_t len))
{
	if (uk_lwip_tap)
		return -EBUSY;
	uk_lwip_find_gateways();
	wanted = fn;
	uk_lwip_tap = collect;
	return 0;
}

static void drop_held(unsigned from)
{
	while (from < held_count)
		uk_netbuf_free(held[from++]);
	held_count = 0;
	full_since = 0;
}

void uk_packet_close(void)
{
	struct uk_netbuf *packet;

	uk_lwip_tap = NULL;
	if (!uk_packet_flush())
		drop_held(0);
	while ((packet = uk_packet_receive()))
		uk_netbuf_free(packet);
}

static bool any(void *arg)
{
	(void)arg;
	return first;
}

int uk_packet_wait(uint64_t deadline_ns)
{
	return uk_waitq_wait_until(&arrived, deadline_ns, any, NULL);
}

struct uk_netbuf *uk_packet_receive(void)
{
	struct uk_netbuf *packet = first;

	if (packet) {
		first = packet->next;
		if (!first)
			last = &first;
	}
	return packet;
}

void uk_packet_return(struct uk_netbuf *packet)
{
	struct uk_lwip_netif *n = packet->priv;

	uk_netbuf_push(packet, HEADER);
	uk_lwip_netif_input(n, packet);
	uk_lwip_kick();
}

bool uk_packet_flush(void)
{
	unsigned sent = 0;
	uint64_t now;

	if (held_count)
		sent = uk_netdev_tx_burst(held_dev, held, held_count);
	if (sent < held_count) {
		now = uk_time_mono_ns();
		if (sent || !full_since)
			full_since = now;
		if (now - full_since < PATIENCE_NS) {
			held_count -= sent;
			memmove(held, held + sent, held_count * sizeof(*held));
			return false;
		}
	}
	drop_held(sent);
	return true;
}

/* A frame around a packet, to a neighbour. */
static int to_neighbour(struct uk_lwip_netif *n, const uint8_t *mac,
			uint16_t type, const uint8_t *packet, size_t len,
			bool more, uint64_t *sent_ns)
{
	struct uk_netbuf *frame = uk_netbuf_alloc((uint16_t)(HEADER + len), 0);
	unsigned sent;

	if (!frame)
		return -UK_ENOBUFS;
	frame->len = frame->cap;
	memcpy(frame->data, mac, ETH_HWADDR_LEN);
	memcpy(frame->data + 6, n->netif.hwaddr, ETH_HWADDR_LEN);
	frame->data[12] = (uint8_t)(type >> 8);
	frame->data[13] = (uint8_t)type;
	memcpy(frame->data + HEADER, packet, len);
	if (held_count && (held_dev != n->dev || held_count == BURST))
		uk_packet_flush();
	if (held_count && (held_dev != n->dev || held_count == BURST)) {
		uk_netbuf_free(frame);
		return -UK_ENOBUFS;
	}
	if (more || held_count) {
		*sent_ns = uk_time_mono_ns();
		held_dev = n->dev;
		held[held_count++] = frame;
		if (!more)
			uk_packet_flush();
		return 0;
	}
	*sent_ns = uk_time_mono_ns();
	sent = uk_netdev_tx_burst(n->dev, &frame, 1);
	/* A device that is down takes frames and keeps its last time. */
	if (n->dev->tx_mono_ns > *sent_ns)
		*sent_ns = n->dev->tx_mono_ns;
	if (!sent) {
		held_dev = n->dev;
		held[held_count++] = frame;
	}
	return 0;
}

/* A copy for lwIP's own way out, in order behind what is held back. */
static struct pbuf *copy(const uint8_t *packet, size_t len, uint64_t *sent_ns)
{
	struct pbuf *p = pbuf_alloc(PBUF_LINK, (uint16_t)len, PBUF_RAM);

	if (p)
		pbuf_take(p, packet, (uint16_t)len);
	uk_packet_flush();
	*sent_ns = uk_time_mono_ns();
	return p;
}

static int finish(struct pbuf *p, err_t err)
{
	pbuf_free(p);
	uk_lwip_kick();
	return inet_errno(err);
}

static int by_lwip4(struct netif *netif, const ip4_addr_t *dst,
		    const uint8_t *packet, size_t len, uint64_t *sent_ns)
{
	struct pbuf *p = copy(packet, len, sent_ns);

	return p ? finish(p, netif->output(netif, p, dst)) : -UK_ENOBUFS;
}

static int send4(const uint8_t *packet, size_t len, bool more,
		 uint64_t *sent_ns)
{
	const ip4_addr_t *hop, *ignored;
	struct eth_addr *mac;
	struct netif *netif;
	ip4_addr_t dst;

	memcpy(&dst, packet + 16, sizeof(dst));
	netif = ip4_route(&dst);
	if (!netif)
		return -UK_ENETUNREACH;
	if (netif->mtu && len > netif->mtu)
		return -UK_EMSGSIZE;
	hop = ip4_addr_netcmp(&dst, netif_ip4_addr(netif),
			      netif_ip4_netmask(netif))
		      ? &dst
		      : netif_ip4_gw(netif);
	/* The loopback has no hardware addresses. */
	if (!(netif->flags & NETIF_FLAG_ETHARP) ||
	    etharp_find_addr(netif, hop, &mac, &ignored) < 0)
		return by_lwip4(netif, &dst, packet, len, sent_ns);
	return to_neighbour(netif->state, mac->addr, ETHTYPE_IP, packet, len,
			    more, sent_ns);
}

#if LWIP_IPV6
static void address6(const uint8_t *bytes, ip6_addr_t *addr)
{
	memcpy(addr->addr, bytes, sizeof(addr->addr));
	ip6_addr_clear_zone(addr);
}

static struct netif *route6(const uint8_t *src, ip6_addr_t *dst)
{
	ip6_addr_t from = {0};
	struct netif *netif;

	if (src)
		address6(src, &from);
	netif = ip6_route(&from, dst);
	if (netif)
		ip6_addr_assign_zone(dst, IP6_UNKNOWN, netif);
	return netif;
}

static int by_lwip6(struct netif *netif, const ip6_addr_t *dst,
		    const uint8_t *packet, size_t len, uint64_t *sent_ns)
{
	struct pbuf *p = copy(packet, len, sent_ns);

	return p ? finish(p, netif->output_ip6(netif, p, dst)) : -UK_ENOBUFS;
}

/*
 * The hardware address of the next hop; NULL: nobody knows it, and lwIP has
 * begun to ask. It would queue a packet, of which there is none here.
 */
static const uint8_t *next_hop6(struct netif *netif, const ip6_addr_t *dst)
{
	const uint8_t *mac = NULL;

	if (!(netif->flags & NETIF_FLAG_ETHERNET) || ip6_addr_ismulticast(dst))
		return NULL;
	if (nd6_get_next_hop_addr_or_queue(netif, NULL, dst, &mac) != ERR_OK)
		return NULL;
	return mac;
}

static int send6(const uint8_t *packet, size_t len, bool more,
		 uint64_t *sent_ns)
{
	const uint8_t *mac;
	struct netif *netif;
	ip6_addr_t dst;

	address6(packet + 24, &dst);
	netif = route6(packet + 8, &dst);
	if (!netif)
		return -UK_ENETUNREACH;
	if (netif_mtu6(netif) && len > netif_mtu6(netif))
		return -UK_EMSGSIZE;
	mac = next_hop6(netif, &dst);
	if (!mac)
		return by_lwip6(netif, &dst, packet, len, sent_ns);
	return to_neighbour(netif->state, mac, ETHTYPE_IPV6, packet, len, more,
			    sent_ns);
}

static int source6(const uint8_t *to, uint8_t *src)
{
	const ip6_addr_t *from;
	struct netif *netif;
	ip6_addr_t dst;

	address6(to, &dst);
	netif = route6(NULL, &dst);
	from = netif ? inet_source6(netif, &dst) : NULL;
	if (!from)
		return -UK_ENETUNREACH;
	memcpy(src, from->addr, 16);
	return 0;
}
#else
static int send6(const uint8_t *packet, size_t len, bool more,
		 uint64_t *sent_ns)
{
	(void)packet;
	(void)len;
	(void)more;
	(void)sent_ns;
	return -UK_EAFNOSUPPORT;
}

static int source6(const uint8_t *to, uint8_t *src)
{
	(void)to;
	(void)src;
	return -UK_EAFNOSUPPORT;
}
#endif

int uk_packet_send(const uint8_t *packet, size_t len, bool more,
		   uint64_t *sent_ns)
{
	if (len >= IP_HLEN && packet[0] >> 4 == 4)
		return send4(packet, len, more, sent_ns);
	if (len >= 40 && packet[0] >> 4 == 6)
		return send6(packet, len, more, sent_ns);
	return -EINVAL;
}

int uk_packet_source(const uint8_t *to, size_t len, uint8_t *src)
{
	struct netif *netif;
	ip4_addr_t dst;

	if (len != sizeof(dst))
		return source6(to, src);
	memcpy(&dst, to, sizeof(dst));
	netif = ip4_route(&dst);
	if (!netif)
		return -UK_ENETUNREACH;
	memcpy(src, netif_ip4_addr(netif), sizeof(dst));
	return 0;
}

/* The MTU of an interface with this address, else 0. */
static uint16_t mtu_of(struct netif *netif, const uint8_t *src, size_t len)
{
	if (len == 4)
		return memcmp(netif_ip4_addr(netif), src, 4) ? 0 : netif->mtu;
#if LWIP_IPV6
	ip6_addr_t addr;

	address6(src, &addr);
	if (netif_get_ip6_addr_match(netif, &addr) >= 0)
		return netif_mtu6(netif);
#endif
	return 0;
}

uint16_t uk_packet_mtu(const uint8_t *src, size_t len)
{
	struct netif *netif;

	NETIF_FOREACH(netif)
	{
		uint16_t mtu = mtu_of(netif, src, len);

		if (mtu)
			return mtu;
	}
	return 0;
}
