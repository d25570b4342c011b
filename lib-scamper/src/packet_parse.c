/* SPDX-License-Identifier: BSD-3-Clause */
#include "packet.h"

#include <string.h>

#include "bytes.h"

enum {
	EXT_VERSION = 2,
	EXT_HEADER = 4,
	OBJECT_HEADER = 4,
	/* Routers older than RFC 4884 pad the quote to 128 bytes and give no
	 * length (RFC 4884 section 5.5). */
	LEGACY_QUOTE = 128,
};

/* The header length of an IPv4 packet whose header is all there, or 0. */
static size_t ip_header_len(const uint8_t *ip, size_t len)
{
	size_t header;

	if (len < IP_HEADER || ip[0] >> 4 != 4)
		return 0;
	header = (size_t)(ip[0] & 0x0f) * 4;
	return header >= IP_HEADER && header <= len ? header : 0;
}

/* How many bytes from `ext` on are whole extension objects. */
static uint16_t whole_objects(const uint8_t *ext, size_t len)
{
	size_t used = 0;

	while (len - used >= OBJECT_HEADER) {
		size_t object = get16(ext + used);

		if (object < OBJECT_HEADER || object > len - used)
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

/* RFC 4884 sections 4 and 5: where the quote ends, extensions begin. */
static size_t split_quote(const uint8_t *icmp, size_t len, struct reply *reply)
{
	size_t body = len - ICMP_HEADER;
	size_t words = (size_t)icmp[5] * 4;

	if (words == 0)
		words = LEGACY_QUOTE;
	else if (words < LEGACY_QUOTE || words > body)
		return body;
	if (body <= words)
		return body;
	parse_ext(icmp + ICMP_HEADER + words, body - words, reply);
	return icmp[5] || reply->ext_len ? words : body;
}

static bool parse_quote(const uint8_t *ip, size_t len, struct quote *quote)
{
	size_t header = ip_header_len(ip, len);
	const uint8_t *head = ip + header;

	if (header == 0 || len - header < ICMP_HEADER)
		return false;
	if ((get16(ip + 6) & 0x1fff) != 0)
		return false; /* not the first fragment: no ports in it */
	quote->src = get32(ip + 12);
	quote->dst = get32(ip + 16);
	quote->proto = ip[9];
	quote->ttl = ip[8];
	quote->tos = ip[1];
	quote->len = get16(ip + 2);
	quote->ipid = get16(ip + 4);
	if (quote->proto == PROTO_ICMP) {
		quote->icmp_type = head[0];
		quote->sport = get16(head + 4);
		quote->dport = get16(head + 6);
	} else {
		quote->sport = get16(head);
		quote->dport = get16(head + 2);
		quote->sum = get16(head + 6);
	}
	return true;
}

static bool parse_error(const uint8_t *icmp, size_t len, struct reply *reply)
{
	size_t quoted = split_quote(icmp, len, reply);

	if (reply->icmp_type == ICMP_UNREACH &&
	    reply->icmp_code == UNREACH_NEEDFRAG)
		reply->mtu = get16(icmp + 6);
	reply->quotes = parse_quote(icmp + ICMP_HEADER, quoted, &reply->quote);
	return reply->quotes;
}

bool packet_parse(const uint8_t *packet, size_t len, struct reply *reply)
{
	size_t header = ip_header_len(packet, len);
	const uint8_t *icmp = packet + header;
	size_t total;

	memset(reply, 0, sizeof(*reply));
	if (header == 0 || packet[9] != PROTO_ICMP)
		return false;
	total = get16(packet + 2);
	if (total < header + ICMP_HEADER || total > len)
		return false;
	if (packet_sum(0, icmp, total - header) != 0xffff)
		return false;
	reply->src = get32(packet + 12);
	reply->dst = get32(packet + 16);
	reply->ttl = packet[8];
	reply->tos = packet[1];
	reply->ipid = get16(packet + 4);
	reply->size = (uint16_t)total;
	reply->icmp_type = icmp[0];
	reply->icmp_code = icmp[1];
	switch (reply->icmp_type) {
	case ICMP_ECHO_REPLY:
		reply->id = get16(icmp + 4);
		reply->seq = get16(icmp + 6);
		return true;
	case ICMP_UNREACH:
	case ICMP_TIME_EXCEEDED:
	case ICMP_PARAM_PROBLEM:
		return parse_error(icmp, total - header, reply);
	default:
		return false;
	}
}

void packet_ext_to_warts(const struct reply *reply, uint8_t *out)
{
	for (size_t at = 0; at < reply->ext_len;) {
		uint16_t object = get16(reply->ext + at);

		memcpy(out + at, reply->ext + at, object);
		put16(out + at, (uint16_t)(object - OBJECT_HEADER));
		at += object;
	}
}
