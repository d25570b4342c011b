/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The driver: which test runs when (tnt.md sections 4, 5 and 11). It has no
 * I/O: commands leave through a call-back, credits and results come in by
 * function calls, finished paths leave through a call-back.
 */
#ifndef TNT_DRIVER_H
#define TNT_DRIVER_H

#include "destinations.h"
#include "passes.h"

#define TNT_COMMAND_MAX    128 /* bytes of a command, its NUL included */
#define TNT_TRACE_ATTEMPTS 3   /* probes of a TTL */

struct tnt_driver;

/* One command given to the engine: in words, and what they say. */
struct tnt_test {
	char command[TNT_COMMAND_MAX];
	uint16_t ping_count; /* 0: it is a trace */
	uint8_t first_ttl, last_ttl;
	const char *method; /* of the trace */
	uint32_t user_id;
	struct tnt_addr addr; /* its target */
	uint32_t id;          /* of the engine, for whoever submits it */
	uint32_t payer;       /* user id of the destination it is for */
	uint32_t cost;        /* probes it sends at most */
	/* Called when it is over; owns `result`; NULL: it did not run. */
	void (*done)(struct tnt_driver *driver, void *owner,
		     struct scamper_result *result);
	void *owner;
	struct tnt_test *next;
};

struct tnt_driver_options {
	struct tnt_rules rules;
	const char *method; /* "icmp-paris" or "udp-paris" */
	uint8_t start_ttl;
	uint16_t ping_count;
	uint16_t parallel;  /* destinations in progress; 0: 2 */
	bool reveal_all;    /* go on after the first tunnel */
	uint32_t cache;     /* addresses remembered; 0: no limit */
	uint32_t budget;    /* probes for each destination; 0: no limit */
	uint64_t deadline;  /* ns for each destination; 0: none */
	struct tnt_run run; /* for the records */

	/* The time in ns on a clock that does not go back; for `deadline`. */
	uint64_t (*now)(void *user);
	/* True for a target that is never to be probed; may be NULL. */
	bool (*blocked)(void *user, struct tnt_addr addr);
	/* Destinations that need no probes: done before; may be NULL. */
	bool (*skip)(void *user, size_t number);
	/* Asks the engine to end a test that runs; may be NULL. */
	void (*halt)(void *user, const struct tnt_test *test);

	/*
	 * Gives a command to the engine: true when it took it. A test that
	 * was taken comes back through tnt_driver_result() or _refused().
	 */
	bool (*submit)(void *user, struct tnt_test *test);
	/* Tells of a command about to be given, for the log; may be NULL. */
	void (*log)(void *user, const struct tnt_driver *driver,
		    const struct tnt_test *test);
	/* A path is done. It is freed after the call. */
	void (*finished)(void *user, struct tnt_path *path);
	/*
	 * A destination whose trace was refused (`trace` is NULL) or ended
	 * with a send error; may be NULL.
	 */
	void (*failed)(void *user, struct tnt_addr addr,
		       const struct scamper_trace *trace);
	void *user;
};

struct tnt_driver_counts {
	size_t running; /* tests the engine has */
	size_t waiting; /* tests queued or parked */
	size_t left;    /* destinations not started */
};

/* Destinations are taken in order; the list outlives the driver. */
struct tnt_driver *tnt_driver_new(const struct tnt_driver_options *options,
				  const struct tnt_destinations *destinations);
void tnt_driver_free(struct tnt_driver *driver);

/* One more command is welcome. */
void tnt_driver_more(struct tnt_driver *driver);
/* A test is over; `result` is the driver's from here on. */
void tnt_driver_result(struct tnt_driver *driver, struct tnt_test *test,
		       struct scamper_result *result);
/* A test that was taken got an ERR after all: its credit comes back. */
void tnt_driver_refused(struct tnt_driver *driver, struct tnt_test *test);

/* The test that runs for a target address, or NULL. */
struct tnt_test *tnt_driver_running(const struct tnt_driver *driver,
				    struct tnt_addr addr);

/*
 * The time at which tnt_driver_expire() has something to do; UINT64_MAX: none.
 * It ends the destinations whose time is over: their paths are written with
 * what is known.
 */
uint64_t tnt_driver_deadline(const struct tnt_driver *driver);
void tnt_driver_expire(struct tnt_driver *driver, uint64_t now);

/* No test is left and no destination either. */
bool tnt_driver_finished(const struct tnt_driver *driver);

struct tnt_driver_counts tnt_driver_count(const struct tnt_driver *driver);
/* Probes of all results so far: those really sent. NULL: 0. */
uint64_t tnt_driver_probes_sent(const struct tnt_driver *driver);

#endif
