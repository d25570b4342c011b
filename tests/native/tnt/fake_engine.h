/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * An engine for tests: runs commands at once on a simulated chain, gives the
 * credits and results of scamper.md section 2 in order, and keeps a log of
 * the commands.
 */
#ifndef TNT_TEST_FAKE_ENGINE_H
#define TNT_TEST_FAKE_ENGINE_H

#include <stdio.h>

#include "driver.h"
#include "sim.h"

#define FAKE_PENDING_MAX 64

struct fake_engine {
	struct sim sim;
	struct scamper_cycle *cycle; /* of its traces; NULL: none */
	FILE *commands;              /* "> COMMAND" lines, or NULL */
	const char *refuse;          /* refuses commands that hold this */
	bool refuse_late;            /* .. by an ERR after taking them */
	unsigned int refused;
	struct tnt_test *pending[FAKE_PENDING_MAX];
	size_t pending_count;
	size_t credits;
};

/* For struct tnt_driver_options, with a fake engine as first member. */
bool fake_submit(void *engine, struct tnt_test *test);

/* Runs a driver to its end; false: it waits for ever. */
bool fake_run(struct fake_engine *engine, struct tnt_driver *driver);

/* Runs a trace or ping command; NULL: not one of the two. */
struct scamper_result *fake_command(struct sim *sim, const char *command);

#endif
