/* SPDX-License-Identifier: BSD-3-Clause */
#include "packet.h"

#include <string.h>

#include "bytes.h"

enum {
	DONT_FRAGMENT = 0x4000,
	PARIS_BYTES = 2,
	TCP_OFFSET = TCP_HEADER / 4 << 4,
};

uint16_t packet_sum(uint32_t sum, const uint8_t *data, size_t len)
{
	for (; len > 1; data += 2, len -= 2) {
		sum += get16(data);
		sum = (sum & 0xffff) + (sum >> 16);
	}
	if (len)
		sum += (uint32_t)data[0] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)sum;
}

static bool is_ipv6(const struct probe_spec *spec)
{
	return spec->dst.type == SCAMPER_ADDR_IPV6;
}

static size_t transport_len(const struct probe_spec *spec)
{
	return spec->payload_len +
	       (size_t)(spec->proto == PROTO_TCP ? TCP_HEADER : ICMP_HEADER);
}

size_t packet_len(const struct probe_spec *spec)
{
	size_t header = is_ipv6(spec) ? IP6_HEADER
				      : (size_t)IP_HEADER + spec->options_len;

	return header + transport_len(spec);
}

static size_t build_ipv4(const struct probe_spec *spec, uint8_t *ip)
{
	size_t header = (size_t)IP_HEADER + spec->options_len;

	memset(ip, 0, IP_HEADER);
	ip[0] = (uint8_t)(0x40 | header / 4);
	ip[1] = spec->tos;
	put16(ip + 2, (uint16_t)packet_len(spec));
	put16(ip + 4, spec->ipid);
	put16(ip + 6, DONT_FRAGMENT);
	ip[8] = spec->ttl;
	ip[9] = spec->proto;
	memcpy(ip + 12, spec->src.bytes, 4);
	memcpy(ip + 16, spec->dst.bytes, 4);
	if (spec->options_len)
		memcpy(ip + IP_HEADER, spec->options, spec->options_len);
	put16(ip + 10, (uint16_t)~packet_sum(0, ip, header));
	return header;
}

/* RFC 8200 section 3. */
static size_t build_ipv6(const struct probe_spec *spec, uint8_t *ip)
{
	put32(ip, UINT32_C(6) << 28 | (uint32_t)spec->tos << 20 |
			  (spec->flow_label & 0xfffff));
	put16(ip + 4, (uint16_t)transport_len(spec));
	ip[6] = spec->proto == PROTO_ICMP ? PROTO_ICMP6 : spec->proto;
	ip[7] = spec->ttl;
	memcpy(ip + 8, spec->src.bytes, 16);
	memcpy(ip + 24, spec->dst.bytes, 16);
	return IP6_HEADER;
}

/* Sum of the pseudo header (RFC 768, RFC 8200 section 8.1); ICMP of IPv4 has
 * none. */
static uint32_t pseudo_sum(const struct probe_spec *spec, size_t len)
{
	uint8_t proto = spec->proto;
	uint32_t sum;

	if (proto == PROTO_ICMP) {
		if (!is_ipv6(spec))
			return 0;
		proto = PROTO_ICMP6;
	}
	sum = packet_sum(proto + (uint32_t)len, spec->src.bytes, spec->src.len);
	return packet_sum(sum, spec->dst.bytes, spec->dst.len);
}

/*
 * Fills in the checksum. With a fixed one (Paris methods, scamper.md section
 * 3) the sum of everything, checksum included, must be 0xffff: the first word
 * of the payload is what is missing to it.
 */
static void build_sum(const struct probe_spec *spec, uint8_t *head,
		      size_t sum_at, size_t len)
{
	uint32_t pseudo = pseudo_sum(spec, len);
	uint16_t sum;

	if (spec->fixed_sum && spec->payload_len >= PARIS_BYTES) {
		put16(head + sum_at, spec->sum);
		put16(head + ICMP_HEADER, 0);
		put16(head + ICMP_HEADER,
		      (uint16_t)~packet_sum(pseudo, head, len));
		return;
	}
	sum = (uint16_t)~packet_sum(pseudo, head, len);
	if (sum == 0 && spec->proto == PROTO_UDP)
		sum = 0xffff; /* RFC 768: 0 would say "no checksum" */
	put16(head + sum_at, sum);
}

static void build_tcp(const struct probe_spec *spec, uint8_t *head, size_t len)
{
	put16(head, spec->sport);
	put16(head + 2, spec->dport);
	put32(head + 4, spec->tcp_seq);
	put32(head + 8, spec->tcp_ack);
	head[12] = TCP_OFFSET;
	head[13] = spec->tcp_flags;
	put16(head + 14, spec->tcp_window);
	build_sum(spec, head, 16, len);
}

static void build_icmp(const struct probe_spec *spec, uint8_t *head, size_t len)
{
	head[0] = spec->timestamp ? ICMP_TIMESTAMP
		  : is_ipv6(spec) ? ICMP6_ECHO
				  : ICMP_ECHO;
	put16(head + 4, spec->sport);
	put16(head + 6, spec->dport);
	build_sum(spec, head, 2, len);
}

static void build_udp(const struct probe_spec *spec, uint8_t *head, size_t len)
{
	put16(head, spec->sport);
	put16(head + 2, spec->dport);
	put16(head + 4, (uint16_t)len);
	build_sum(spec, head, 6, len);
}

size_t packet_build(const struct probe_spec *spec, uint8_t *packet)
{
	uint8_t *head = packet + (is_ipv6(spec) ? build_ipv6(spec, packet)
						: build_ipv4(spec, packet));
	size_t len = transport_len(spec);
	size_t header = len - spec->payload_len;

	memset(head, 0, header);
	if (spec->payload)
		memcpy(head + header, spec->payload, spec->payload_len);
	else
		memset(head + header, 0, spec->payload_len);
	if (spec->proto == PROTO_ICMP)
		build_icmp(spec, head, len);
	else if (spec->proto == PROTO_UDP)
		build_udp(spec, head, len);
	else
		build_tcp(spec, head, len);
	return packet_len(spec);
}
