/* SPDX-License-Identifier: BSD-3-Clause */
#include "session.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#ifdef __Unikraft__
#include <uk/packet.h>
#endif

#include <scamper/tape.h>

#include "error.h"
#include "memory.h"

volatile int tnt_stop;

void tnt_session_flush(void *user)
{
	struct tnt_session *session = user;

	tnt_output_flush(&session->output);
	tnt_stop |= session->output.failed;
}

static void log_command(void *user, const struct tnt_driver *driver,
			const struct tnt_test *test)
{
	struct tnt_session *session = user;

	tnt_output_command(&session->output, driver, test);
}

static void path_finished(void *user, struct tnt_path *path)
{
	struct tnt_session *session = user;

	tnt_output_path(&session->output, path);
	tnt_stop |= session->output.failed;
}

/* A guest has IPv6 where its command line says so (lib-lwip). */
static const char *how_to_reach(const struct tnt_options *options,
				struct tnt_addr addr)
{
	return options->as_guest && !tnt_addr_is_ipv4(addr)
		       ? "Check netdev.ip6 and the network outside"
		       : "Check the route and the interface";
}

static void destination_failed(void *user, struct tnt_addr addr,
			       const struct scamper_trace *trace)
{
	struct tnt_session *session = user;
	char text[SCAMPER_ADDR_TEXT];

	session->partial = true;
	tnt_addr_text(addr, text);
	if (trace)
		tnt_errorf(6021, how_to_reach(session->options, addr),
			   "probing %s ended: %s", text,
			   strerror(trace->stop_data));
	else
		tnt_errorf(6022, "See the refusal above", "%s was not traced",
			   text);
}

void tnt_session_refused(struct tnt_session *session,
			 const struct tnt_test *test, const char *reason)
{
	session->partial = true;
	tnt_errorf(6020, "The test counts as one without answer",
		   "the engine refused '%s': %s", test->command, reason);
}

#ifdef __Unikraft__
/* The engine is always in the same program. */
#define submit_of(options) ((void)(options), tnt_builtin_submit)
#define halt_of(options)   ((void)(options), tnt_builtin_halt)
#define run_of(options)    ((void)(options), tnt_builtin_run)
#else
static bool by_control(const struct tnt_options *options)
{
	return options->port || options->socket;
}

#define submit_of(options)                                                     \
	(by_control(options) ? tnt_control_submit : tnt_builtin_submit)
#define halt_of(options)                                                       \
	(by_control(options) ? tnt_control_halt : tnt_builtin_halt)
#define run_of(options)                                                        \
	(by_control(options) ? tnt_control_run : tnt_builtin_run)
#endif

uint64_t tnt_session_now(void *user)
{
	const struct tnt_session *session = user;
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return scamper_tape_number(session->options->tape, "now",
				   (uint64_t)t.tv_sec * 1000000000u +
					   (uint64_t)t.tv_nsec);
}

static bool is_blocked(void *user, struct tnt_addr addr)
{
	const struct tnt_session *session = user;

	return tnt_block_holds(&session->block, addr);
}

/* Destinations that have their record, and those that are not to be probed. */
static bool skips(void *user, size_t number)
{
	struct tnt_session *session = user;
	struct tnt_addr addr =
		tnt_destinations_at(&session->destinations, number);

	if (tnt_resume_is_done(&session->output.resume, number))
		return true;
	if (!tnt_reserved(&session->options->rules, addr) &&
	    !is_blocked(session, addr))
		return false;
	if (!session->blocked++)
		session->first_blocked = addr;
	session->partial = true;
	return true;
}

static void tell_blocked(const struct tnt_session *session)
{
	char text[SCAMPER_ADDR_TEXT];

	if (session->blocked)
		tnt_errorf(6032,
			   "--no-reserved allows special-use addresses, "
			   "--block names the others",
			   "%zu destinations may not be probed, the first is "
			   "%s",
			   session->blocked,
			   tnt_addr_text(session->first_blocked, text));
}

static struct tnt_driver *make_driver(struct tnt_session *session)
{
	const struct tnt_options *options = session->options;
	struct tnt_driver_options driver = {
		.rules = options->rules,
		.method = options->method,
		.start_ttl = options->start_ttl,
		.ping_count = options->ping_count,
		.parallel = options->parallel,
		.reveal_all = options->reveal_all,
		.cache = options->cache,
		.budget = options->budget,
		.deadline = options->deadline * UINT64_C(1000000000),
		.run = session->run,
		.now = tnt_session_now,
		.blocked = session->block.count ? is_blocked : NULL,
		.skip = skips,
		.halt = halt_of(options),
		.submit = submit_of(options),
		.log = log_command,
		.finished = path_finished,
		.failed = destination_failed,
		.user = session,
	};

	return tnt_driver_new(&driver, &session->destinations);
}

static bool load(struct tnt_session *session)
{
	const struct tnt_options *options = session->options;

	if (options->block && !tnt_block_load(&session->block, options->block,
					      options->replay, options->tape))
		return false;
	if (options->destination)
		return tnt_destinations_add(&session->destinations,
					    options->destination);
	return tnt_destinations_load(&session->destinations,
				     options->destination_file, options->replay,
				     options->tape);
}

/* The order of a list: as asked for, as of the run resumed, or a new one. */
static void shuffle(struct tnt_session *session)
{
	const struct tnt_options *options = session->options;
	const struct tnt_resume *resume = &session->output.resume;
	struct timespec time;
	uint64_t seed = options->seed;

	if (options->destination)
		return;
	if (!options->has_seed && resume->has_seed) {
		seed = resume->seed;
	} else if (!options->has_seed) {
		clock_gettime(CLOCK_REALTIME, &time);
		seed = (uint64_t)time.tv_sec * 1000000000u +
		       (uint64_t)time.tv_nsec;
	}
	seed = scamper_tape_number(options->tape, "order", seed);
	tnt_destinations_shuffle(&session->destinations, seed);
	fprintf(stderr, "seed: %llu\n", (unsigned long long)seed);
	session->run.has_seed = true;
	session->run.seed = seed;
}

/* What the records say of this run. */
static void describe_run(struct tnt_session *session)
{
	const struct tnt_options *options = session->options;
	struct tnt_run *run = &session->run;

	strcpy(run->version, TNT_VERSION);
	run->has_options = true;
	run->options = tnt_options_hash(options);
	run->has_image = options->has_image;
	memcpy(run->image, options->image, sizeof(run->image));
	/* Times of an engine behind a socket are of its own clock. */
	if (!options->port && !options->socket)
		strcpy(run->clock, "monotonic");
}

#ifdef __Unikraft__
static void catch_signals(void)
{
}

static void go_to_background(void)
{
}

/* The network had the time of opening the files for its answer. */
static void wait_for_network(void)
{
	uk_packet_ready();
}
#else
static void on_signal(int number)
{
	(void)number;
	tnt_stop = 1;
}

static void catch_signals(void)
{
	struct sigaction action = {.sa_handler = on_signal};

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
}

static void go_to_background(void)
{
	if (daemon(1, 0))
		tnt_error(6023, "cannot run in the background",
			  "The run goes on in the foreground");
}

static void wait_for_network(void)
{
}
#endif

static void print_time(struct tnt_session *session, const char *name)
{
	struct timespec now;
	uint64_t us;

	clock_gettime(CLOCK_REALTIME, &now);
	us = (uint64_t)now.tv_sec * 1000000u + (uint64_t)now.tv_nsec / 1000u;
	tnt_output_time(&session->output, name,
			scamper_tape_number(session->options->tape, name, us));
}

static int probe(struct tnt_session *session)
{
	int status;

	if (session->options->as_guest)
		print_time(session, "t1");
	status = run_of(session->options)(session);
	if (session->options->as_guest)
		print_time(session, "t2");
	if (status == TNT_EXIT_OK && session->partial)
		status = TNT_EXIT_PARTIAL;
	if (tnt_stop)
		status = TNT_EXIT_INTERRUPTED;
	return status;
}

/* The first command of each destination; what follows depends on answers. */
static int dry_run(struct tnt_session *session)
{
	const struct tnt_options *options = session->options;
	size_t count = 0;

	shuffle(session);
	for (size_t i = 0; i < session->destinations.count; i++) {
		char text[SCAMPER_ADDR_TEXT];

		if (skips(session, i))
			continue;
		count++;
		printf("trace -f %u -l 1 -P %s -U %zu -w 1 -q 3 -g 5 %s\n",
		       options->start_ttl, options->method, i + 1,
		       tnt_addr_text(
			       tnt_destinations_at(&session->destinations, i),
			       text));
	}
	printf("%zu destinations, at most %u probes a second, %u in progress; "
	       "nothing was sent\n",
	       count, (unsigned)options->pps, options->parallel);
	tell_blocked(session);
	return session->partial ? TNT_EXIT_PARTIAL : TNT_EXIT_OK;
}

static int run(struct tnt_session *session)
{
	const struct tnt_options *options = session->options;
	int status = TNT_EXIT_FILE;

	if (tnt_output_open(&session->output, options)) {
		shuffle(session);
		if (options->resume)
			tnt_resume_match(&session->output.resume,
					 &session->destinations);
		describe_run(session);
		if (options->daemon)
			go_to_background();
		catch_signals();
		session->driver = make_driver(session);
		tnt_last_words(tnt_session_flush, session);
		wait_for_network();
		status = probe(session);
		tell_blocked(session);
	}
	tnt_last_words(NULL, NULL);
	if (!tnt_output_close(&session->output,
			      tnt_driver_probes_sent(session->driver)))
		status = TNT_EXIT_FILE;
	tnt_driver_free(session->driver);
	return status;
}

int tnt_session_run(const struct tnt_options *options)
{
	struct tnt_session session = {.options = options};
	int status = TNT_EXIT_USAGE;

	if (load(&session))
		status = options->dry_run ? dry_run(&session) : run(&session);
	tnt_block_free(&session.block);
	tnt_destinations_free(&session.destinations);
	return status;
}
