/* SPDX-License-Identifier: BSD-3-Clause */
/* The three passes over a path: pure functions, no probe is sent. */
#ifndef TNT_PASSES_H
#define TNT_PASSES_H

#include "path.h"

/* What the user may turn. */
struct tnt_rules {
	int frpla, rtla;  /* thresholds, both > 0 */
	bool brute_force; /* try every pair of neighbours */
	bool no_reserved; /* treat no address as reserved */
	bool strict;      /* tag the real egress of implicit tunnels */
};

/* A pair of hops that may hide a tunnel between them. */
struct tnt_candidate {
	struct tnt_addr start, next; /* of ingress and egress */
	size_t start_at;             /* hop number of the ingress in the path */
	bool silent_ingress;  /* the ingress is the silent hop after start */
	uint8_t trigger;      /* TNT_FRPLA.. or 0 */
	int16_t value, limit; /* what the trigger saw, and its threshold */
	bool shared;          /* somebody has tried this pair before */
};

/* True when `addr` is not to be probed under these rules. */
bool tnt_reserved(const struct tnt_rules *rules, struct tnt_addr addr);

/* Pass 1: explicit, opaque and implicit tunnels by labels and quoted TTL. */
void tnt_pass1(struct tnt_path *path, const struct tnt_rules *rules);

/*
 * Pass 2: candidates for revelation in path order into `out`, which has room
 * for two for each hop of the path. Returns their number.
 */
size_t tnt_pass2(struct tnt_path *path, const struct tnt_rules *rules,
		 struct tnt_candidate *out);

/* Pass 3: implicit tunnels by the longer return path of TEs. */
void tnt_pass3(struct tnt_path *path, const struct tnt_rules *rules);

#endif
