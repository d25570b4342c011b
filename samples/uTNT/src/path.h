/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The annotated path of one destination: a growing list of hops. Before the
 * splice hop number i (from 0) is the one of probe TTL i + 1; TTLs below the
 * first one probed are there too, as silent hops.
 */
#ifndef TNT_PATH_H
#define TNT_PATH_H

#include "evidence.h"
#include "hop.h"
#include "run.h"

struct tnt_hops {
	struct tnt_hop *at;
	size_t count, room;
};

struct tnt_path {
	/* What the engine saw; owned, as are the replies in it. */
	struct scamper_trace *trace;
	/* Keeper of revealed replies that no tunnel cache holds, or NULL. */
	struct scamper_trace *revealed;
	struct tnt_hops hops;
	struct tnt_addr dst;
	uint8_t first_ttl; /* first TTL probed, from 1 */
	bool annotated;    /* false: a plain trace was read */
	/* Probes as upstream counts them, and each of them counted once. */
	uint32_t probes_upstream, probes_once;

	/* What a record of today says beyond that; false: it does not. */
	bool explained;
	uint8_t ended; /* enum tnt_ended */
	/* Really sent for this path, and of all paths of the run so far, as
	 * upstream counts and as really sent. */
	uint32_t probes_sent;
	uint64_t all_upstream, all_sent;
	struct tnt_run run;
	struct tnt_evidence evidence;
};

/* What cut a path short. */
enum tnt_ended { TNT_WHOLE, TNT_DEADLINE, TNT_BUDGET };

/* Appends a copy of `hop`; NULL: a silent one. */
void tnt_hops_push(struct tnt_hops *hops, const struct tnt_hop *hop);

/* Inserts copies of `count` hops before number `at`. */
void tnt_hops_insert(struct tnt_hops *hops, size_t at,
		     const struct tnt_hop *more, size_t count);

/* Gives the hops copies of their replies, which `*keeper` owns; it is made if
 * it is NULL. */
void tnt_hops_own(struct scamper_trace **keeper, struct tnt_hop *hops,
		  size_t count);

void tnt_hops_free(struct tnt_hops *hops);

/* The same for a path: its evidence keeps pointing at the same hops. */
void tnt_path_insert(struct tnt_path *path, size_t at,
		     const struct tnt_hop *more, size_t count);

/* Notes why a hop of the path has its tags. */
void tnt_because(struct tnt_path *path, const struct tnt_hop *hop,
		 enum tnt_rule rule, int value, int limit);

/* The hop number `i`; NULL when it is out of range or silent. */
struct tnt_hop *tnt_hops_answered(const struct tnt_hops *hops, size_t i);

/* The hop `back` positions before number `i`, on the same terms. */
static inline struct tnt_hop *tnt_hops_before(const struct tnt_hops *hops,
					      size_t i, size_t back)
{
	return i < back ? NULL : tnt_hops_answered(hops, i - back);
}

/* A hop with that reply (NULL: silent) and no annotation. */
struct tnt_hop tnt_hop_of(const struct scamper_hop *reply);

/* Takes `trace` over and makes a hop of the first reply at each TTL. */
void tnt_path_init(struct tnt_path *path, struct scamper_trace *trace);
void tnt_path_free(struct tnt_path *path);

/* Fewer than 3 hops counted from TTL 1: the passes leave such a path alone. */
static inline bool tnt_path_is_short(const struct tnt_path *path)
{
	return path->hops.count < (size_t)path->first_ttl + 2;
}

#endif
