/* SPDX-License-Identifier: BSD-3-Clause */
/* Back end on the network devices of a guest; see <scamper/netdev.h>. */
#include <scamper/netdev.h>

#include <errno.h>
#include <uk/packet.h>
#include <uk/time.h>

#include "../src/bytes.h"
#include "../src/fail.h"
#include "../src/packet.h"

enum {
	FRAGMENT = 0x3fff, /* more fragments, or an offset */
	RETRY_NS = 100000, /* until a full queue is looked at again */
};

/* No fragment, and a header whose checksum is right. */
static bool whole_ipv4(const uint8_t *packet, size_t len)
{
	size_t header = (size_t)(packet[0] & 0x0f) * 4;

	return header >= IP_HEADER && header <= len &&
	       !(get16(packet + 6) & FRAGMENT) &&
	       packet_sum(0, packet, header) == 0xffff;
}

/* Neighbour discovery, groups, requests and fragments are the stack's. */
static bool wanted_ipv6(const uint8_t *packet, size_t len)
{
	uint8_t proto, type;
	size_t at = packet_ipv6_payload(packet, len, &proto);

	if (at == 0 || at == len)
		return false;
	type = packet[at];
	return proto == PROTO_UDP || proto == PROTO_TCP ||
	       (proto == PROTO_ICMP6 &&
		(type < ICMP6_ECHO || type == ICMP6_ECHO_REPLY));
}

/* Requests of others are for the stack: it answers whatever we are doing. */
static bool wanted(const uint8_t *packet, size_t len)
{
	if (len >= IP_HEADER + ICMP_HEADER && packet[0] >> 4 == 4) {
		const uint8_t *icmp = packet + (packet[0] & 0x0f) * 4;

		return whole_ipv4(packet, len) &&
		       (packet[9] == PROTO_UDP || packet[9] == PROTO_TCP ||
			(packet[9] == PROTO_ICMP && *icmp != ICMP_ECHO));
	}
	return len > IP6_HEADER && packet[0] >> 4 == 6 &&
	       wanted_ipv6(packet, len);
}

/* The queue of a device, since probes were last sent. */
static bool is_full;

bool scamper_netdev_open(struct scamper_error *error)
{
	if (uk_packet_open(wanted) == 0)
		return true;
	scamper_fail(error, ERR_NETDEV_BUSY,
		     "the network devices already have a prober. Close it "
		     "first, or use sockets.");
	return false;
}

void scamper_netdev_close(void)
{
	uk_packet_close();
}

static int netdev_send(void *backend, const uint8_t *packet, size_t len,
		       const struct scamper_probe *probe, uint64_t *tx_ns)
{
	(void)backend;
	return uk_packet_send(packet, len, probe->more, tx_ns);
}

static int netdev_source(void *backend, const struct scamper_addr *dst,
			 struct scamper_addr *src)
{
	(void)backend;
	src->type = dst->type;
	src->len = dst->len;
	return uk_packet_source(dst->bytes, dst->len, src->bytes);
}

static unsigned int netdev_mtu(void *backend, const struct scamper_addr *src)
{
	(void)backend;
	return uk_packet_mtu(src->bytes, src->len);
}

/* Fragments go to lwIP. */
static int netdev_datalink(void *backend, bool fragments)
{
	(void)backend;
	return fragments ? -ENOTSUP : 0;
}

const struct scamper_backend scamper_netdev_backend = {
	.send = netdev_send,
	.source = netdev_source,
	.mtu = netdev_mtu,
	.datalink = netdev_datalink,
};

void scamper_netdev_step(struct scamper_engine *engine, uint64_t until_ns)
{
	uint64_t deadline = scamper_engine_next_deadline(engine);
	struct uk_netbuf *packet;

	/* While the device's queue is full nothing is sent, but answers are
	 * taken: the other side may wait until we have room for them. */
	if (is_full)
		deadline = uk_time_mono_ns() + RETRY_NS;
	uk_packet_wait(deadline < until_ns ? deadline : until_ns);
	while ((packet = uk_packet_receive())) {
		if (scamper_engine_receive(engine, packet->data, packet->len,
					   packet->rx_mono_ns,
					   SCAMPER_STAMP_DEVICE))
			uk_netbuf_free(packet);
		else
			uk_packet_return(packet);
	}
	if (is_full && !uk_packet_flush())
		return;
	scamper_engine_poll(engine, uk_time_mono_ns());
	is_full = !uk_packet_flush();
}

void scamper_netdev_run(struct scamper_engine *engine, const volatile int *stop)
{
	while (!scamper_engine_finished(engine) && !(stop && *stop))
		scamper_netdev_step(engine, UINT64_MAX);
}
