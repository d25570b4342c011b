/* SPDX-License-Identifier: BSD-3-Clause */
/* The command line: tnt.md section 12. */
#ifndef TNT_OPTIONS_H
#define TNT_OPTIONS_H

#include "passes.h"
#include "record.h"

/* --cache without the option, and the bytes that each of these addresses takes
 * at most, with its share of the tunnels and buddies. */
#define TNT_CACHE_DEFAULT 65536
#define TNT_CACHE_BYTES   256

struct tnt_options {
	/* Address of the guest and the word sc_tnt before the options. */
	bool as_guest; /* print t1 and t2 */

	const char *destination;      /* -i */
	const char *destination_file; /* -a */
	const char *output;           /* -o; "-": standard output */
	const char *log;              /* -l */
	const char *json;             /* --json */
	uint16_t port;                /* -p; 0: none */
	const char *socket;           /* -U */
	const char *method;           /* -m, in lower case */
	uint8_t start_ttl;            /* -s */
	uint16_t ping_count;          /* -c */
	uint32_t pps, window;
	uint64_t seed;
	bool has_seed;
	bool daemon, quiet, verbose, explain;
	bool reveal_all, resume, dry_run;
	const char *block; /* --block; NULL: none */
	uint16_t parallel; /* destinations in progress */
	uint32_t cache;    /* addresses remembered (TNT_CACHE_BYTES); 0: all */
	uint32_t budget;   /* probes for each destination; 0: no limit */
	uint32_t deadline; /* seconds for each destination; 0: none */
	bool has_image;
	uint8_t image[32]; /* --image-hash */
	bool sockets;      /* not the devices of a guest */
	enum tnt_format format;
	struct tnt_rules rules;

	const char *record; /* --record; NULL: not */
	const char *replay; /* --replay; NULL: not */
	const char *pcap;   /* --pcap; NULL: not */
	/* Of a run that is recorded or replayed; NULL: of none. */
	struct scamper_tape *tape;

	bool dump; /* -d 1: print files and end */
	char *const *files;
	int file_count;
	bool help;
};

/*
 * Reads the command line. False: it is wrong, the coded error was printed.
 * `options` points into `argv`.
 */
bool tnt_options_read(struct tnt_options *options, int argc, char *const *argv);

/*
 * Reads the command line of a recorded run; where results go says `options`
 * as it is.
 */
bool tnt_options_replayed(struct tnt_options *options, int argc,
			  char *const *argv);

/* What decides the verdicts of a run, as a number: equal for equal options. */
uint64_t tnt_options_hash(const struct tnt_options *options);

/* The usage text, on standard output. */
void tnt_options_help(void);

#endif
