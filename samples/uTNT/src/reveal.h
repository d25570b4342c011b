/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The revelation of one tunnel: a state machine without I/O (tnt.md section
 * 8), its splice into a path (section 9), and the rules for buddies, the
 * other end of a point-to-point link.
 *
 * The machine says what it wants next; whoever runs it gives it the trace, or
 * the buddy, and gets the next wish.
 */
#ifndef TNT_REVEAL_H
#define TNT_REVEAL_H

#include "passes.h"

enum tnt_outcome {
	TNT_NEW, /* at least one hop that was hidden */
	TNT_NOTHING = TNT_FAIL_NOTHING,
	TNT_INGRESS_NOT_FOUND = TNT_FAIL_INGRESS,
	TNT_TARGET_NOT_REACHED = TNT_FAIL_TARGET,
};

enum tnt_wish {
	TNT_WANT_TRACE,       /* to `target`, by the method of the run */
	TNT_WANT_BUDDY,       /* the buddy of `target` */
	TNT_WANT_BUDDY_TRACE, /* to `target`, by udp-paris */
	TNT_WANT_END,         /* nothing more to send */
};

/* The hops up to the start that a revelation trace sees. */
#define TNT_BEFORE_MAX 3

/* One trace of a revelation, and what tells whether the way to the start is
 * still that of the first trace. */
struct tnt_probed {
	struct tnt_attempt attempt;
	struct tnt_addr before[TNT_BEFORE_MAX]; /* from its first TTL on */
};

struct tnt_reveal {
	struct tnt_candidate pair;
	struct tnt_addr target;
	uint8_t step;
	enum tnt_wish wish;
	enum tnt_outcome last;
	bool last_was_buddy;
	bool incomplete;
	uint16_t unsure;          /* TNT_UNSURE_.. */
	struct tnt_probed *tries; /* its traces, in order */
	size_t try_count;
	struct tnt_hops lsp;           /* from the ingress on */
	struct scamper_trace **traces; /* owned: the replies live there */
	size_t trace_count;
	uint32_t probes; /* of its traces and buddy tests */
};

/* Starts a revelation; the first wish is a trace to the egress. */
void tnt_reveal_init(struct tnt_reveal *reveal,
		     const struct tnt_candidate *pair);
void tnt_reveal_free(struct tnt_reveal *reveal);

/* Frees the traces of a revelation that is over, but for what was revealed. */
void tnt_reveal_shrink(struct tnt_reveal *reveal);

/*
 * The trace that was asked for, owned by `reveal` from here on; NULL: the
 * engine did not run it, which counts as "target not reached".
 */
enum tnt_wish tnt_reveal_trace(struct tnt_reveal *reveal,
			       const struct tnt_rules *rules,
			       struct scamper_trace *trace);

/* The buddy that was asked for. */
enum tnt_wish tnt_reveal_buddy(struct tnt_reveal *reveal,
			       struct tnt_addr buddy);

/* The first TTL of revelation traces, from the hop number of the start. */
uint8_t tnt_reveal_first_ttl(const struct tnt_candidate *pair);

/*
 * The buddy of `addr`. True when it follows from the address alone; else
 * `buddy` is the base of its /30, to be pinged for tnt_buddy_tested().
 */
bool tnt_buddy_known(uint32_t addr, uint32_t *buddy);
uint32_t tnt_buddy_tested(uint32_t addr, bool base_answers);

/*
 * Puts copies of the LSRs into the path, or the failure where there is none.
 * `shift`: hops that earlier splices have put before this pair.
 */
void tnt_splice(struct tnt_path *path, const struct tnt_candidate *pair,
		const struct tnt_reveal *reveal, size_t shift);

/* True when at least one LSR was found. */
static inline bool tnt_reveal_succeeded(const struct tnt_reveal *reveal)
{
	return reveal->lsp.count > 0;
}

#endif
