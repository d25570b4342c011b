/* SPDX-License-Identifier: BSD-3-Clause */
/* Everything a run writes: results, dump, JSON, log. */
#ifndef TNT_OUTPUT_H
#define TNT_OUTPUT_H

#include <stdio.h>

#include "driver.h"
#include "options.h"
#include "resume.h"
#include "text.h"

/* A file that is written piece by piece. */
struct tnt_file {
	const char *path;     /* NULL: there is none */
	int fd;               /* -1: it is compressed */
	FILE *packed;         /* the compressed one; NULL: it is not */
	struct tnt_text text; /* on its way there */
};

struct tnt_output {
	const struct tnt_options *options;
	struct tnt_file result, capture, console, json, log;
	struct scamper_writer *writer; /* into `result` */
	struct scamper_cycle *cycle;   /* owned reference, or NULL */
	struct scamper_pcap *pcap;     /* into `capture` */
	uint32_t *reported;            /* probes of each trace written */
	size_t reported_count;
	bool finished; /* a path, since the last tnt_output_flush() */
	bool failed;   /* a write failed: end the run */
	struct tnt_resume resume;
};

/* Opens the files; false: the error was printed. */
bool tnt_output_open(struct tnt_output *output,
		     const struct tnt_options *options);

/* The list and cycle that results belong to. */
void tnt_output_cycle(struct tnt_output *output, struct scamper_cycle *cycle);

/* What looks on while the engine runs: tape and capture. */
struct scamper_observer *tnt_output_observer(struct tnt_output *output);

/*
 * Writes what has come since the last call, each file at once: in a guest
 * every write is a message to the host and its answer. To be called before
 * waiting for anything: a killed run loses nothing finished by then. What
 * tells of a result is written after it.
 */
void tnt_output_flush(struct tnt_output *output);

/* A time of the run, on the console; flushes. */
void tnt_output_time(struct tnt_output *output, const char *name, uint64_t us);

/* A finished path: record, dump and JSON line. */
void tnt_output_path(struct tnt_output *output, struct tnt_path *path);

/* A line of the log. */
void tnt_output_command(struct tnt_output *output,
			const struct tnt_driver *driver,
			const struct tnt_test *test);

/* Ends cycle and log and closes the files; false: a write had failed. */
bool tnt_output_close(struct tnt_output *output, uint64_t probes_sent);

#endif
