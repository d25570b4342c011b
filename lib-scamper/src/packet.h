/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Packet codecs: probes to bytes, bytes to replies. IPv4 and IPv6; ICMP, UDP,
 * TCP.
 */
#ifndef SCAMPER_PACKET_H
#define SCAMPER_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <scamper/addr.h>

enum {
	IP_HEADER = 20,
	IP6_HEADER = 40,
	ICMP_HEADER = 8, /* the same as a UDP header */
	TCP_HEADER = 20,
	OPTIONS_MAX = 40, /* of an IPv4 header */
	PROTO_ICMP = 1,
	PROTO_TCP = 6,
	PROTO_UDP = 17,
	PROTO_ICMP6 = 58,
	/* Extension headers of IPv6 */
	PROTO_HOP_BY_HOP = 0,
	PROTO_ROUTING = 43,
	PROTO_FRAGMENT = 44,
	PROTO_DESTINATION = 60,
	ICMP_ECHO_REPLY = 0,
	ICMP_UNREACH = 3,
	ICMP_ECHO = 8,
	ICMP_TIME_EXCEEDED = 11,
	ICMP_PARAM_PROBLEM = 12,
	ICMP_TIMESTAMP = 13,
	ICMP_TIMESTAMP_REPLY = 14,
	ICMP_TIMES = 12, /* bytes of the three time stamps (RFC 792) */
	UNREACH_PROTOCOL = 2,
	UNREACH_PORT = 3,
	UNREACH_NEEDFRAG = 4,
	ICMP6_UNREACH = 1,
	ICMP6_TOO_BIG = 2,
	ICMP6_TIME_EXCEEDED = 3,
	ICMP6_PARAM_PROBLEM = 4,
	ICMP6_ECHO = 128,
	ICMP6_ECHO_REPLY = 129,
	UNREACH6_PORT = 4,
	TCP_SYN = 0x02,
	TCP_RST = 0x04,
	TCP_ACK = 0x10,
};

/* What a probe looks like; numbers in host byte order. */
struct probe_spec {
	struct scamper_addr src; /* both of the same type, IPv4 or IPv6 */
	struct scamper_addr dst;
	/* PROTO_ICMP: echo request (of ICMPv6 too), PROTO_UDP, PROTO_TCP */
	uint8_t proto;
	bool timestamp; /* ICMP: a timestamp request instead */
	uint8_t ttl;
	uint8_t tos;
	uint8_t tcp_flags;
	uint16_t ipid;       /* IPv4 */
	uint32_t flow_label; /* IPv6, 20 bits */
	uint16_t sport;      /* ICMP: id */
	uint16_t dport;      /* ICMP: sequence number */
	uint16_t tcp_window;
	uint32_t tcp_seq;
	uint32_t tcp_ack;
	/* Checksum that the ICMP or UDP header is to carry: the first two
	 * bytes of the payload are chosen to make it true. */
	bool fixed_sum;
	uint16_t sum;
	const uint8_t *payload; /* NULL: zero bytes */
	uint16_t payload_len;
	const uint8_t *options; /* IPv4, a multiple of 4 bytes */
	uint8_t options_len;
};

/* Bytes of the packet that packet_build() makes. */
size_t packet_len(const struct probe_spec *spec);

/* Writes the packet (at most 65535 bytes) to `packet`; returns its length. */
size_t packet_build(const struct probe_spec *spec, uint8_t *packet);

/* The quoted probe of an ICMP error. */
struct quote {
	struct scamper_addr src;
	struct scamper_addr dst;
	uint8_t proto; /* PROTO_ICMP for ICMPv6, too */
	uint8_t ttl;
	uint8_t tos;
	uint16_t len;
	uint16_t ipid;       /* IPv4 */
	uint32_t flow_label; /* IPv6 */
	bool echo;           /* PROTO_ICMP: an echo or timestamp request */
	uint16_t sport;      /* ICMP: id */
	uint16_t dport;      /* ICMP: sequence number */
	uint16_t sum;        /* UDP checksum */
	uint32_t tcp_seq;
	const uint8_t *options; /* IPv4, inside the packet */
	uint8_t options_len;
};

/* What an answer says, the same for IPv4 and IPv6. */
enum answer {
	ANSWER_NONE,
	ANSWER_ECHO,      /* echo or timestamp reply */
	ANSWER_EXPIRED,   /* time exceeded */
	ANSWER_NO_PORT,   /* port unreachable */
	ANSWER_UNREACH,   /* another unreachable */
	ANSWER_TOO_BIG,   /* fragmentation needed, packet too big */
	ANSWER_PARAMETER, /* parameter problem */
	ANSWER_TRANSPORT, /* a TCP segment or UDP datagram */
};

/* What an ICMP message of this type and code is. */
enum answer packet_answer(bool ipv6, uint8_t type, uint8_t code);

/* A packet that may answer a probe: an echo reply, an ICMP error with a
 * quote, a TCP segment, a UDP datagram. */
struct reply {
	struct scamper_addr src;
	struct scamper_addr dst;
	uint8_t proto;  /* of the IP header */
	uint8_t answer; /* enum answer */
	uint8_t ttl;
	uint8_t tos;
	uint16_t ipid; /* 0 for IPv6 */
	uint16_t size; /* bytes, IP header included */
	uint8_t icmp_type;
	uint8_t icmp_code;
	uint8_t tcp_flags;
	uint16_t id;  /* echo reply; TCP, UDP: source port */
	uint16_t seq; /* echo reply; TCP, UDP: destination port */
	uint32_t tcp_seq;
	uint32_t tcp_ack;
	uint32_t mtu; /* of ANSWER_TOO_BIG */
	bool quotes;  /* `quote` is filled */
	struct quote quote;
	/* The extension objects (RFC 4884) inside the packet, all of them
	 * complete; ext_len 0: none. Object length includes its header. */
	const uint8_t *ext;
	uint16_t ext_len;
	/* The options of the IPv4 header; the time stamps of RFC 792 behind
	 * the ICMP header, NULL: none. Both inside the packet. */
	const uint8_t *options;
	uint8_t options_len;
	const uint8_t *times;
	/* The first of several fragments; of IPv6 with the id of their headers
	 * (RFC 8200 section 4.5). */
	bool fragment;
	bool fragment_id_known;
	uint32_t fragment_id;  /* 0: not known */
	const uint8_t *packet; /* the whole of it */
	uint64_t rx_ns;
	uint8_t stamp; /* enum scamper_stamp */
	bool datalink; /* the time is of the data link (-O dl) */
};

/*
 * Where the payload of an IPv6 packet begins, behind the extension headers that
 * a host passes over (RFC 8200 section 4: hop-by-hop and destination options,
 * routing, a fragment that is whole, RFC 6946). 0: not there, or a real
 * fragment.
 */
size_t packet_ipv6_payload(const uint8_t *packet, size_t len, uint8_t *proto);

/* False: not an answer to anything, or broken. */
bool packet_parse(const uint8_t *packet, size_t len, struct reply *reply);

/* One's complement sum of bytes, added to `sum` and folded to 16 bits. */
uint16_t packet_sum(uint32_t sum, const uint8_t *data, size_t len);

/*
 * Copies extension objects in the form of warts (scamper.md section 6: the
 * length counts the data only) into memory for the caller to free; none:
 * nothing changes. False: no memory.
 */
bool packet_copy_ext(const struct reply *reply, uint8_t **ext,
		     uint16_t *ext_len);

#endif
