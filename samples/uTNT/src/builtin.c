/* SPDX-License-Identifier: BSD-3-Clause */
/* The engine of this program, reached by function calls. */
#include <time.h>
#include <unistd.h>

#ifdef __Unikraft__
#include <scamper/netdev.h>
#include <uk/config.h>
#endif

#include <scamper/posix.h>
#include <scamper/tape.h>

#include "error.h"
#include "memory.h"
#include "session.h"

static void end_when_finished(struct tnt_session *session)
{
	if (tnt_driver_finished(session->driver))
		scamper_source_no_more_commands(session->engine);
}

static void more(struct scamper_source *source, void *user)
{
	struct tnt_session *session = user;

	session->engine = source;
	tnt_driver_more(session->driver);
	end_when_finished(session);
}

static void done(struct scamper_source *source, void *user, uint32_t id,
		 void *task_user, struct scamper_result *result)
{
	struct tnt_session *session = user;

	(void)source;
	(void)id;
	tnt_driver_result(session->driver, task_user, result);
	end_when_finished(session);
}

/* What test->command says. */
static uint32_t submit_trace(struct scamper_source *engine,
			     struct tnt_test *test, struct scamper_error *error)
{
	struct scamper_trace *trace = scamper_trace_command();

	if (!trace)
		tnt_out_of_memory();
	trace->dst = tnt_addr_to(test->addr);
	trace->type = *test->method == 'u' ? SCAMPER_TRACE_UDP_PARIS
					   : SCAMPER_TRACE_ICMP_PARIS;
	trace->first_hop = test->first_ttl;
	if (test->last_ttl < UINT8_MAX)
		trace->hop_limit = test->last_ttl;
	trace->userid = test->user_id;
	trace->wait_s = 1;
	trace->attempts = TNT_TRACE_ATTEMPTS;
	return scamper_source_submit_trace(engine, trace, test->command, test,
					   error);
}

static uint32_t submit_ping(struct scamper_source *engine,
			    struct tnt_test *test, struct scamper_error *error)
{
	struct scamper_ping *ping = scamper_ping_command();

	if (!ping)
		tnt_out_of_memory();
	ping->dst = tnt_addr_to(test->addr);
	ping->probe_count = test->ping_count;
	return scamper_source_submit_ping(engine, ping, test->command, test,
					  error);
}

bool tnt_builtin_submit(void *user, struct tnt_test *test)
{
	struct tnt_session *session = user;
	struct scamper_error error;

	test->id = test->ping_count
			   ? submit_ping(session->engine, test, &error)
			   : submit_trace(session->engine, test, &error);
	if (test->id)
		return true;
	tnt_session_refused(session, test, error.text);
	return false;
}

void tnt_builtin_halt(void *user, const struct tnt_test *test)
{
	struct tnt_session *session = user;

	scamper_source_halt(session->engine, test->id, NULL);
}

static int engine_failed(const struct scamper_error *error)
{
	tnt_errorf(6024, "Its own code says more", "the engine failed: %s",
		   error->text);
	return TNT_EXIT_ENGINE;
}

static uint64_t noted(const struct tnt_session *session, const char *name,
		      uint64_t value)
{
	return scamper_tape_number(session->options->tape, name, value);
}

/* A way from the engine to a network. */
struct way {
	const struct scamper_backend *ops;
	void *backend;
	/* One turn of its loop, as scamper_posix_step(); 1: the last one. */
	int (*step)(void *backend, struct scamper_engine *engine,
		    uint64_t until_ns, struct scamper_error *error);
};

/* On a tape: when destinations were ended because their time was over. */
#define EXPIRED "expired"

static bool is_over(const struct tnt_session *session, uint64_t deadline,
		    uint64_t now)
{
#ifndef __Unikraft__
	if (session->options->replay)
		return scamper_tape_is_at(session->options->tape, EXPIRED);
#endif
	(void)session;
	return now >= deadline;
}

/* Ends destinations whose time is over. */
static void expire(struct tnt_session *session, uint64_t deadline)
{
	uint64_t now;

	if (deadline == UINT64_MAX)
		return;
	now = scamper_posix_now();
	if (!is_over(session, deadline, now))
		return;
	tnt_driver_expire(session->driver, noted(session, EXPIRED, now));
	end_when_finished(session);
}

static int run_loop(struct tnt_session *session, const struct way *way,
		    struct scamper_engine *engine, struct scamper_error *error)
{
	while (!scamper_engine_finished(engine) && !tnt_stop) {
		uint64_t deadline = UINT64_MAX;
		int rc;

		if (session->options->deadline)
			deadline = tnt_driver_deadline(session->driver);
		rc = way->step(way->backend, engine, deadline, error);
		if (rc)
			return rc < 0 ? rc : 0;
		expire(session, deadline);
		tnt_session_flush(session);
	}
	return 0;
}

static int run_engine(struct tnt_session *session, const struct way *way,
		      struct scamper_engine *engine,
		      struct scamper_error *error)
{
	struct scamper_source_options options = {
		.list_name = "utnt",
		.cycle_id = 1,
		.start_sec =
			(uint32_t)noted(session, "start", (uint64_t)time(NULL)),
		.ops = {.more = more, .done = done},
		.user = session,
	};
	struct scamper_source *source;

	scamper_engine_set_wall_offset(
		engine, (int64_t)noted(session, "wall offset",
				       (uint64_t)scamper_posix_wall_offset()));
	source = scamper_source_open(engine, &options, error);
	if (!source)
		return engine_failed(error);
	session->engine = source;
	tnt_output_cycle(&session->output, scamper_source_cycle(source));
	if (run_loop(session, way, engine, error) && !tnt_stop)
		return engine_failed(error);
	return TNT_EXIT_OK;
}

static int run_on(struct tnt_session *session, const struct way *way)
{
	struct scamper_error error;
	struct scamper_engine_options options = {
		.pps = session->options->pps,
		.window = session->options->window,
		.ping_ends_early = true,
		.pid = (uint32_t)noted(session, "pid", (uint64_t)getpid()),
		.seed = (uint32_t)session->options->seed,
		.ops = way->ops,
		.backend = way->backend,
		.observer = tnt_output_observer(&session->output),
	};
	struct scamper_engine *engine = scamper_engine_new(&options, &error);
	int status = engine ? run_engine(session, way, engine, &error)
			    : engine_failed(&error);

	scamper_engine_free(engine);
	return status;
}

/* An image without LWIP_IPV6 refuses such probes one by one (UK6021). */
static bool open_ipv6(struct scamper_posix *posix, struct scamper_error *error)
{
#if defined(__Unikraft__) && !defined(CONFIG_LWIP_IPV6)
	(void)posix;
	(void)error;
	return true;
#else
	return scamper_posix_open_all(posix, error);
#endif
}

static int step_sockets(void *backend, struct scamper_engine *engine,
			uint64_t until_ns, struct scamper_error *error)
{
	return scamper_posix_step(backend, engine, until_ns, error);
}

static int on_sockets(struct tnt_session *session)
{
	struct scamper_error error;
	struct scamper_posix *posix = scamper_posix_open(&error);
	struct way way = {&scamper_posix_backend, posix, step_sockets};
	int status;

	if (!posix)
		return engine_failed(&error);
	if (session->destinations.mixed && !open_ipv6(posix, &error))
		status = engine_failed(&error);
	else
		status = run_on(session, &way);
	scamper_posix_close(posix);
	return status;
}

#ifdef __Unikraft__
static int step_device(void *backend, struct scamper_engine *engine,
		       uint64_t until_ns, struct scamper_error *error)
{
	(void)backend;
	(void)error;
	scamper_netdev_step(engine, until_ns);
	return 0;
}

static int on_device(struct tnt_session *session)
{
	struct scamper_error error;
	struct way way = {&scamper_netdev_backend, NULL, step_device};
	int status;

	if (!scamper_netdev_open(&error))
		return engine_failed(&error);
	status = run_on(session, &way);
	scamper_netdev_close();
	return status;
}

int tnt_builtin_run(struct tnt_session *session)
{
	return session->options->sockets ? on_sockets(session)
					 : on_device(session);
}
#else
/* A recording runs to its end, or to where the loop above did something; its
 * errors are those of tnt_tape_close(). */
static int step_tape(void *backend, struct scamper_engine *engine,
		     uint64_t until_ns, struct scamper_error *error)
{
	volatile int ended = 0;

	(void)until_ns;
	(void)error;
	scamper_tape_run(backend, engine, &ended);
	if (ended && scamper_tape_is_at(backend, EXPIRED))
		return 0;
	tnt_stop |= ended;
	return 1;
}

int tnt_builtin_run(struct tnt_session *session)
{
	struct way tape = {&scamper_tape_backend, session->options->tape,
			   step_tape};

	return session->options->replay ? run_on(session, &tape)
					: on_sockets(session);
}
#endif
