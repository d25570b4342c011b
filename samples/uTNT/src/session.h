/* SPDX-License-Identifier: BSD-3-Clause */
/* One run: options, destinations, what it writes, and the engine it uses. */
#ifndef TNT_SESSION_H
#define TNT_SESSION_H

#include "block.h"
#include "destinations.h"
#include "driver.h"
#include "output.h"

struct tnt_session {
	const struct tnt_options *options;
	struct tnt_destinations destinations;
	struct tnt_output output;
	struct tnt_driver *driver;
	void *engine; /* of the connection in use */
	struct tnt_block block;
	struct tnt_run run;
	size_t blocked; /* destinations that may not be probed */
	struct tnt_addr first_blocked;
	bool partial; /* a destination could not be probed */
};

/* Probes everything; returns an exit status (error.h). */
int tnt_session_run(const struct tnt_options *options);

/*
 * The tape of --record and --replay, if there is one: options->tape. Of a
 * replay, `options` become the recorded ones. False: the coded error was
 * printed.
 */
bool tnt_tape_open(struct tnt_options *options, int argc, char **argv);
bool tnt_tape_close(struct tnt_options *options);

/* Prints the files of -d 1; returns an exit status. */
int tnt_dump_files(const struct tnt_options *options);

/* Not zero: end the run (a signal, or a write that failed). */
extern volatile int tnt_stop;

/*
 * The two ways to an engine: the one of this program, by function calls, and
 * one behind a control socket. Each runs session->driver to its end, or until
 * tnt_stop, and returns an exit status.
 */
int tnt_builtin_run(struct tnt_session *session);
bool tnt_builtin_submit(void *session, struct tnt_test *test);
void tnt_builtin_halt(void *session, const struct tnt_test *test);
int tnt_control_run(struct tnt_session *session);
bool tnt_control_submit(void *session, struct tnt_test *test);
void tnt_control_halt(void *session, const struct tnt_test *test);

/* Before the engine is waited for: writes what has come (tnt_output_flush()).
 */
void tnt_session_flush(void *session);

/* The time in ns on the engine's clock. */
uint64_t tnt_session_now(void *session);

/* Says that the engine refused a command and what it gave as reason. */
void tnt_session_refused(struct tnt_session *session,
			 const struct tnt_test *test, const char *reason);

#endif
