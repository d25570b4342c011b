/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Packet codecs: probes to bytes, bytes to replies. IPv4, ICMP, UDP.
 */
#ifndef SCAMPER_PACKET_H
#define SCAMPER_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	IP_HEADER = 20,
	ICMP_HEADER = 8, /* the same as a UDP header */
	PROTO_ICMP = 1,
	PROTO_UDP = 17,
	ICMP_ECHO_REPLY = 0,
	ICMP_UNREACH = 3,
	ICMP_ECHO = 8,
	ICMP_TIME_EXCEEDED = 11,
	ICMP_PARAM_PROBLEM = 12,
	UNREACH_PROTOCOL = 2,
	UNREACH_PORT = 3,
	UNREACH_NEEDFRAG = 4,
};

/* What a probe looks like; addresses and numbers in host byte order. */
struct probe_spec {
	uint32_t src;
	uint32_t dst;
	uint8_t proto; /* PROTO_ICMP: echo request, or PROTO_UDP */
	uint8_t ttl;
	uint8_t tos;
	uint16_t ipid;
	uint16_t sport; /* ICMP: id */
	uint16_t dport; /* ICMP: sequence number */
	/* Checksum that the ICMP or UDP header is to carry: the first two
	 * bytes of the payload are chosen to make it true. */
	bool fixed_sum;
	uint16_t sum;
	const uint8_t *payload; /* NULL: zero bytes */
	uint16_t payload_len;
};

/* Writes the packet (IP_HEADER + ICMP_HEADER + payload_len bytes, at most
 * 65535) to `packet`; returns its length. */
size_t packet_build(const struct probe_spec *spec, uint8_t *packet);

/* The quoted probe of an ICMP error. */
struct quote {
	uint32_t src;
	uint32_t dst;
	uint8_t proto;
	uint8_t ttl;
	uint8_t tos;
	uint16_t len;
	uint16_t ipid;
	uint8_t icmp_type; /* PROTO_ICMP */
	uint16_t sport;    /* ICMP: id */
	uint16_t dport;    /* ICMP: sequence number */
	uint16_t sum;      /* UDP checksum */
};

/* A packet that may answer a probe: echo reply or ICMP error with a quote. */
struct reply {
	uint32_t src;
	uint32_t dst;
	uint8_t ttl;
	uint8_t tos;
	uint16_t ipid;
	uint16_t size; /* IP total length */
	uint8_t icmp_type;
	uint8_t icmp_code;
	uint16_t id;  /* echo reply */
	uint16_t seq; /* echo reply */
	uint16_t mtu; /* of "fragmentation needed" */
	bool quotes;  /* `quote` is filled */
	struct quote quote;
	/* The extension objects (RFC 4884) inside the packet, all of them
	 * complete; ext_len 0: none. Object length includes its header. */
	const uint8_t *ext;
	uint16_t ext_len;
	uint64_t rx_ns;
	bool kernel_stamp;
};

/* False: not an answer to anything, or broken. */
bool packet_parse(const uint8_t *packet, size_t len, struct reply *reply);

/* One's complement sum of bytes, added to `sum` and folded to 16 bits. */
uint16_t packet_sum(uint32_t sum, const uint8_t *data, size_t len);

/*
 * Copies extension objects in the form of warts (scamper.md section 6: the
 * length counts the data only). `out` has room for reply->ext_len bytes.
 */
void packet_ext_to_warts(const struct reply *reply, uint8_t *out);

#endif
