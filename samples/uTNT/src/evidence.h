/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What conclusions rest on: which rule gave a hop its tag, what was tried to
 * reveal a tunnel, and what makes a verdict uncertain. Kept with the path,
 * stored in its record, shown by --explain and in JSON (docs/tnt.md).
 */
#ifndef TNT_EVIDENCE_H
#define TNT_EVIDENCE_H

#include <stddef.h>

#include "addr.h"

/* The rules of passes 1 and 3 and of the splice; numbers of the record. */
enum tnt_rule {
	TNT_BY_LABELS = 1,      /* value: label TTL */
	TNT_BY_LARGE_LABEL_TTL, /* value: label TTL */
	TNT_BEFORE_LABELS,
	TNT_AFTER_LABELS,
	TNT_INFERRED,   /* value, limit: TTLs of TE and ER */
	TNT_BY_QTTL,    /* value: quoted TTL */
	TNT_FIRST_QTTL, /* before the router that quotes 2 */
	TNT_BEFORE_QTTL,
	TNT_AFTER_QTTL,   /* value: quoted TTL of the hop before */
	TNT_AFTER_SILENT, /* value: quoted TTL of the hop before that */
	TNT_END_OF_OPAQUE,
	TNT_BY_UTURN,     /* value: sum of the run, limit: threshold */
	TNT_BEFORE_UTURN, /* the same */
	TNT_CLOSES_UTURN, /* the same */
	TNT_AFTER_UTURN,  /* the same */
	TNT_LSR_OF,       /* value: number of the search, limit: step */
	TNT_INGRESS_OF,   /* value: number of the search */
	TNT_EGRESS_OF,    /* value: number of the search */
	TNT_SILENT_AFTER, /* value: number of the search */
	TNT_RULE_COUNT,
};

struct tnt_reason {
	uint16_t at; /* hop number in the path, from 0 */
	uint8_t rule;
	int16_t value, limit;
};

/* Why a verdict is uncertain: of a hop, of a search. Bits of the record. */
#define TNT_UNSURE_NO_ER  0x0001 /* no echo reply, so no RTLA, no u-turn */
#define TNT_UNSURE_SILENT 0x0002 /* a silent hop stands where it matters */
#define TNT_UNSURE_LOSS   0x0004 /* a revelation trace lacks answers */
#define TNT_UNSURE_CHANGED                                                     \
	0x0008                     /* other addresses than in the first trace  \
				    */
#define TNT_UNSURE_BALANCED 0x0010 /* addresses of one TTL come and go */
#define TNT_UNSURE_LOOP     0x0020 /* an address was met again */
#define TNT_UNSURE_RESERVED 0x0040 /* a target that is not to be probed */
#define TNT_UNSURE_REFUSED  0x0080 /* the engine did not run a command */
#define TNT_UNSURE_DEADLINE 0x0100
#define TNT_UNSURE_BUDGET   0x0200
#define TNT_UNSURE_NO_BUDDY 0x0400 /* repeated address of IPv6 */

/* One trace of a revelation. */
struct tnt_attempt {
	struct tnt_addr target;
	bool buddy;       /* to the other end of the link */
	uint8_t outcome;  /* enum tnt_outcome */
	uint8_t new_hops; /* 255: or more */
	uint8_t first_ttl;
	uint32_t probes;
};

/* A pair that was tried. */
struct tnt_search {
	uint16_t start_at, next_at; /* hop numbers in the path */
	uint8_t trigger;            /* TNT_FRPLA.. or 0: brute force */
	bool silent_ingress;
	bool shared;          /* found out for another destination before */
	int16_t value, limit; /* of the trigger */
	uint16_t unsure;
	uint16_t revealed;     /* hops */
	uint16_t first, count; /* its attempts among those of the path */
};

/* A growing list of each; plain memory. */
struct tnt_evidence {
	struct tnt_reason *reasons;
	struct tnt_search *searches;
	struct tnt_attempt *attempts;
	size_t reason_count, search_count, attempt_count;
};

void tnt_evidence_reason(struct tnt_evidence *evidence,
			 struct tnt_reason reason);
struct tnt_search *tnt_evidence_search(struct tnt_evidence *evidence);
void tnt_evidence_attempt(struct tnt_evidence *evidence,
			  const struct tnt_attempt *attempt);

/* Hops were inserted before number `at`: later ones are `count` further. */
void tnt_evidence_shift(struct tnt_evidence *evidence, size_t at, size_t count);
void tnt_evidence_free(struct tnt_evidence *evidence);

/* The word of a bit of "unsure", lowest first; NULL: no more. */
const char *tnt_unsure_name(unsigned int bit);

#endif
