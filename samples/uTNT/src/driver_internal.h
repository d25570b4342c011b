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

/* The buddy of an address (cache for the whole run). */
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
	struct tnt_reveal reveal;
	uint32_t user_id;
	uint8_t first_ttl;
	struct tnt_waiter pings, buddy;
	struct tnt_waiters waiters;
};

struct tnt_destination;

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
	struct tnt_table er_ttls;      /* address: number, see fingerprint.c */
	struct tnt_table buddies;      /* address: struct tnt_buddy */
	struct tnt_table tunnels;      /* egress: list of struct tnt_tunnel */
	struct tnt_destination *started;
	uint64_t probes_sent;
};

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
		    void *owner, tnt_done done);
void tnt_queue_trace(struct tnt_driver *driver, struct tnt_addr addr,
		     void *owner, tnt_done done,
		     const struct tnt_trace_command *command);
struct scamper_trace *tnt_take_trace(struct scamper_result *result);

/* True for an echo reply. */
bool tnt_is_echo_reply(const struct scamper_ping_reply *reply);

/* wait.c */
void tnt_wait_for(struct tnt_waiters *waiters, struct tnt_waiter *waiter);
void tnt_wake_all(struct tnt_driver *driver, struct tnt_waiters *waiters);

/* fingerprint.c: ping what is not known; true when all is known at once. The
 * pings are counted in *probes, cached ones too. */
bool tnt_fingerprint_hops(struct tnt_driver *driver,
			  const struct tnt_hops *hops,
			  struct tnt_waiter *waiter, uint32_t *probes);
/* Copies what is known of the hops into them. */
void tnt_fingerprint_apply(struct tnt_driver *driver, struct tnt_hops *hops);

/* buddy.c: NULL: the waiter will be woken. */
struct tnt_buddy *tnt_buddy_of(struct tnt_driver *driver, struct tnt_addr addr,
			       struct tnt_waiter *waiter);

/* tunnel.c: the tunnel of a pair, started if nobody has tried it. */
struct tnt_tunnel *tnt_tunnel_of(struct tnt_driver *driver,
				 const struct tnt_candidate *pair,
				 uint32_t user_id);
void tnt_tunnel_free(void *tunnel);

/* destination.c */
void tnt_destination_start(struct tnt_driver *driver, struct tnt_addr addr,
			   uint32_t user_id);
void tnt_destination_free(struct tnt_driver *driver,
			  struct tnt_destination *destination);

#endif
