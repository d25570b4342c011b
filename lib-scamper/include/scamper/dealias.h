/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The result model of `dealias`: which addresses belong to one router. Probes
 * are made from definitions; what the replies' IP ids and sources tell is the
 * result.
 *
 * The rules of <scamper/result.h> about memory, numbers and times apply.
 */
#ifndef SCAMPER_DEALIAS_H
#define SCAMPER_DEALIAS_H

#include <scamper/result.h>

enum scamper_dealias_method {
	SCAMPER_DEALIAS_MERCATOR = 1,   /* a reply from another address */
	SCAMPER_DEALIAS_ALLY = 2,       /* two addresses, IP ids in sequence */
	SCAMPER_DEALIAS_RADARGUN = 3,   /* many addresses, judged later */
	SCAMPER_DEALIAS_PREFIXSCAN = 4, /* an alias among neighbours */
	SCAMPER_DEALIAS_BUMP = 5,       /* can IP ids be forced out of order? */
};

enum scamper_dealias_result {
	SCAMPER_DEALIAS_NONE = 0, /* not known */
	SCAMPER_DEALIAS_ALIASES = 1,
	SCAMPER_DEALIAS_NOT_ALIASES = 2,
	SCAMPER_DEALIAS_HALTED = 3,
};

/* Of ally and prefixscan; radargun has a meaning of its own for 0x01. */
enum scamper_dealias_flag {
	SCAMPER_DEALIAS_NOBS = 0x01, /* IP ids may not be byte swapped */
	SCAMPER_DEALIAS_CSA = 0x02,  /* prefixscan: common source address */
	SCAMPER_DEALIAS_SHUFFLE = 0x01,
};

enum scamper_dealias_probe_method {
	SCAMPER_PROBE_ICMP_ECHO = 1,
	SCAMPER_PROBE_TCP_ACK = 2,
	SCAMPER_PROBE_UDP = 3,
	SCAMPER_PROBE_TCP_ACK_SPORT = 4,
	SCAMPER_PROBE_UDP_DPORT = 5,
	SCAMPER_PROBE_TCP_SYN_SPORT = 6,
};

/* How the probes to one address look. */
struct scamper_dealias_def {
	struct scamper_addr src;
	struct scamper_addr dst;
	uint32_t id;    /* its index, as the record says */
	uint8_t method; /* enum scamper_dealias_probe_method */
	uint8_t ttl;
	uint8_t tos;
	uint8_t tcp_flags;
	uint16_t size; /* bytes, IP header included; 0: the least */
	uint16_t mtu;  /* replies are to come in fragments of it; 0: no */
	uint16_t sport;
	uint16_t dport;
	uint16_t icmp_id;
	uint16_t icmp_sum; /* kept when not 0 */
	struct scamper_extra *extra;
};

enum scamper_dealias_reply_flag {
	SCAMPER_DEALIAS_IPID32 = 0x01, /* ipid32 is known */
};

/* A reply; `ext` as in struct scamper_hop. */
struct scamper_dealias_reply {
	struct scamper_addr addr;
	struct scamper_time rx;
	uint16_t ipid;
	uint32_t ipid32;   /* of the fragment header of IPv6 */
	uint8_t flags;     /* enum scamper_dealias_reply_flag */
	uint8_t ttl;       /* of the reply */
	uint8_t proto;     /* IP protocol of the reply; 1 ICMP, 58 ICMPv6 */
	uint8_t icmp_type; /* of these two .. */
	uint8_t icmp_code;
	uint8_t quoted_ttl; /* 0: the reply quotes nothing */
	uint8_t tcp_flags;  /* .. and of protocol 6 */
	uint16_t ext_len;
	uint8_t *ext;
	struct scamper_extra *extra;
};

struct scamper_dealias_probe {
	struct scamper_time tx;
	uint32_t def;  /* index of its definition */
	uint32_t seq;  /* of the probes of that definition; bump: 0 */
	uint16_t ipid; /* IPv4 */
	struct scamper_dealias_reply *replies;
	uint32_t replies_used;
	struct scamper_extra *extra;
};

/* A finished alias resolution. What a method does not use is 0. */
struct scamper_dealias {
	struct scamper_list *list;   /* NULL: none */
	struct scamper_cycle *cycle; /* NULL: none */
	struct scamper_time start;
	uint32_t userid;
	uint8_t method; /* enum scamper_dealias_method */
	uint8_t result; /* enum scamper_dealias_result */
	uint8_t wait_s; /* for a reply; not of bump */
	uint8_t flags;  /* enum scamper_dealias_flag */
	uint16_t attempts;
	uint16_t wait_probe; /* ms between probes */
	uint16_t fudge;      /* ally, prefixscan; 0: only in sequence */
	uint16_t bump_limit; /* largest step of IP ids that bump deals with */
	uint32_t wait_round; /* radargun: ms between rounds */
	/* prefixscan: an alias of `a` is looked for in prefix `b`, but for
	 * `excluded`, and found at `ab` (NONE: not found). */
	struct scamper_addr a;
	struct scamper_addr b;
	struct scamper_addr ab;
	uint8_t prefix_len;
	uint8_t reply_count; /* replies in sequence that make an alias */
	struct scamper_addr *excluded;
	uint16_t excluded_used;
	struct scamper_dealias_def *defs;
	uint32_t defs_used;
	struct scamper_dealias_probe *probes; /* as they were sent */
	uint32_t probes_used;
	struct scamper_extra *extra;        /* parameters above 7 */
	struct scamper_extra *method_extra; /* unknown ones of the method */
};

struct scamper_dealias *scamper_dealias_new(void);
void scamper_dealias_free(struct scamper_dealias *dealias);

/* Words as in commands and JSON ("ally", "not-aliases", "tcp-ack"), or
 * "unknown". */
const char *scamper_dealias_method_name(uint8_t method);
const char *scamper_dealias_result_name(uint8_t result);
const char *scamper_dealias_probe_name(uint8_t method);

#endif
