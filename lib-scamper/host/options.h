/* SPDX-License-Identifier: BSD-3-Clause */
/* The command line of uk-scamper. */
#ifndef UK_SCAMPER_OPTIONS_H
#define UK_SCAMPER_OPTIONS_H

#include <scamper/record.h>

struct options {
	uint32_t pps;
	uint32_t window;
	uint32_t list_id;
	uint32_t cycle_id;
	const char *outfile; /* NULL: standard output */
	enum scamper_format format;
	const char *command;     /* put before each address */
	const char *monitor;     /* NULL: none */
	const char *name_server; /* NULL: of /etc/resolv.conf */
	const char *list_name;
	const char *listen;     /* -P; NULL: not */
	const char *path;       /* -U; NULL: not */
	const char *controller; /* -R; NULL: none */
	bool tls;               /* -O tls: of that connection */
	char **words;           /* addresses or commands */
	int words_used;
	bool addresses;     /* -i, not -I */
	const char *record; /* --record; NULL: not */
	const char *replay; /* --replay; NULL: not */
	const char *pcap;   /* --pcap; NULL: not */
	bool has_format;    /* -O was given */
	bool has_others;    /* an option that --replay excludes was given */
	bool help;
};

/* Whether commands come from clients, not from the command line. */
bool options_serve(const struct options *options);

/* False with *error set when something is wrong. */
bool options_parse(int argc, char **argv, struct options *options,
		   struct scamper_error *error);

/* The options of a recorded run, its results where these ones say. */
bool options_replayed(int argc, char **argv, struct options *options,
		      struct scamper_error *error);

extern const char options_help[];

#endif
