/* SPDX-License-Identifier: BSD-3-Clause */
/* The inside of `dealias`, shared by its files. */
#ifndef SCAMPER_DEALIAS_TASK_H
#define SCAMPER_DEALIAS_TASK_H

#include <scamper/dealias.h>

#include "task.h"

/* An IP id and its width: 16 bits, or 32 (fragment header of IPv6). */
struct ip_id {
	uint32_t number;
	bool wide;
};

/* What a method does next. */
enum dealias_step {
	DEALIAS_SEND, /* a probe of run->def */
	DEALIAS_WAIT, /* no more probes; replies may still come */
	DEALIAS_END,
};

/* Of bump: `x` and `y` take turns; see dealias_bump.c. */
struct dealias_bump {
	struct ip_id last[2]; /* of each address, as far as bumped */
	struct ip_id first;   /* of the three that are compared */
	struct ip_id middle;
	uint8_t x;     /* whose first and last id are compared */
	uint8_t stage; /* of the three, or beyond */
	bool got;      /* a useful reply to the last probe */
	bool missing;  /* one of the three */
	uint16_t left; /* probes to bump with */
	uint16_t rounds;
};

/* Of prefixscan: the candidate and the ids that were in sequence so far. */
struct dealias_scan {
	uint32_t candidate; /* index of its definition */
	uint16_t tries;     /* of the probe that is awaited */
	uint16_t chain;
	struct ip_id ids[2];     /* the last two, older first */
	uint32_t last;           /* definition that gave the last one */
	bool awaited;            /* the last probe has no useful reply */
	struct scamper_addr own; /* source of the replies of `a` */
};

struct dealias {
	struct scamper_dealias *record;
	const struct dealias_method *method;
	uint32_t def;  /* of the next probe */
	uint32_t *seq; /* by definition: probes sent */
	uint32_t tcp_ack;
	bool waiting; /* for the last replies */
	/* Radargun. */
	uint32_t *order; /* definitions of this round */
	uint32_t at;     /* place in it */
	uint64_t round_ns;
	union {
		struct dealias_bump bump;
		struct dealias_scan scan;
	};
};

struct dealias_method {
	/* Chooses run->def for the next probe, or says that there is none. */
	enum dealias_step (*next)(struct task *task);
	/* A first reply of use to that probe; true: all is known. */
	bool (*useful)(struct task *task, uint32_t probe,
		       const struct scamper_dealias_reply *reply);
	/* When the next probe may follow one that was sent at tx_ns; NULL:
	 * wait_probe later. */
	uint64_t (*pause)(struct task *task, uint64_t tx_ns);
};

extern const struct dealias_method dealias_mercator;
extern const struct dealias_method dealias_ally;
extern const struct dealias_method dealias_radargun;
extern const struct dealias_method dealias_prefixscan;
extern const struct dealias_method dealias_bump;

/* A reply of the probed address itself, and not of a router on the way. */
bool dealias_is_useful(const struct scamper_dealias_def *def,
		       const struct scamper_dealias_reply *reply);
/* The IP id of a reply; false: it has none. */
bool dealias_id(const struct scamper_dealias_reply *reply, struct ip_id *id);

/*
 * True when ids follow each other as those of one counter: each is ahead of the
 * one before, by at most `fudge` unless that is 0, and any three in a row go
 * round once at most. Without `nobs` also with their bytes swapped, all of them.
 */
bool dealias_in_sequence(const struct ip_id *ids, uint32_t count, uint16_t fudge,
			 bool nobs);
/* How far `to` is ahead of `from`. */
uint32_t dealias_ahead(struct ip_id from, struct ip_id to);

#endif
