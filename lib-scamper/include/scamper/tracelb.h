/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The result model of `tracelb`: the load-balanced paths towards a
 * destination, found by the multipath detection algorithm. A graph of nodes
 * (addresses) and links; each link has the probes that showed it.
 *
 * The rules of <scamper/result.h> about memory, numbers and times apply.
 */
#ifndef SCAMPER_TRACELB_H
#define SCAMPER_TRACELB_H

#include <scamper/result.h>

enum scamper_tracelb_type {
	SCAMPER_TRACELB_UDP_DPORT = 1, /* what tells flows apart */
	SCAMPER_TRACELB_ICMP_ECHO = 2, /* the checksum */
	SCAMPER_TRACELB_UDP_SPORT = 3,
	SCAMPER_TRACELB_TCP_SPORT = 4,
	SCAMPER_TRACELB_TCP_ACK_SPORT = 5,
};

enum { SCAMPER_TRACELB_PTR = 0x01 };

enum scamper_lb_reply_flag {
	SCAMPER_LB_REPLY_TTL = 0x01, /* ttl is known */
	SCAMPER_LB_REPLY_TCP = 0x02, /* the reply is a TCP segment */
};

/* A reply; `ext` as in struct scamper_hop. */
struct scamper_lb_reply {
	struct scamper_addr addr;
	struct scamper_time rx;
	uint16_t ipid;
	uint8_t ttl;
	uint8_t flags;     /* enum scamper_lb_reply_flag */
	uint8_t icmp_type; /* unless SCAMPER_LB_REPLY_TCP is set */
	uint8_t icmp_code;
	uint8_t tcp_flags;
	uint8_t quoted_ttl; /* 0: the reply quotes nothing */
	uint8_t quoted_tos;
	uint16_t ext_len;
	uint8_t *ext;
	struct scamper_extra *extra;
};

struct scamper_lb_probe {
	struct scamper_time tx;
	uint16_t flow; /* the number that makes the flow: port or checksum */
	uint8_t ttl;
	uint8_t attempt; /* from 0 */
	struct scamper_lb_reply **replies;
	uint32_t replies_used;
	struct scamper_extra *extra;
};

/* The probes with one TTL that belong to a link. */
struct scamper_lb_set {
	struct scamper_lb_probe **probes;
	uint32_t probes_used;
	struct scamper_extra *extra;
};

/*
 * What lies between two nodes. One set: they are neighbours. Several: packets
 * spread in between in a way that cannot be told by flow; set i holds the
 * probes i + 1 hops behind `from`, the last set those that met `to`.
 */
struct scamper_lb_link {
	uint16_t from; /* index of a node */
	uint16_t to;
	bool open; /* there is no `to`: the way was lost */
	struct scamper_lb_set **sets;
	uint32_t sets_used; /* 255 at most */
	struct scamper_extra *extra;
};

struct scamper_lb_node {
	struct scamper_addr addr; /* NONE: unknown */
	uint8_t quoted_ttl;       /* of its first reply */
	bool have_quoted_ttl;
	char *name; /* host name, NULL: none */
	struct scamper_extra *extra;
};

/* A finished discovery: nodes as they were found, links by the addresses of
 * their ends. */
struct scamper_tracelb {
	struct scamper_list *list;   /* NULL: none */
	struct scamper_cycle *cycle; /* NULL: none */
	struct scamper_addr src;
	struct scamper_addr dst;
	struct scamper_addr router; /* NONE: not asked for */
	struct scamper_time start;
	uint8_t type; /* enum scamper_tracelb_type */
	uint8_t first_hop;
	uint8_t wait_s;     /* for a reply */
	uint8_t wait_probe; /* between probes, in 10 ms */
	uint8_t attempts;   /* of a probe, while nobody answers */
	uint8_t confidence; /* 95 or 99 */
	uint8_t tos;
	uint8_t gap_limit;
	uint8_t flags;        /* SCAMPER_TRACELB_PTR */
	uint16_t probe_size;  /* bytes, IP header included */
	uint16_t sport;       /* of the first flow; ICMP: the id */
	uint16_t dport;       /* of the first flow */
	uint32_t probe_count; /* probes sent */
	uint32_t probe_max;   /* that may be sent */
	uint32_t userid;
	struct scamper_lb_node **nodes;
	uint32_t nodes_used;
	struct scamper_lb_link **links;
	uint32_t links_used;
	struct scamper_extra *extra; /* parameters above 25 */
};

struct scamper_tracelb *scamper_tracelb_new(void);
void scamper_tracelb_free(struct scamper_tracelb *tracelb);

/* Links that begin at a node. */
uint32_t scamper_tracelb_degree(const struct scamper_tracelb *tracelb,
				uint32_t node);

/* Word of a method as in commands ("udp-dport"), or "unknown". */
const char *scamper_tracelb_method_name(uint8_t type);

#endif
