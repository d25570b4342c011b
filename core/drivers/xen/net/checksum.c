/* SPDX-License-Identifier: BSD-3-Clause */
/* TCP and UDP checksums over IPv4 and IPv6 (RFC 9293, 768, 8200 8.1). */
#include "net.h"

#define TYPE_IPV4 0x0800
#define TYPE_VLAN 0x8100
#define TYPE_IPV6 0x86dd

#define PROTOCOL_TCP 6
#define PROTOCOL_UDP 17

#define IPV4_FRAGMENT 0x3fff /* more fragments, or an offset */
#define IPV6_HEADER   40

static uint16_t get16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

/* Ones' complement sum of 16-bit words; an odd last byte is a high byte. */
static uint32_t add_words(uint32_t sum, const uint8_t *p, unsigned len)
{
	for (; len > 1; p += 2, len -= 2)
		sum += get16(p);
	return len ? sum + ((uint32_t)*p << 8) : sum;
}

static uint16_t fold(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

/* @len bytes of TCP or UDP at @p; the addresses are @addrs_len at @addrs. */
static void finish(uint8_t protocol, uint8_t *p, unsigned len,
		   const uint8_t *addrs, unsigned addrs_len)
{
	unsigned at = protocol == PROTOCOL_TCP ? 16 : 6;
	uint32_t sum;
	uint16_t checksum;

	if ((protocol != PROTOCOL_TCP && protocol != PROTOCOL_UDP) ||
	    len < at + 2)
		return;
	p[at] = p[at + 1] = 0;
	sum = add_words(protocol + len, addrs, addrs_len);
	checksum = fold(add_words(sum, p, len));
	/* RFC 768: an all zero checksum means that there is none */
	if (!checksum && protocol == PROTOCOL_UDP)
		checksum = 0xffff;
	p[at] = (uint8_t)(checksum >> 8);
	p[at + 1] = (uint8_t)checksum;
}

static void finish_ipv4(uint8_t *ip, unsigned len)
{
	unsigned header, total;

	if (len < 20)
		return;
	header = (ip[0] & 15u) * 4;
	total = get16(ip + 2);
	if (header < 20 || total < header || total > len ||
	    get16(ip + 6) & IPV4_FRAGMENT)
		return;
	finish(ip[9], ip + header, total - header, ip + 12, 8);
}

static void finish_ipv6(uint8_t *ip, unsigned len)
{
	unsigned payload;

	if (len < IPV6_HEADER)
		return;
	payload = get16(ip + 4);
	if (payload <= len - IPV6_HEADER)
		finish(ip[6], ip + IPV6_HEADER, payload, ip + 8, 32);
}

void xnet_finish_checksum(uint8_t *frame, unsigned len)
{
	unsigned at = UK_NETDEV_HDR_LEN;
	uint16_t type;

	if (len < at)
		return;
	type = get16(frame + at - 2);
	if (type == TYPE_VLAN && len >= at + XNET_TAG_LEN) {
		at += XNET_TAG_LEN;
		type = get16(frame + at - 2);
	}
	if (type == TYPE_IPV4)
		finish_ipv4(frame + at, len - at);
	else if (type == TYPE_IPV6)
		finish_ipv6(frame + at, len - at);
}
