/* SPDX-License-Identifier: BSD-3-Clause */
#include "packet.h"

#include <string.h>

#include "bytes.h"

enum { DONT_FRAGMENT = 0x4000, PARIS_BYTES = 2 };

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

static void build_ip(const struct probe_spec *spec, uint8_t *ip, size_t len)
{
	memset(ip, 0, IP_HEADER);
	ip[0] = 0x45;
	ip[1] = spec->tos;
	put16(ip + 2, (uint16_t)len);
	put16(ip + 4, spec->ipid);
	put16(ip + 6, DONT_FRAGMENT);
	ip[8] = spec->ttl;
	ip[9] = spec->proto;
	put32(ip + 12, spec->src);
	put32(ip + 16, spec->dst);
	put16(ip + 10, (uint16_t)~packet_sum(0, ip, IP_HEADER));
}

/* Sum of the UDP pseudo header; ICMP has none. */
static uint32_t pseudo_sum(const struct probe_spec *spec, const uint8_t *ip,
			   size_t len)
{
	if (spec->proto != PROTO_UDP)
		return 0;
	return packet_sum(PROTO_UDP + (uint32_t)len, ip + 12, 8);
}

/*
 * Fills in the checksum. With a fixed one (Paris methods, scamper.md section
 * 3) the sum of everything, checksum included, must be 0xffff: the first word
 * of the payload is what is missing to it.
 */
static void build_sum(const struct probe_spec *spec, const uint8_t *ip,
		      uint8_t *head, size_t sum_at, size_t len)
{
	uint32_t pseudo = pseudo_sum(spec, ip, len);
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

size_t packet_build(const struct probe_spec *spec, uint8_t *packet)
{
	uint8_t *head = packet + IP_HEADER;
	size_t len = (size_t)ICMP_HEADER + spec->payload_len;

	build_ip(spec, packet, IP_HEADER + len);
	memset(head, 0, ICMP_HEADER);
	if (spec->payload)
		memcpy(head + ICMP_HEADER, spec->payload, spec->payload_len);
	else
		memset(head + ICMP_HEADER, 0, spec->payload_len);
	if (spec->proto == PROTO_ICMP) {
		head[0] = ICMP_ECHO;
		put16(head + 4, spec->sport);
		put16(head + 6, spec->dport);
		build_sum(spec, packet, head, 2, len);
	} else {
		put16(head, spec->sport);
		put16(head + 2, spec->dport);
		put16(head + 4, (uint16_t)len);
		build_sum(spec, packet, head, 6, len);
	}
	return IP_HEADER + len;
}
