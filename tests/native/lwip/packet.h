/* SPDX-License-Identifier: BSD-3-Clause */
/* Packets built byte by byte from RFC 791, 792, 768, 8200 and 4443. */
#ifndef PACKET_H
#define PACKET_H

#include <stddef.h>
#include <stdint.h>

#define IP_LEN   20
#define IP6_LEN  40
#define ICMP_LEN 8
#define UDP_LEN  8

uint16_t get16(const uint8_t *p);
void put16(uint8_t *p, unsigned v);

/** RFC 1071; 0 when a block with its checksum is right. */
uint16_t checksum(const void *data, size_t len);

/**
 * Writes an IP header in front of payload bytes that stand at p + 20.
 *
 * @param frag	flags and fragment offset as on the wire
 * @return the length of the packet
 */
size_t ip_packet(uint8_t *p, const char *from, const char *to, uint8_t protocol,
		 uint16_t id, uint16_t frag, uint8_t ttl, size_t payload);

/** An ICMP message of type and code with payload bytes of data. */
size_t icmp_packet(uint8_t *p, const char *from, const char *to, uint8_t type,
		   uint8_t code, uint16_t id, uint16_t seq, const void *data,
		   size_t len);

/** A UDP datagram without UDP checksum (allowed by RFC 768). */
size_t udp_packet(uint8_t *p, const char *from, uint16_t sport, const char *to,
		  uint16_t dport, const void *data, size_t len);

/** The 16 bytes of an address, and its text (in a buffer used again). */
void addr6(const char *text, uint8_t *bytes);
const char *addr6_text(const uint8_t *bytes);

/** Writes an IPv6 header in front of payload bytes that stand at p + 40. */
size_t ip6_packet(uint8_t *p, const char *from, const char *to, uint8_t next,
		  uint8_t hops, size_t payload);

/**
 * The same of an ICMPv6 message whose payload of len bytes stands at p + 48;
 * value is what stands behind the checksum. Hop limit 255, as neighbours want.
 */
size_t icmp6_packet(uint8_t *p, const char *from, const char *to, uint8_t type,
		    uint8_t code, uint32_t value, size_t len);

/**
 * The sum over an upper layer of len bytes at `at` with the pseudo header of
 * RFC 8200 section 8.1; 0 when its checksum is right.
 */
uint16_t checksum6(const uint8_t *p, uint8_t protocol, size_t at, size_t len);

#endif /* PACKET_H */
