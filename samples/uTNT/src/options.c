/* SPDX-License-Identifier: BSD-3-Clause */
#include "options.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#ifdef __Unikraft__
#include <sys/sysinfo.h>
#endif

#include "error.h"
#include "nearest.h"

enum option {
	OPT_I,
	OPT_A,
	OPT_O,
	OPT_P,
	OPT_U,
	OPT_M,
	OPT_S,
	OPT_C,
	OPT_F,
	OPT_R,
	OPT_B,
	OPT_L,
	OPT_DAEMON,
	OPT_DUMP,
	OPT_V,
	OPT_PPS,
	OPT_WINDOW,
	OPT_SEED,
	OPT_STRICT,
	OPT_REVEAL_ALL,
	OPT_JSON,
	OPT_FORMAT,
	OPT_NO_RESERVED,
	OPT_QUIET,
	OPT_EXPLAIN,
	OPT_DEADLINE,
	OPT_BUDGET,
	OPT_PARALLEL,
	OPT_CACHE,
	OPT_RESUME,
	OPT_BLOCK,
	OPT_DRY_RUN,
	OPT_IMAGE_HASH,
	OPT_RECORD,
	OPT_REPLAY,
	OPT_PCAP,
	OPT_SOCKETS,
	OPT_HELP,
	OPT_COUNT
};

struct known {
	const char *name;
	const char *value; /* what its value is; NULL: it has none */
	const char *help;
	long low, high; /* of a number; high 0: not a number */
};

static const struct known known[OPT_COUNT] = {
	[OPT_I] = {"-i", "A", "one destination"},
	[OPT_A] = {"-a", "FILE", "destinations, one a line"},
	[OPT_O] = {"-o", "FILE", "result file (warts); - is standard output"},
	[OPT_P] = {"-p", "N", "control port of an engine on 127.0.0.1", 1,
		   65535},
	[OPT_U] = {"-U", "PATH", "control socket of an engine"},
	[OPT_M] = {"-m", "METHOD", "icmp-paris (default) or udp-paris"},
	[OPT_S] = {"-s", "N", "first TTL (1)", 1, 255},
	[OPT_C] = {"-c", "N", "pings for each address (1)", 1, 1000},
	[OPT_F] = {"-f", "N", "FRPLA threshold (3)", 1, 255},
	[OPT_R] = {"-r", "N", "RTLA threshold (1)", 1, 255},
	[OPT_B] = {"-b", NULL, "brute force: try every pair of hops"},
	[OPT_L] = {"-l", "FILE", "log of commands and probe counts"},
	[OPT_DAEMON] = {"-D", NULL, "run in the background"},
	[OPT_DUMP] = {"-d", "1", "print result files instead of probing", 1, 1},
	[OPT_V] = {"-v", NULL, "show attempts"},
	[OPT_PPS] = {"--pps", "N", "probes a second (1000)", 1, 10000},
	[OPT_WINDOW] = {"--window", "N", "tasks at a time (0: no limit)", 0,
			65535},
	[OPT_SEED] = {"--seed", "N", "of the order of destinations", 0,
		      LONG_MAX},
	[OPT_STRICT] = {"--strict", NULL,
			"count failed attempts once, tag real egresses"},
	[OPT_REVEAL_ALL] = {"--reveal-all", NULL,
			    "reveal all hidden tunnels, not the first"},
	[OPT_JSON] = {"--json", "FILE", "annotated traces as JSON lines"},
	[OPT_FORMAT] = {"--format", "F", "attribute (default) or 2018"},
	[OPT_NO_RESERVED] = {"--no-reserved", NULL,
			     "treat no address as reserved"},
	[OPT_QUIET] = {"--quiet", NULL, "no dump on standard output"},
	[OPT_EXPLAIN] = {"--explain", NULL, "say what each tag rests on"},
	[OPT_DEADLINE] = {"--deadline", "S", "seconds for each destination", 1,
			  86400},
	[OPT_BUDGET] = {"--budget", "N", "probes for each destination", 3,
			1000000},
	[OPT_PARALLEL] = {"--parallel", "N", "destinations in progress (2)", 1,
			  10000},
	[OPT_CACHE] = {"--cache", "N",
		       "addresses remembered (65536, or what half of a "
		       "guest's memory holds; 0: all)",
		       0, 100000000},
	[OPT_RESUME] = {"--resume", NULL, "go on with the file of -o"},
	[OPT_BLOCK] = {"--block", "FILE", "prefixes that are never probed"},
	[OPT_DRY_RUN] = {"--dry-run", NULL, "show commands, send nothing"},
	[OPT_IMAGE_HASH] = {"--image-hash", "HEX",
			    "SHA-256 of this program, for the records"},
	[OPT_RECORD] = {"--record", "FILE", "write a recording of the run"},
	[OPT_REPLAY] = {"--replay", "FILE", "run a recording again"},
	[OPT_PCAP] = {"--pcap", "FILE", "write probes and replies"},
	[OPT_SOCKETS] = {"--sockets", NULL,
			 "probe through sockets in a unikernel, too"},
	[OPT_HELP] = {"--help", NULL, "this text"},
};

void tnt_options_help(void)
{
	puts("usage: utnt (-i A | -a FILE) -o FILE [OPTION..]\n"
	     "       utnt -d 1 [-v] [--json FILE] FILE..");
	for (size_t i = 0; i < OPT_COUNT; i++) {
		char left[32];

		if (!known[i].help)
			continue;
		snprintf(left, sizeof(left), "%s %s", known[i].name,
			 known[i].value ? known[i].value : "");
		printf("  %-17s %s\n", left, known[i].help);
	}
}

static bool unknown(const char *word)
{
	const char *names[OPT_COUNT];

	for (size_t i = 0; i < OPT_COUNT; i++)
		names[i] = known[i].name;
	tnt_errorf(6001, "See --help for all options",
		   "unknown option '%s', the nearest is '%s'", word,
		   tnt_nearest(word, names, OPT_COUNT));
	return false;
}

static enum option find(const char *word)
{
	size_t i = 0;

	while (i < OPT_COUNT && strcmp(word, known[i].name))
		i++;
	return (enum option)i;
}

static bool bad_value(const struct known *option, const char *value)
{
	if (option->high)
		tnt_errorf(6003, "Give a number in that range",
			   "'%s' is no value for %s (%ld to %ld)", value,
			   option->name, option->low, option->high);
	else
		tnt_errorf(6003, "See --help for its values",
			   "'%s' is no value for %s", value, option->name);
	return false;
}

static bool read_number(const struct known *option, const char *value,
			long *number)
{
	char *end;

	errno = 0;
	*number = strtol(value, &end, 10);
	if (errno || end == value || *end || *value == '+' || *value == ' ' ||
	    *number < option->low || *number > option->high)
		return bad_value(option, value);
	return true;
}

/* One of two words, in any case. */
static bool read_choice(const struct known *option, const char *value,
			const char *a, const char *b, const char **choice)
{
	if (!strcasecmp(value, a))
		*choice = a;
	else if (!strcasecmp(value, b))
		*choice = b;
	else
		return bad_value(option, value);
	return true;
}

static bool read_format(struct tnt_options *o, const char *value)
{
	const char *choice = value;

	if (!read_choice(&known[OPT_FORMAT], value, "attribute", "2018",
			 &choice))
		return false;
	o->format = *choice == '2' ? TNT_FORMAT_2018 : TNT_FORMAT_ATTRIBUTE;
	return true;
}

static bool refuse(int code, const char *name, const char *why,
		   const char *remedy)
{
	tnt_errorf(code, remedy, "%s %s", name, why);
	return false;
}

static bool set_daemon(struct tnt_options *o)
{
#ifdef __Unikraft__
	(void)o;
	return refuse(6006, "-D", "is not possible in a unikernel",
		      "Leave it out");
#else
	o->daemon = true;
	return true;
#endif
}

static bool set_switch(struct tnt_options *o, enum option option)
{
	switch (option) {
	case OPT_B:
		return o->rules.brute_force = true;
	case OPT_DAEMON:
		return set_daemon(o);
	case OPT_V:
		return o->verbose = true;
	case OPT_NO_RESERVED:
		return o->rules.no_reserved = true;
	case OPT_QUIET:
		return o->quiet = true;
	case OPT_REVEAL_ALL:
		return o->reveal_all = true;
	case OPT_EXPLAIN:
		return o->explain = true;
	case OPT_RESUME:
		return o->resume = true;
	case OPT_DRY_RUN:
		return o->dry_run = true;
	case OPT_SOCKETS:
		return o->sockets = true;
	case OPT_HELP:
		return o->help = true;
	default: /* OPT_STRICT */
		return o->rules.strict = true;
	}
}

static bool set_replay(struct tnt_options *o, const char *value)
{
#ifdef __Unikraft__
	(void)o;
	(void)value;
	return refuse(6006, "--replay", "is not possible in a unikernel",
		      "Replay the recording on Linux");
#else
	o->replay = value;
	return true;
#endif
}

/* 64 hexadecimal digits. */
static bool read_hash(struct tnt_options *o, const char *value)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < 2 * sizeof(o->image); i++) {
		const char *digit = value[i] ? strchr(digits, value[i]) : NULL;

		if (!digit)
			return bad_value(&known[OPT_IMAGE_HASH], value);
		o->image[i / 2] =
			(uint8_t)(o->image[i / 2] << 4 | (digit - digits));
	}
	o->has_image = true;
	return !value[2 * sizeof(o->image)] ||
	       bad_value(&known[OPT_IMAGE_HASH], value);
}

static bool set_value(struct tnt_options *o, enum option option,
		      const char *value)
{
	struct tnt_addr addr;
	long n = 0;

	if (known[option].high && !read_number(&known[option], value, &n))
		return false;
	switch (option) {
	case OPT_I:
		o->destination = value;
		return tnt_addr_parse(value, &addr) ||
		       bad_value(&known[option], value);
	case OPT_A:
		o->destination_file = value;
		break;
	case OPT_O:
		o->output = value;
		break;
	case OPT_P:
		o->port = (uint16_t)n;
		break;
	case OPT_U:
		o->socket = value;
		break;
	case OPT_M:
		return read_choice(&known[option], value, "icmp-paris",
				   "udp-paris", &o->method);
	case OPT_S:
		o->start_ttl = (uint8_t)n;
		break;
	case OPT_C:
		o->ping_count = (uint16_t)n;
		break;
	case OPT_F:
		o->rules.frpla = (int)n;
		break;
	case OPT_R:
		o->rules.rtla = (int)n;
		break;
	case OPT_L:
		o->log = value;
		break;
	case OPT_DUMP:
		o->dump = true;
		break;
	case OPT_PPS:
		o->pps = (uint32_t)n;
		break;
	case OPT_WINDOW:
		o->window = (uint32_t)n;
		break;
	case OPT_SEED:
		o->seed = (uint64_t)n;
		o->has_seed = true;
		break;
	case OPT_JSON:
		o->json = value;
		break;
	case OPT_DEADLINE:
		o->deadline = (uint32_t)n;
		break;
	case OPT_BUDGET:
		o->budget = (uint32_t)n;
		break;
	case OPT_PARALLEL:
		o->parallel = (uint16_t)n;
		break;
	case OPT_CACHE:
		o->cache = (uint32_t)n;
		break;
	case OPT_BLOCK:
		o->block = value;
		break;
	case OPT_IMAGE_HASH:
		return read_hash(o, value);
	case OPT_RECORD:
		o->record = value;
		break;
	case OPT_REPLAY:
		return set_replay(o, value);
	case OPT_PCAP:
		o->pcap = value;
		break;
	default: /* OPT_FORMAT */
		return read_format(o, value);
	}
	return true;
}

/* "192.0.2.1 sc_tnt", either or none of it, stands before the options. */
static int skip_prefix(struct tnt_options *o, int argc, char *const *argv)
{
	struct tnt_addr addr;
	int i = 1;

	if (i < argc && tnt_addr_parse(argv[i], &addr))
		i++;
	if (i < argc && !strcmp(argv[i], "sc_tnt")) {
		o->as_guest = true;
		i++;
	}
	return i;
}

static bool missing(const char *what)
{
	tnt_errorf(6005, "See --help", "missing option: %s", what);
	return false;
}

/* A file that can be read and written on. */
static bool can_resume(const struct tnt_options *o)
{
	const char *end;

#ifdef __Unikraft__
	if (o->record)
		return false;
#endif
	for (int i = 0; i < 2; i++) {
		const char *path = i ? o->json : o->output;

		end = path ? strrchr(path, '.') : NULL;
		if (path &&
		    (!strcmp(path, "-") || (end && !strcmp(end, ".gz"))))
			return false;
	}
	return true;
}

static bool check(const struct tnt_options *o)
{
	if (o->help)
		return true;
	if (o->dump && !o->file_count)
		return missing("a file after -d 1");
	if (o->dump && (o->destination || o->destination_file || o->output))
		return refuse(6007, "-d", "excludes -i, -a and -o",
			      "Either probe or print files");
	if (o->dump)
		return true;
	if (o->file_count) {
		tnt_errorf(6008, "Destinations are given by -i or -a",
			   "argument '%s' is not expected", o->files[0]);
		return false;
	}
	if (o->destination && o->destination_file)
		return refuse(6007, "-i", "excludes -a", "Give one of both");
	if (o->port && o->socket)
		return refuse(6007, "-p", "excludes -U", "Give one of both");
	if ((o->port || o->socket) && o->pcap)
		return refuse(6007, "--pcap", "excludes -p and -U",
			      "Ask the engine behind the socket for it");
	if (o->resume && !can_resume(o))
		return refuse(6007, "--resume",
			      "excludes standard output and .gz, in a "
			      "unikernel --record",
			      "Give -o a plain file");
	if (o->replay)
		return o->output || missing("-o FILE");
	if (!o->destination && !o->destination_file)
		return missing("-i ADDRESS or -a FILE");
	return o->output || o->dry_run || missing("-o FILE");
}

/* A replay has its own files of results, all else is recorded. */
static bool check_replay(const bool seen[OPT_COUNT])
{
	static const bool allowed[OPT_COUNT] = {
		[OPT_O] = true,    [OPT_L] = true,       [OPT_V] = true,
		[OPT_JSON] = true, [OPT_QUIET] = true,   [OPT_REPLAY] = true,
		[OPT_PCAP] = true, [OPT_EXPLAIN] = true,
	};

	for (size_t i = 0; seen[OPT_REPLAY] && i < OPT_COUNT; i++)
		if (seen[i] && !allowed[i])
			return refuse(
				6007, "--replay",
				"excludes all but -o, "
				"-l, -v, --json, --pcap and --quiet",
				"Leave the others out: they are recorded");
	return true;
}

bool tnt_options_replayed(struct tnt_options *o, int argc, char *const *argv)
{
	struct tnt_options now = *o;

	if (!tnt_options_read(o, argc, argv))
		return false;
	o->output = now.output;
	o->log = now.log;
	o->json = now.json;
	o->pcap = now.pcap;
	o->quiet = now.quiet;
	o->verbose = now.verbose;
	o->explain = now.explain;
	o->tape = now.tape;
	o->replay = now.replay;
	o->record = NULL;
	o->daemon = false;
	return true;
}

/* Addresses to remember. */
static uint32_t cache_that_fits(void)
{
#ifdef __Unikraft__
	struct sysinfo memory = {0};

	sysinfo(&memory);
	if (memory.freeram / 2 < (uint64_t)TNT_CACHE_DEFAULT * TNT_CACHE_BYTES)
		return (uint32_t)(memory.freeram / 2 / TNT_CACHE_BYTES);
#endif
	return TNT_CACHE_DEFAULT;
}

bool tnt_options_read(struct tnt_options *o, int argc, char *const *argv)
{
	bool seen[OPT_COUNT] = {false};
	int i;

	*o = (struct tnt_options){
		.method = "icmp-paris",
		.start_ttl = 1,
		.ping_count = 1,
		.pps = 1000,
		.parallel = 2,
		.cache = cache_that_fits(),
		.rules = {.frpla = 3, .rtla = 1},
	};
#ifdef __Unikraft__
	o->as_guest = true;
#endif
	for (i = skip_prefix(o, argc, argv); i < argc; i++) {
		enum option option;

		/* "-" alone and words are files; they come last. */
		if (argv[i][0] != '-' || !argv[i][1])
			break;
		option = find(argv[i]);
		if (option == OPT_COUNT)
			return unknown(argv[i]);
		if (seen[option]) {
			tnt_errorf(6002, "Give it once",
				   "option %s is given twice", argv[i]);
			return false;
		}
		seen[option] = true;
		if (!known[option].value) {
			if (!set_switch(o, option))
				return false;
		} else if (++i == argc) {
			tnt_errorf(6004, "Put it after the option",
				   "option %s lacks its value %s",
				   known[option].name, known[option].value);
			return false;
		} else if (!set_value(o, option, argv[i])) {
			return false;
		}
	}
	o->files = argv + i;
	o->file_count = argc - i;
	return check_replay(seen) && check(o);
}

uint64_t tnt_options_hash(const struct tnt_options *o)
{
	const uint64_t values[] = {
		(uint64_t)(unsigned char)*o->method,
		o->start_ttl,
		o->ping_count,
		(uint64_t)o->rules.frpla,
		(uint64_t)o->rules.rtla,
		o->rules.brute_force,
		o->rules.no_reserved,
		o->rules.strict,
		o->reveal_all,
		o->budget,
		o->deadline,
	};
	uint64_t hash = 0xcbf29ce484222325u; /* FNV-1a */

	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++)
		for (unsigned int shift = 0; shift < 64; shift += 8) {
			hash ^= values[i] >> shift & 0xff;
			hash *= 0x100000001b3u;
		}
	return hash;
}
