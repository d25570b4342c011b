/* SPDX-License-Identifier: BSD-3-Clause */
#include "options.h"

#include <stdlib.h>
#include <string.h>

#include "../src/fail.h"

enum { ERR_USAGE = 5040 };

const char options_help[] =
	"usage: uk-scamper [-p pps] [-w window] [-o file] [-O "
	"warts|json|text]\n"
	"                  [-c command] [-M monitor] [-l list name]\n"
	"                  [-L list id] [-C cycle id] [-n name server]\n"
	"                  -i address .. | -I command .. |\n"
	"                  [-P [address:]port] [-U path] [-R host:port]\n"
	"  -p  probes a second, 1..10000 (20)\n"
	"  -w  tasks at a time, 0: no limit (0)\n"
	"  -o  where results go (standard output)\n"
	"  -O  how results are written (text)\n"
	"  -c  command for each address (trace)\n"
	"  -M  name of this machine in the records\n"
	"  -l, -L, -C  name and id of the list, id of the cycle (default, 0, "
	"0)\n"
	"  -n  address of a name server, for trace -O ptr (of "
	"/etc/resolv.conf)\n"
	"  -i  addresses to probe, to the end of the line\n"
	"  -I  whole commands, to the end of the line\n"
	"  -P, -U  take commands from clients, by TCP (of 127.0.0.1 when there "
	"is no\n"
	"      address) and by a socket in the file system; results go to "
	"them\n"
	"  -R  take commands from a remote controller (sc_remoted); -O tls: "
	"over "
	"TLS\n"
	"  --record FILE  write a recording of the run\n"
	"  --replay FILE  run a recording again; only -o, -O and --pcap go "
	"with it\n"
	"  --pcap FILE    write a capture of probes and replies\n";

static bool usage(struct scamper_error *error, const char *what,
		  const char *value)
{
	scamper_fail(error, ERR_USAGE,
		     "%s '%.60s'. Call uk-scamper -h for what is allowed.",
		     what, value);
	return false;
}

static bool number(const char *text, uint32_t min, uint32_t max,
		   uint32_t *value, struct scamper_error *error)
{
	unsigned long long parsed;
	char *end;

	if (*text >= '0' && *text <= '9') {
		parsed = strtoull(text, &end, 10);
		if (*end == '\0' && parsed >= min && parsed <= max) {
			*value = (uint32_t)parsed;
			return true;
		}
	}
	return usage(error, "number out of range:", text);
}

static bool format(const char *text, enum scamper_format *value,
		   struct scamper_error *error)
{
	if (strcmp(text, "warts") == 0)
		*value = SCAMPER_FORMAT_WARTS;
	else if (strcmp(text, "json") == 0)
		*value = SCAMPER_FORMAT_JSON;
	else if (strcmp(text, "text") == 0)
		*value = SCAMPER_FORMAT_TEXT;
	else
		return usage(error, "unknown format", text);
	return true;
}

static bool store(struct options *o, char letter, const char *value,
		  struct scamper_error *error)
{
	o->has_format |= letter == 'O';
	o->has_others |= letter != 'o' && letter != 'O';
	switch (letter) {
	case 'p':
		return number(value, 1, 10000, &o->pps, error);
	case 'w':
		return number(value, 0, UINT32_MAX, &o->window, error);
	case 'L':
		return number(value, 0, UINT32_MAX, &o->list_id, error);
	case 'C':
		return number(value, 0, UINT32_MAX, &o->cycle_id, error);
	case 'o':
		o->outfile = value;
		return true;
	case 'O':
		if (strcmp(value, "tls") == 0)
			return o->tls = true;
		return format(value, &o->format, error);
	case 'c':
		o->command = value;
		return true;
	case 'M':
		o->monitor = value;
		return true;
	case 'l':
		o->list_name = value;
		return true;
	case 'n':
		o->name_server = value;
		return true;
	case 'P':
		o->listen = value;
		return true;
	case 'U':
		o->path = value;
		return true;
	case 'R':
		o->controller = value;
		return true;
	default:
		return usage(error, "unknown option",
			     (const char[]){'-', letter, '\0'});
	}
}

bool options_serve(const struct options *options)
{
	return options->listen || options->path || options->controller;
}

static bool check(const struct options *o, struct scamper_error *error)
{
	if (o->replay && (o->has_others || o->record))
		return usage(error, "only -o, -O and --pcap go with --replay",
			     o->replay);
	if (o->record && options_serve(o))
		return usage(error, "-P, -U and -R exclude --record",
			     o->record);
	return true;
}

static bool store_long(struct options *o, const char *word, const char *value,
		       struct scamper_error *error)
{
	if (strcmp(word, "--record") == 0)
		o->record = value;
	else if (strcmp(word, "--replay") == 0)
		o->replay = value;
	else if (strcmp(word, "--pcap") == 0)
		o->pcap = value;
	else
		return usage(error, "unknown option", word);
	return true;
}

bool options_parse(int argc, char **argv, struct options *options,
		   struct scamper_error *error)
{
	*options = (struct options){.pps = 20,
				    .format = SCAMPER_FORMAT_TEXT,
				    .command = "trace",
				    .list_name = "default"};
	for (int i = 1; i < argc; i += 2) {
		const char *word = argv[i];

		if (word[0] != '-' || word[1] == '\0' ||
		    (word[1] != '-' && word[2] != '\0'))
			return usage(error, "unexpected", word);
		if (word[1] == 'h' || word[1] == '?') {
			options->help = true;
			return true;
		}
		if (i + 1 == argc)
			return usage(error, "no value for", word);
		if (word[1] == 'i' || word[1] == 'I') {
			if (options_serve(options))
				return usage(error,
					     "not with -P, -U and -R:", word);
			options->addresses = word[1] == 'i';
			options->words = argv + i + 1;
			options->words_used = argc - i - 1;
			options->has_others = true;
			return check(options, error);
		}
		if (word[1] == '-') {
			if (!store_long(options, word, argv[i + 1], error))
				return false;
			continue;
		}
		if (!store(options, word[1], argv[i + 1], error))
			return false;
	}
	return (options->replay || options_serve(options) ||
		usage(error, "nothing to do without",
		      "-i, -I, -P, -U or -R")) &&
	       check(options, error);
}

bool options_replayed(int argc, char **argv, struct options *options,
		      struct scamper_error *error)
{
	struct options recorded;

	if (!options_parse(argc, argv, &recorded, error))
		return false;
	if (options->has_format)
		recorded.format = options->format;
	recorded.outfile = options->outfile;
	recorded.pcap = options->pcap;
	recorded.record = NULL;
	recorded.replay = options->replay;
	*options = recorded;
	return true;
}
