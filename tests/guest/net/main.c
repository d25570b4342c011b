/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A station without a stack: 10.0.0.2 answers ARP and echo requests in the
 * buffers they came in. A UDP packet ends it; its counters are printed.
 */
#include <stdint.h>
#include <uk/netdev.h>
#include <uk/time.h>
#include <uk/waitq.h>

#include "check.h"

#define BURST 16

/* Offsets in a frame: Ethernet, ARP (RFC 826), IPv4, ICMP */
enum {
	TYPE = 12,
	ARP_OP = 20,
	ARP_SENDER = 22,
	ARP_TARGET = 32,
	ARP_TARGET_IP = 38,
	ARP_BYTES = 42,
	IP_PROTOCOL = 23,
	IP_SOURCE = 26,
	IP_DESTINATION = 30,
	ICMP_TYPE = 34,
	ICMP_CHECKSUM = 36,
	ICMP_BYTES = 42,
};
#define PROTOCOL_ICMP 1
#define PROTOCOL_UDP  17

static const uint8_t address[4] = {10, 0, 0, 2};
static struct uk_waitq arrived;
static uint64_t oldest_ns;

static void rx_ready(void *arg)
{
	(void)arg;
	uk_waitq_wake_all(&arrived);
}

static bool ready(void *dev)
{
	return uk_netdev_rx_arm(dev);
}

static void swap(uint8_t *a, uint8_t *b, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint8_t t = a[i];

		a[i] = b[i];
		b[i] = t;
	}
}

static bool is_type(const struct uk_netbuf *p, uint16_t type, uint16_t bytes)
{
	return p->len >= bytes && p->data[TYPE] == type >> 8 &&
	       p->data[TYPE + 1] == (type & 0xff);
}

static bool is_protocol(const struct uk_netbuf *p, uint8_t protocol)
{
	return is_type(p, 0x0800, ICMP_BYTES) &&
	       p->data[IP_PROTOCOL] == protocol;
}

static void answer_arp(struct uk_netbuf *p, const uint8_t *mac)
{
	swap(p->data + ARP_SENDER, p->data + ARP_TARGET, 10);
	memcpy(p->data + ARP_SENDER, mac, UK_NETDEV_MAC_LEN);
	p->data[ARP_OP + 1] = 2;
}

static void answer_echo(struct uk_netbuf *p)
{
	uint8_t *sum = p->data + ICMP_CHECKSUM;
	unsigned v = (unsigned)sum[0] << 8 | sum[1];

	swap(p->data + IP_SOURCE, p->data + IP_DESTINATION, 4);
	p->data[ICMP_TYPE] = 0;
	v += 0x0800; /* RFC 1624: the type was 8 */
	v = (v & 0xffff) + (v >> 16);
	sum[0] = (uint8_t)(v >> 8);
	sum[1] = (uint8_t)v;
}

/* Turns a request into its answer; false: nothing to be answered. */
static bool answer(struct uk_netbuf *p, const uint8_t *mac)
{
	if (is_type(p, 0x0806, ARP_BYTES) && p->data[ARP_OP + 1] == 1 &&
	    !memcmp(p->data + ARP_TARGET_IP, address, sizeof(address)))
		answer_arp(p, mac);
	else if (is_protocol(p, PROTOCOL_ICMP) && p->data[ICMP_TYPE] == 8)
		answer_echo(p);
	else
		return false;
	memcpy(p->data, p->data + UK_NETDEV_MAC_LEN, UK_NETDEV_MAC_LEN);
	memcpy(p->data + UK_NETDEV_MAC_LEN, mac, UK_NETDEV_MAC_LEN);
	return true;
}

static void send(struct uk_netdev *dev, struct uk_netbuf *p)
{
	while (uk_netdev_tx_burst(dev, &p, 1) == 0)
		uk_waitq_wait_until(&arrived, uk_time_mono_ns() + 1000000, 0,
				    0);
}

/* Who we are, so that the other side knows when to begin. */
static void announce(struct uk_netdev *dev)
{
	struct uk_netbuf *p = uk_netbuf_alloc(60, 0);

	p->len = 60;
	memset(p->data, 0, p->len);
	memset(p->data, 0xff, UK_NETDEV_MAC_LEN);
	memcpy(p->data + UK_NETDEV_MAC_LEN, uk_netdev_mac(dev),
	       UK_NETDEV_MAC_LEN);
	p->data[TYPE] = 0x88; /* IEEE 802: local experiments */
	p->data[TYPE + 1] = 0xb5;
	send(dev, p);
}

/* One received frame; false at the end. */
static bool handle(struct uk_netdev *dev, struct uk_netbuf *p)
{
	uint64_t age = uk_time_mono_ns() - p->rx_mono_ns;
	bool end = is_protocol(p, PROTOCOL_UDP);

	if (age > oldest_ns)
		oldest_ns = age;
	if (!end && answer(p, uk_netdev_mac(dev)))
		send(dev, p);
	else
		uk_netbuf_free(p);
	return !end;
}

static void serve(struct uk_netdev *dev)
{
	struct uk_netbuf *p[BURST];
	bool more = true;

	while (more) {
		unsigned n = uk_netdev_rx_burst(dev, p, BURST);

		for (unsigned i = 0; i < n; i++)
			more = handle(dev, p[i]) && more;
		if (n == 0)
			uk_waitq_wait_until(&arrived, UK_TIME_NEVER, ready,
					    dev);
	}
}

static void print_counters(const struct uk_netdev_stats *s)
{
	printf("received %lu sent %lu runts %lu oversize %lu errors %lu "
	       "oldest %lu us\n",
	       s->rx_packets, s->tx_packets, s->rx_runts, s->rx_oversize,
	       s->rx_errors + s->tx_errors, oldest_ns / 1000);
	CHECK(s->rx_errors == 0 && s->tx_errors == 0);
}

int main(void)
{
	struct uk_netdev *dev = uk_netdev_get(0);
	const uint8_t *mac;

	if (!dev) {
		printf("no network device\n");
		return 3;
	}
	mac = uk_netdev_mac(dev);
	printf("%u devices, mac %02x:%02x:%02x:%02x:%02x:%02x mtu %u\n",
	       uk_netdev_count(), mac[0], mac[1], mac[2], mac[3], mac[4],
	       mac[5], uk_netdev_mtu(dev));
	CHECK(uk_netdev_start(dev, rx_ready, 0) == 0);
	announce(dev);
	serve(dev);
	print_counters(uk_netdev_stats(dev));
	return check_result("net");
}
