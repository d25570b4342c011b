/* SPDX-License-Identifier: BSD-3-Clause */
#include "packet.h"

#include <stdlib.h>
#include <string.h>

#include "bytes.h"

enum {
	EXT_VERSION = 2,
	EXT_HEADER = 4,
	OBJECT_HEADER = 4,
	/* Routers older than RFC 4884 pad the quote to 128 bytes and give no
	 * length (RFC 4884 section 5.5). */
	LEGACY_QUOTE = 128,
	MAX_FRAGMENT_OFFSET = 0x1fff,
	EXTENSION_UNIT = 8,
	FRAGMENT_RESERVED = 0x6, /* of the word with offset and M flag */
};

/* An IP header, of either version. */
struct ip {
	bool ipv6;
	size_t header; /* bytes, options included */
	size_t total;  /* bytes of the packet, as the header says */
	uint8_t proto;
	uint8_t ttl;
	uint8_t tos;
	uint16_t ipid;
	uint16_t fragment;
	uint32_t flow_label;
	struct scamper_addr src;
	struct scamper_addr dst;
};

static struct scamper_addr addr_ipv6(const uint8_t *bytes)
{
	struct scamper_addr addr = {.type = SCAMPER_ADDR_IPV6, .len = 16};

	memcpy(addr.bytes, bytes, 16);
	return addr;
}

static bool read_ipv4(const uint8_t *p, size_t len, struct ip *ip)
{
	if (len < IP_HEADER)
		return false;
	ip->header = (size_t)(p[0] & 0x0f) * 4;
	if (ip->header < IP_HEADER || ip->header > len)
		return false;
	ip->total = get16(p + 2);
	ip->tos = p[1];
	ip->ipid = get16(p + 4);
	ip->fragment = get16(p + 6) & MAX_FRAGMENT_OFFSET;
	ip->ttl = p[8];
	ip->proto = p[9];
	ip->src = scamper_addr_ipv4(get32(p + 12));
	ip->dst = scamper_addr_ipv4(get32(p + 16));
	return true;
}

/* The head of an IPv6 packet, without what its extension headers say. */
static bool read_ipv6(const uint8_t *p, size_t len, struct ip *ip)
{
	if (len < IP6_HEADER)
		return false;
	ip->ipv6 = true;
	ip->header = IP6_HEADER;
	ip->total = (size_t)IP6_HEADER + get16(p + 4);
	ip->tos = (uint8_t)(get32(p) >> 20);
	ip->flow_label = get32(p) & 0xfffff;
	ip->proto = p[6];
	ip->ttl = p[7];
	ip->src = addr_ipv6(p + 8);
	ip->dst = addr_ipv6(p + 24);
	return true;
}

size_t packet_ipv6_payload(const uint8_t *packet, size_t len, uint8_t *proto)
{
	size_t at = IP6_HEADER;

	*proto = packet[6];
	while (*proto == PROTO_HOP_BY_HOP || *proto == PROTO_DESTINATION ||
	       *proto == PROTO_ROUTING || *proto == PROTO_FRAGMENT) {
		const uint8_t *head = packet + at;

		if (len < at + EXTENSION_UNIT)
			return 0;
		if (*proto != PROTO_FRAGMENT)
			at += (size_t)head[1] * EXTENSION_UNIT;
		else if (get16(head + 2) & ~FRAGMENT_RESERVED)
			return 0;
		*proto = head[0];
		at += EXTENSION_UNIT;
	}
	return at <= len ? at : 0;
}

/* Extension headers of a quote are not looked behind: probes have none. */
static bool skip_extensions(const uint8_t *p, size_t len, struct ip *ip)
{
	if (!ip->ipv6)
		return true;
	ip->header = packet_ipv6_payload(p, len, &ip->proto);
	return ip->header != 0;
}

static bool read_ip(const uint8_t *p, size_t len, struct ip *ip)
{
	memset(ip, 0, sizeof(*ip));
	if (len == 0)
		return false;
	switch (p[0] >> 4) {
	case 4:
		return read_ipv4(p, len, ip);
	case 6:
		return read_ipv6(p, len, ip);
	default:
		return false;
	}
}

/* How many bytes from `ext` on are whole extension objects, which are made of
 * words of 4 bytes (RFC 4884 section 7). */
static uint16_t whole_objects(const uint8_t *ext, size_t len)
{
	size_t used = 0;

	while (len - used >= OBJECT_HEADER) {
		size_t object = get16(ext + used);

		if (object < OBJECT_HEADER || object > len - used || object % 4)
			break;
		used += object;
	}
	return (uint16_t)used;
}

static void parse_ext(const uint8_t *ext, size_t len, struct reply *reply)
{
	if (len < EXT_HEADER || ext[0] >> 4 != EXT_VERSION)
		return;
	/* RFC 4884 section 7: a checksum of 0 says that none was made. */
	if (get16(ext + 2) != 0 && packet_sum(0, ext, len) != 0xffff)
		return;
	reply->ext = ext + EXT_HEADER;
	reply->ext_len = whole_objects(reply->ext, len - EXT_HEADER);
}

/* RFC 4884 sections 4 and 5: where the quote ends, extensions begin. The
 * length counts words of 4 bytes for IPv4, of 8 bytes for IPv6; one beyond the
 * end of the message is as good as none. */
static size_t split_quote(const uint8_t *icmp, size_t len, bool ipv6,
			  struct reply *reply)
{
	size_t body = len - ICMP_HEADER;
	size_t given = ipv6 ? (size_t)icmp[4] * 8 : (size_t)icmp[5] * 4;
	size_t words;

	if (given > body)
		given = 0;
	if (given && given < LEGACY_QUOTE)
		return body;
	words = given ? given : LEGACY_QUOTE;
	if (body <= words)
		return body;
	parse_ext(icmp + ICMP_HEADER + words, body - words, reply);
	return given || reply->ext_len ? words : body;
}

static bool quoted_echo(const struct ip *ip, uint8_t type)
{
	if (ip->ipv6)
		return type == ICMP6_ECHO;
	return type == ICMP_ECHO || type == ICMP_TIMESTAMP;
}

static bool parse_quote(const uint8_t *p, size_t len, struct quote *quote)
{
	struct ip ip;
	const uint8_t *head;

	if (!read_ip(p, len, &ip) || len - ip.header < ICMP_HEADER)
		return false;
	if (ip.fragment != 0)
		return false; /* not the first fragment: no ports in it */
	head = p + ip.header;
	*quote = (struct quote){
		.src = ip.src,
		.dst = ip.dst,
		.proto = ip.proto,
		.ttl = ip.ttl,
		.tos = ip.tos,
		.len = (uint16_t)ip.total,
		.ipid = ip.ipid,
		.flow_label = ip.flow_label,
		.sport = get16(head),
		.dport = get16(head + 2),
	};
	if (!ip.ipv6) {
		quote->options = p + IP_HEADER;
		quote->options_len = (uint8_t)(ip.header - IP_HEADER);
	}
	if (ip.proto == (ip.ipv6 ? PROTO_ICMP6 : PROTO_ICMP)) {
		quote->proto = PROTO_ICMP;
		quote->echo = quoted_echo(&ip, head[0]);
		quote->sport = get16(head + 4);
		quote->dport = get16(head + 6);
	} else if (ip.proto == PROTO_TCP) {
		quote->tcp_seq = get32(head + 4);
	} else {
		quote->sum = get16(head + 6);
	}
	return true;
}

static bool parse_error(const uint8_t *icmp, size_t len, bool ipv6,
			struct reply *reply)
{
	size_t quoted = split_quote(icmp, len, ipv6, reply);

	if (reply->answer == ANSWER_TOO_BIG)
		reply->mtu = ipv6 ? get32(icmp + 4) : get16(icmp + 6);
	reply->quotes = parse_quote(icmp + ICMP_HEADER, quoted, &reply->quote);
	/* An error about a packet of the other version is none of ours. */
	return reply->quotes && reply->quote.dst.type == reply->src.type;
}

static enum answer answer_ipv6(uint8_t type, uint8_t code)
{
	switch (type) {
	case ICMP6_ECHO_REPLY:
		return ANSWER_ECHO;
	case ICMP6_UNREACH:
		return code == UNREACH6_PORT ? ANSWER_NO_PORT : ANSWER_UNREACH;
	case ICMP6_TOO_BIG:
		return ANSWER_TOO_BIG;
	case ICMP6_TIME_EXCEEDED:
		return ANSWER_EXPIRED;
	case ICMP6_PARAM_PROBLEM:
		return ANSWER_PARAMETER;
	default:
		return ANSWER_NONE;
	}
}

enum answer packet_answer(bool ipv6, uint8_t type, uint8_t code)
{
	if (ipv6)
		return answer_ipv6(type, code);
	switch (type) {
	case ICMP_ECHO_REPLY:
	case ICMP_TIMESTAMP_REPLY:
		return ANSWER_ECHO;
	case ICMP_UNREACH:
		return code == UNREACH_PORT       ? ANSWER_NO_PORT
		       : code == UNREACH_NEEDFRAG ? ANSWER_TOO_BIG
						  : ANSWER_UNREACH;
	case ICMP_TIME_EXCEEDED:
		return ANSWER_EXPIRED;
	case ICMP_PARAM_PROBLEM:
		return ANSWER_PARAMETER;
	default:
		return ANSWER_NONE;
	}
}

/* The sum that a checksum is checked against: ICMPv6 has a pseudo header. */
static bool icmp_sum_right(const struct ip *ip, const uint8_t *icmp, size_t len)
{
	uint32_t sum = 0;

	if (ip->ipv6) {
		sum = packet_sum(PROTO_ICMP6 + (uint32_t)len, ip->src.bytes,
				 ip->src.len);
		sum = packet_sum(sum, ip->dst.bytes, ip->dst.len);
	}
	return packet_sum(sum, icmp, len) == 0xffff;
}

static bool parse_icmp(const struct ip *ip, const uint8_t *icmp, size_t len,
		       struct reply *reply)
{
	if (len < ICMP_HEADER || !icmp_sum_right(ip, icmp, len))
		return false;
	reply->icmp_type = icmp[0];
	reply->icmp_code = icmp[1];
	reply->answer = (uint8_t)packet_answer(ip->ipv6, icmp[0], icmp[1]);
	if (reply->answer == ANSWER_NONE)
		return false;
	if (reply->answer != ANSWER_ECHO)
		return parse_error(icmp, len, ip->ipv6, reply);
	reply->id = get16(icmp + 4);
	reply->seq = get16(icmp + 6);
	if (!ip->ipv6 && icmp[0] == ICMP_TIMESTAMP_REPLY &&
	    len >= ICMP_HEADER + ICMP_TIMES)
		reply->times = icmp + ICMP_HEADER;
	return true;
}

/* Checksums of TCP and UDP are not looked at: raw sockets see segments from
 * the same machine before the device would have filled them in. */
static bool parse_transport(const uint8_t *head, size_t len,
			    struct reply *reply)
{
	size_t least = reply->proto == PROTO_TCP ? TCP_HEADER : ICMP_HEADER;

	if (len < least)
		return false;
	reply->answer = ANSWER_TRANSPORT;
	reply->id = get16(head);
	reply->seq = get16(head + 2);
	if (reply->proto == PROTO_UDP)
		return true;
	reply->tcp_seq = get32(head + 4);
	reply->tcp_ack = get32(head + 8);
	reply->tcp_flags = head[13];
	return true;
}

bool packet_parse(const uint8_t *packet, size_t len, struct reply *reply)
{
	struct ip ip;
	const uint8_t *head;
	size_t rest;

	memset(reply, 0, sizeof(*reply));
	reply->packet = packet;
	if (!read_ip(packet, len, &ip) || ip.total > len ||
	    ip.total > UINT16_MAX || !skip_extensions(packet, ip.total, &ip) ||
	    ip.total < ip.header)
		return false;
	reply->src = ip.src;
	reply->dst = ip.dst;
	reply->proto = ip.proto;
	reply->ttl = ip.ttl;
	reply->tos = ip.tos;
	reply->ipid = ip.ipid;
	reply->size = (uint16_t)ip.total;
	if (!ip.ipv6) {
		reply->options = packet + IP_HEADER;
		reply->options_len = (uint8_t)(ip.header - IP_HEADER);
	}
	head = packet + ip.header;
	rest = ip.total - ip.header;
	if (ip.proto == (ip.ipv6 ? PROTO_ICMP6 : PROTO_ICMP))
		return parse_icmp(&ip, head, rest, reply);
	if (ip.proto == PROTO_TCP || ip.proto == PROTO_UDP)
		return ip.fragment == 0 && parse_transport(head, rest, reply);
	return false;
}

bool packet_copy_ext(const struct reply *reply, uint8_t **ext,
		     uint16_t *ext_len)
{
	uint8_t *out = reply->ext_len ? malloc(reply->ext_len) : NULL;

	if (!out)
		return reply->ext_len == 0;
	for (size_t at = 0; at < reply->ext_len;) {
		uint16_t object = get16(reply->ext + at);

		memcpy(out + at, reply->ext + at, object);
		put16(out + at, (uint16_t)(object - OBJECT_HEADER));
		at += object;
	}
	*ext = out;
	*ext_len = reply->ext_len;
	return true;
}
