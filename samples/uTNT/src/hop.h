/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One hop of an annotated path: what the first reply at a probe TTL said, and
 * what TNT concluded about the router that sent it.
 *
 * A hop is a plain value: it owns nothing and is copied freely.
 */
#ifndef TNT_HOP_H
#define TNT_HOP_H

#include <scamper/result.h>

#include "addr.h"

/* Roles and kinds of a hop: field 21 of the record. */
#define TNT_ING       0x01 /* ingress edge router of a tunnel */
#define TNT_EGR       0x02 /* egress edge router of a tunnel */
#define TNT_LSR       0x04 /* label switching router inside one */
#define TNT_EXP       0x08 /* explicit tunnel */
#define TNT_IMP_QTTL  0x10 /* implicit tunnel, seen by the quoted TTL */
#define TNT_IMP_UTURN 0x20 /* implicit tunnel, seen by the return path */
#define TNT_OPA       0x40 /* opaque tunnel */
#define TNT_INV       0x80 /* invisible tunnel */
#define TNT_ROLES     (TNT_ING | TNT_EGR | TNT_LSR)
#define TNT_IMP       (TNT_IMP_QTTL | TNT_IMP_UTURN)

/* What made us look for a hidden tunnel: low bits of fields 22 and 23. */
#define TNT_FRPLA    0x01
#define TNT_RTLA     0x02
#define TNT_DUPIP    0x04
#define TNT_MTTL     0x08
#define TNT_TRIGGERS 0x0f

/* Why nothing (more) was revealed: field 22. */
#define TNT_FAIL_NOTHING 0x10 /* no new hop */
#define TNT_FAIL_INGRESS 0x20 /* ingress not found */
#define TNT_FAIL_TARGET  0x40 /* target not reached */
#define TNT_FAIL_BUDDY   0x80 /* the buddy was tried too */

/* How the hop was found: field 23, above the triggers. */
#define TNT_DPR           0x0010 /* direct path revelation */
#define TNT_BRPR          0x0020 /* backward recursive revelation */
#define TNT_BUDDY         0x0040 /* trace to the other end of the link */
#define TNT_METHODS       0x0070
#define TNT_INCOMPLETE    0x0080
#define TNT_REVEALED      0x0100
#define TNT_BEFORE_SILENT 0x0200 /* the ingress after it is silent */
#define TNT_STOP_NOTHING  0x0400
#define TNT_STOP_INGRESS  0x0800
#define TNT_STOP_TARGET   0x1000
#define TNT_STOP_BUDDY    0x2000
#define TNT_STOPS         0x3c00
/* A stop bit of field 23 is the failure bit of field 22, this far up. */
#define TNT_STOP_SHIFT 6

/* What a reply says: ICMP (RFC 792) and ICMPv6 (RFC 4443) have types and
 * codes of their own. */
enum tnt_message {
	TNT_OTHER,
	TNT_ECHO_REPLY,
	TNT_TIME_EXCEEDED,
	TNT_PORT_UNREACHABLE,
	TNT_UNREACHABLE, /* for another reason, see the code */
};

struct tnt_hop {
	/* The first reply at its TTL; NULL: silent. Owned by its trace. */
	const struct scamper_hop *reply;
	struct tnt_addr addr; /* of the reply */
	bool revealed;        /* found by a revelation, not in the trace */
	uint8_t er_ttl;       /* TTL of its echo replies, 0: none */
	bool er_known;        /* it was pinged */
	uint8_t tags;         /* roles and kinds */
	uint8_t failures;     /* of an attempt that ends at this hop */
	uint16_t discovery;
	uint8_t step;    /* revelation step, from 1 */
	uint16_t unsure; /* TNT_UNSURE_.. */
};

/* What an answered hop said. */
enum tnt_message tnt_message_of(const struct scamper_hop *reply);

static inline bool tnt_is_te(const struct tnt_hop *hop)
{
	return hop->reply && tnt_message_of(hop->reply) == TNT_TIME_EXCEEDED;
}

/* True when `a` and `b` both answered, with the same address. */
static inline bool tnt_same_addr(const struct tnt_hop *a,
				 const struct tnt_hop *b)
{
	return a && b && a->reply && b->reply &&
	       tnt_addr_equal(a->addr, b->addr);
}

#endif
