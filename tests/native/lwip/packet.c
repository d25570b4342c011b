/* SPDX-License-Identifier: BSD-3-Clause */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include "packet.h"

uint16_t get16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

void put16(uint8_t *p, unsigned v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

uint16_t checksum(const void *data, size_t len)
{
	const uint8_t *p = data;
	uint32_t sum = 0;
	size_t i;

	for (i = 0; i + 1 < len; i += 2)
		sum += get16(p + i);
	if (len & 1)
		sum += (uint32_t)p[len - 1] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

size_t ip_packet(uint8_t *p, const char *from, const char *to, uint8_t protocol,
		 uint16_t id, uint16_t frag, uint8_t ttl, size_t payload)
{
	memset(p, 0, IP_LEN);
	p[0] = 0x45;
	put16(p + 2, (unsigned)(IP_LEN + payload));
	put16(p + 4, id);
	put16(p + 6, frag);
	p[8] = ttl;
	p[9] = protocol;
	inet_pton(AF_INET, from, p + 12);
	inet_pton(AF_INET, to, p + 16);
	put16(p + 10, checksum(p, IP_LEN));
	return IP_LEN + payload;
}

size_t icmp_packet(uint8_t *p, const char *from, const char *to, uint8_t type,
		   uint8_t code, uint16_t id, uint16_t seq, const void *data,
		   size_t len)
{
	uint8_t *icmp = p + IP_LEN;

	memset(icmp, 0, ICMP_LEN);
	icmp[0] = type;
	icmp[1] = code;
	put16(icmp + 4, id);
	put16(icmp + 6, seq);
	memcpy(icmp + ICMP_LEN, data, len);
	put16(icmp + 2, checksum(icmp, ICMP_LEN + len));
	return ip_packet(p, from, to, 1, 0x1234, 0, 61, ICMP_LEN + len);
}

size_t udp_packet(uint8_t *p, const char *from, uint16_t sport, const char *to,
		  uint16_t dport, const void *data, size_t len)
{
	uint8_t *udp = p + IP_LEN;

	put16(udp, sport);
	put16(udp + 2, dport);
	put16(udp + 4, (unsigned)(UDP_LEN + len));
	put16(udp + 6, 0);
	memcpy(udp + UDP_LEN, data, len);
	return ip_packet(p, from, to, 17, 0x4321, 0, 55, UDP_LEN + len);
}

void addr6(const char *text, uint8_t *bytes)
{
	if (inet_pton(AF_INET6, text, bytes) != 1)
		abort();
}

const char *addr6_text(const uint8_t *bytes)
{
	static char text[INET6_ADDRSTRLEN];

	return inet_ntop(AF_INET6, bytes, text, sizeof(text));
}

size_t ip6_packet(uint8_t *p, const char *from, const char *to, uint8_t next,
		  uint8_t hops, size_t payload)
{
	memset(p, 0, IP6_LEN);
	p[0] = 0x60;
	put16(p + 4, (unsigned)payload);
	p[6] = next;
	p[7] = hops;
	inet_pton(AF_INET6, from, p + 8);
	inet_pton(AF_INET6, to, p + 24);
	return IP6_LEN + payload;
}

uint16_t checksum6(const uint8_t *p, uint8_t protocol, size_t at, size_t len)
{
	static uint8_t pseudo[40 + 65536];

	memcpy(pseudo, p + 8, 32);
	put16(pseudo + 32, 0);
	put16(pseudo + 34, (unsigned)len);
	put16(pseudo + 36, 0);
	put16(pseudo + 38, protocol);
	memcpy(pseudo + 40, p + at, len);
	return checksum(pseudo, 40 + len);
}

size_t icmp6_packet(uint8_t *p, const char *from, const char *to, uint8_t type,
		    uint8_t code, uint32_t value, size_t len)
{
	uint8_t *icmp = p + IP6_LEN;
	size_t total = ip6_packet(p, from, to, 58, 255, ICMP_LEN + len);

	icmp[0] = type;
	icmp[1] = code;
	put16(icmp + 2, 0);
	put16(icmp + 4, value >> 16);
	put16(icmp + 6, value);
	put16(icmp + 2, checksum6(p, 58, IP6_LEN, ICMP_LEN + len));
	return total;
}
