/* SPDX-License-Identifier: BSD-3-Clause */
/* The engine of this program, reached by function calls. */
#include <time.h>
#include <unistd.h>

#ifdef __Unikraft__
#include <uk/config.h>
#endif

#include <scamper/posix.h>
#include <scamper/tape.h>

#include "error.h"
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

bool tnt_builtin_submit(void *user, struct tnt_test *test)
{
	struct tnt_session *session = user;
	struct scamper_error error;

	test->id = scamper_source_submit(session->engine, test->command, test,
					 &error);
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

/* As scamper_posix_run(), and ends destinations whose time is over. */
static int run_timed(struct tnt_session *session, struct scamper_posix *posix,
		     struct scamper_engine *engine, struct scamper_error *error)
{
	while (!scamper_engine_finished(engine) && !tnt_stop) {
		uint64_t deadline = tnt_driver_deadline(session->driver);
		int rc = scamper_posix_step(posix, engine, deadline, error);

		if (rc)
			return rc;
		if (scamper_posix_now() < deadline)
			continue;
		tnt_driver_expire(session->driver, scamper_posix_now());
		end_when_finished(session);
	}
	return 0;
}

/* The network of this machine, or that of a recording. */
static int run_loop(struct tnt_session *session, struct scamper_posix *posix,
		    struct scamper_engine *engine, struct scamper_error *error)
{
#ifndef __Unikraft__
	if (session->options->replay) {
		/* Its errors are those of tnt_tape_close(). */
		scamper_tape_run(session->options->tape, engine, &tnt_stop);
		return 0;
	}
#endif
	if (session->options->deadline)
		return run_timed(session, posix, engine, error);
	return scamper_posix_run(posix, engine, &tnt_stop, error);
}

static int run_engine(struct tnt_session *session, struct scamper_posix *posix,
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
	if (run_loop(session, posix, engine, error) && !tnt_stop)
		return engine_failed(error);
	return TNT_EXIT_OK;
}

/* A stack without IPv6 refuses its probes one by one (UK6021). */
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

static int run_on(struct tnt_session *session, struct scamper_posix *posix)
{
	struct scamper_error error;
	struct scamper_engine_options options = {
		.pps = session->options->pps,
		.window = session->options->window,
		.ping_ends_early = true,
		.pid = (uint32_t)noted(session, "pid", (uint64_t)getpid()),
		.seed = (uint32_t)session->options->seed,
		.ops = &scamper_posix_backend,
		.backend = posix,
		.observer = tnt_output_observer(&session->output),
	};
	struct scamper_engine *engine;
	int status;

#ifndef __Unikraft__
	if (session->options->replay) {
		options.ops = &scamper_tape_backend;
		options.backend = session->options->tape;
	}
#endif
	engine = scamper_engine_new(&options, &error);
	status = engine ? run_engine(session, posix, engine, &error)
			: engine_failed(&error);
	scamper_engine_free(engine);
	return status;
}

int tnt_builtin_run(struct tnt_session *session)
{
	struct scamper_error error;
	struct scamper_posix *posix = NULL;
	int status;

	if (!session->options->replay) {
		posix = scamper_posix_open(&error);
		if (!posix)
			return engine_failed(&error);
		if (session->destinations.mixed && !open_ipv6(posix, &error)) {
			scamper_posix_close(posix);
			return engine_failed(&error);
		}
	}
	status = run_on(session, posix);
	scamper_posix_close(posix);
	return status;
}
