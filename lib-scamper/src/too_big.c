/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * -M of ping and dealias: replies above a size are said to be too big, so that
 * the next ones come in fragments, of which the first is recorded (scamper(1),
 * ping -M; what sc_speedtrap(1) looks at are their ids).
 */
#include "too_big.h"

#include <string.h>

#include "bytes.h"
#include "engine_state.h"
#include "ping.h"

enum {
	MORE_FRAGMENTS = 0x2000, /* of the IPv4 header */
	FRAGMENT_HEADER = 8,     /* bytes, of IPv6 */
	FRAGMENT_FIRST = 1,      /* offset 0, more follow */
	FRAGMENT_RESERVED = 0x6,
	QUOTE4 = IP_HEADER + 8, /* least quote (RFC 792) */
	LEAST_MTU6 = 1280,      /* an error is no longer (RFC 4443) */
	OUR_TTL = 255,
};

static bool first_of_ipv4(const uint8_t *p, size_t len, struct reply *reply,
			  size_t *at)
{
	*at = (size_t)(p[0] & 0x0f) * 4;
	if (*at < IP_HEADER || len < *at + ICMP_HEADER || p[9] != PROTO_ICMP ||
	    (get16(p + 6) & 0x3fff) != MORE_FRAGMENTS || get16(p + 2) > len ||
	    packet_sum(0, p, *at) != 0xffff)
		return false;
	reply->src = scamper_addr_ipv4(get32(p + 12));
	reply->dst = scamper_addr_ipv4(get32(p + 16));
	reply->proto = PROTO_ICMP;
	reply->ttl = p[8];
	reply->tos = p[1];
	reply->ipid = get16(p + 4);
	reply->size = get16(p + 2);
	return p[*at] == ICMP_ECHO_REPLY;
}

static bool first_of_ipv6(const uint8_t *p, size_t len, struct reply *reply,
			  size_t *at)
{
	const uint8_t *fragment = p + IP6_HEADER;
	size_t total = (size_t)IP6_HEADER + get16(p + 4);

	*at = IP6_HEADER + FRAGMENT_HEADER;
	if (len < total || total < *at + ICMP_HEADER || total > UINT16_MAX ||
	    p[6] != PROTO_FRAGMENT || fragment[0] != PROTO_ICMP6 ||
	    (get16(fragment + 2) & ~FRAGMENT_RESERVED) != FRAGMENT_FIRST)
		return false;
	reply->src =
		(struct scamper_addr){.type = SCAMPER_ADDR_IPV6, .len = 16};
	reply->dst = reply->src;
	memcpy(reply->src.bytes, p + 8, 16);
	memcpy(reply->dst.bytes, p + 24, 16);
	reply->proto = PROTO_ICMP6;
	reply->ttl = p[7];
	reply->tos = (uint8_t)(get32(p) >> 20);
	reply->size = (uint16_t)total;
	reply->fragment_id_known = true;
	reply->fragment_id = get32(fragment + 4);
	return p[*at] == ICMP6_ECHO_REPLY;
}

bool packet_parse_fragment(const uint8_t *packet, size_t len,
			   struct reply *reply)
{
	size_t at = 0;

	memset(reply, 0, sizeof(*reply));
	if (len < IP_HEADER ||
	    !(packet[0] >> 4 == 4
		      ? first_of_ipv4(packet, len, reply, &at)
		      : packet[0] >> 4 == 6 && len >= IP6_HEADER &&
				first_of_ipv6(packet, len, reply, &at)))
		return false;
	reply->answer = ANSWER_ECHO;
	reply->fragment = true;
	reply->icmp_type = packet[at];
	reply->icmp_code = packet[at + 1];
	reply->id = get16(packet + at + 4);
	reply->seq = get16(packet + at + 6);
	return true;
}

/* "Packet too big" or "fragmentation needed" about a reply; its length. */
static size_t build_error(const struct reply *reply, uint16_t mtu,
			  uint8_t *packet)
{
	bool ipv6 = reply->src.type == SCAMPER_ADDR_IPV6;
	struct probe_spec spec = {
		.src = reply->dst,
		.dst = reply->src,
		.proto = PROTO_ICMP,
		.ttl = OUR_TTL,
		.payload = reply->packet,
		.payload_len =
			ipv6 ? LEAST_MTU6 - IP6_HEADER - ICMP_HEADER : QUOTE4,
		/* Behind 16 bits of 0 (RFC 1191 section 4, RFC 4443 section
		 * 3.2). */
		.dport = mtu,
	};
	uint8_t *icmp = packet + (ipv6 ? IP6_HEADER : IP_HEADER);
	uint8_t kind[] = {ipv6 ? ICMP6_TOO_BIG : ICMP_UNREACH,
			  ipv6 ? 0 : UNREACH_NEEDFRAG};
	uint16_t sum;
	size_t len;

	if (spec.payload_len > reply->size)
		spec.payload_len = reply->size;
	len = packet_build(&spec, packet);
	/* It was built as an echo request (RFC 1624). */
	sum = packet_sum((uint16_t)~get16(icmp + 2), kind, sizeof(kind));
	put16(icmp + 2,
	      (uint16_t)~packet_sum(sum + (uint16_t)~get16(icmp), NULL, 0));
	memcpy(icmp, kind, sizeof(kind));
	return len;
}

/* It is no probe: no slot is used, and what comes of it is seen by the next
 * replies only. */
void send_too_big(const struct task *task, const struct reply *reply,
		  uint16_t mtu)
{
	const struct scamper_engine *engine = task->engine;
	uint8_t packet[LEAST_MTU6];
	size_t len = build_error(reply, mtu, packet);
	struct scamper_probe probe = {
		.src = reply->dst,
		.dst = reply->src,
		.ttl = OUR_TTL,
		.proto = PROTO_ICMP,
		.size = (uint16_t)len,
	};
	uint64_t tx_ns = engine->now;
	int rc = engine->options.ops->send(engine->options.backend, packet, len,
					   &probe, &tx_ns);

	engine_tell(engine, .type = SCAMPER_EVENT_SEND, .rc = rc,
		    .packet = packet, .len = len, .time_ns = tx_ns);
}

static void mtu_reply(struct task *task, const struct reply *reply)
{
	const struct scamper_ping *ping = task->command.ping;
	uint32_t before = ping->replies_used;

	ping_reply(task, reply);
	if (ping->replies_used > before && !reply->quotes &&
	    reply->size > ping->reply_pmtu)
		send_too_big(task, reply, ping->reply_pmtu);
}

const struct task_ops task_ping_mtu_ops = {
	.start = ping_start,
	.probe = ping_probe,
	.sent = ping_sent,
	.timeout = ping_timeout,
	.reply = mtu_reply,
	.stop = ping_stop,
};
