/* SPDX-License-Identifier: BSD-3-Clause */
/* What the files of the driver share; nobody else includes this. */
#ifndef TNT_DRIVER_INTERNAL_H
#define TNT_DRIVER_INTERNAL_H

#include <stdlib.h>

#include "driver.h"
#include "memory.h"
#include "reveal.h"
#include "table.h"

/*
 * Work in progress is shared: who needs a result that others have asked for
 * waits for it. A waiter counts what it waits for; the last one wakes it.
 */
struct tnt_waiter {
	size_t pending;
	void (*ready)(struct tnt_driver *driver, struct tnt_waiter *waiter);
	void *owner;
};

struct tnt_waiters {
	struct tnt_waiter **at;
	size_t count;
};

/* A ping that is asked for and not answered yet. */
struct tnt_fingerprint {
	struct tnt_addr addr;
	struct tnt_waiters waiters;
};

/* The buddy of an address (cache). */
struct tnt_buddy {
	bool known;
	struct tnt_addr addr, buddy;
	uint16_t probes; /* of its test, until its asker counts them */
	struct tnt_waiters waiters;
};

/*
 * The tunnel of a pair (cache for the whole run), "nothing" included. The
 * result depends on whether the ingress is silent, so that is part of it.
 */
struct tnt_tunnel {
	struct tnt_tunnel *next; /* another one to the same egress */
	bool known;
	bool cut; /* by the budget of a destination: not to be kept */
	struct tnt_reveal reveal;
	uint32_t user_id;
	uint8_t first_ttl;
	struct tnt_waiter pings, buddy;
	struct tnt_waiters waiters;
};

enum tnt_state { TNT_TRACING, TNT_PINGING, TNT_SEARCHING };

struct tnt_destination {
	struct tnt_destination *next;
	struct tnt_addr addr;
	uint32_t user_id;
	enum tnt_state state;
	enum tnt_ended ended;
	uint64_t deadline;         /* 0: none */
	uint32_t spent, committed; /* probes: sent, of tests under way */
	struct tnt_path path;
	struct tnt_candidate *candidates;
	size_t candidate, candidate_count;
	size_t shift; /* hops revealed so far */
	struct tnt_waiter pings, tunnel;
	struct tnt_tunnel *waits_for; /* a tunnel that others reveal, too */
};

struct tnt_queue {
	struct tnt_test *head, **tail;
	size_t count;
};

/* Who holds a target address, while somebody does. */
struct tnt_slot {
	struct tnt_test *running;
	struct tnt_test *parked; /* last parked first */
};

struct tnt_driver {
	struct tnt_driver_options options;
	const struct tnt_destinations *destinations;
	size_t next_destination;
	size_t in_progress; /* destinations started and not finished */
	size_t credit;
	size_t running, parked;
	struct tnt_queue queue;
	struct tnt_table slots;        /* target: struct tnt_slot */
	struct tnt_table fingerprints; /* address: struct tnt_fingerprint */
	struct tnt_table er_ttls[2];   /* address: number, see fingerprint.c */
	struct tnt_table buddies;      /* address: struct tnt_buddy */
	struct tnt_table tunnels;      /* egress: list of struct tnt_tunnel */
	struct tnt_destination *started;
	uint64_t probes_sent, probes_upstream;
	size_t tunnel_count;
};

/* How many tunnels, and how many buddies, are remembered: a tunnel takes about
 * 300 bytes and its revealed hops, so it is one for 16 addresses. */
static inline size_t tnt_cache_of_large(const struct tnt_driver *driver)
{
	return driver->options.cache ? driver->options.cache / 16 : SIZE_MAX;
}

/* The target must not be probed: reserved or on the block list. */
bool tnt_forbidden(const struct tnt_driver *driver, struct tnt_addr addr);

/* The probes a destination may still ask for. */
uint32_t tnt_budget_left(const struct tnt_driver *driver,
			 const struct tnt_destination *dest);

/* The trace ended where the budget did. */
bool tnt_cut_by_budget(const struct tnt_driver *driver,
		       const struct scamper_trace *trace);

typedef void (*tnt_done)(struct tnt_driver *driver, void *owner,
			 struct scamper_result *result);

/* What traces differ in (tnt.md section 5). */
struct tnt_trace_command {
	const char *method;
	uint32_t user_id;
	uint8_t first_ttl;
	bool first_trace; /* of a destination */
};

/* driver.c: queue a test; take a result apart. */
void tnt_queue_ping(struct tnt_driver *driver, struct tnt_addr addr,
		    void *owner, tnt_done done, struct tnt_destination *payer);
void tnt_queue_trace(struct tnt_driver *driver, struct tnt_addr addr,
		     void *owner, tnt_done done,
		     const struct tnt_trace_command *command,
		     struct tnt_destination *payer);
struct scamper_trace *tnt_take_trace(struct scamper_result *result);

/* True for an echo reply. */
bool tnt_is_echo_reply(const struct scamper_ping_reply *reply);

/* wait.c */
void tnt_wait_for(struct tnt_waiters *waiters, struct tnt_waiter *waiter);
void tnt_stop_waiting(struct tnt_waiters *waiters, struct tnt_waiter *waiter);
void tnt_wake_all(struct tnt_driver *driver, struct tnt_waiters *waiters);

/*
 * fingerprint.c: ping what is not known; true when all is known at once. The
 * pings are counted in *probes, cached ones too. What the payer cannot afford
 * is left out and marked at the hops.
 */
bool tnt_fingerprint_hops(struct tnt_driver *driver, struct tnt_hops *hops,
			  struct tnt_waiter *waiter, uint32_t *probes,
			  struct tnt_destination *payer);
/* Copies what is known of the hops into them. */
void tnt_fingerprint_apply(struct tnt_driver *driver, struct tnt_hops *hops);
/* Gives up waiting. */
void tnt_fingerprint_leave(struct tnt_driver *driver,
			   const struct tnt_hops *hops,
			   struct tnt_waiter *waiter);

/* buddy.c: NULL: the waiter will be woken. */
struct tnt_buddy *tnt_buddy_of(struct tnt_driver *driver, struct tnt_addr addr,
			       struct tnt_waiter *waiter,
			       struct tnt_destination *payer);
/* As tnt_tunnels_trim(). */
void tnt_buddies_trim(struct tnt_driver *driver);

/*
 * tunnel.c: the tunnel of a pair, started if nobody has tried it; NULL: the
 * destination waits for it, or was ended for want of budget. The tunnel is
 * valid until the next call for any tunnel.
 */
struct tnt_tunnel *tnt_tunnel_of(struct tnt_driver *driver,
				 struct tnt_candidate *pair,
				 struct tnt_destination *dest);
void tnt_tunnel_free(void *tunnel);
/* Forgets what is known when there is more than the cache may hold. */
void tnt_tunnels_trim(struct tnt_driver *driver);

/* destination.c */
void tnt_destination_start(struct tnt_driver *driver, struct tnt_addr addr,
			   uint32_t user_id);
/* Ends it early: its path is written with what is known. */
void tnt_destination_end(struct tnt_driver *driver,
			 struct tnt_destination *dest, enum tnt_ended why);
void tnt_destination_free(struct tnt_driver *driver,
			  struct tnt_destination *dest);

#endif
