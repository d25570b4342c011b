/* SPDX-License-Identifier: BSD-3-Clause */
/* uk-scamper: the engine on Linux, with the options of scamper.md section 1. */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <scamper/gzip.h>
#include <scamper/scamper.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../src/fail.h"
#include "options.h"
#include "tls.h"

enum {
	ERR_OUTFILE = 5041,
	ERR_WRITE = 5042,
	ERR_NO_TLS = 5066,
	EXIT_USAGE = 2,
	EXIT_INTERRUPTED = 130,
};

struct run {
	const struct options *options;
	struct scamper_tape *tape;   /* NULL: neither recorded nor replayed */
	struct scamper_posix *posix; /* NULL: replayed */
	struct scamper_pcap *pcap;   /* NULL: none */
	struct scamper_writer *writer;
	int write_error; /* the first one, as errno */
};

static volatile int interrupted;

static void on_signal(int number)
{
	(void)number;
	interrupted = 1;
}

static int write_file(void *user, const void *data, size_t len)
{
	FILE *file = user;

	/* Flushed at once: a killed run keeps what was finished. */
	if (fwrite(data, 1, len, file) != len || fflush(file))
		return errno ? -errno : -EIO;
	return 0;
}

static void note(struct run *run, int rc)
{
	if (rc == 0 || run->write_error)
		return;
	run->write_error = -rc;
	interrupted = 1; /* results would be lost: stop probing */
}

static void on_done(struct scamper_source *source, void *user, uint32_t id,
		    void *task_user, struct scamper_result *result)
{
	struct run *run = user;

	(void)source;
	(void)id;
	(void)task_user;
	if (result)
		note(run, scamper_write_result(run->writer, result));
	scamper_result_free(result);
}

static int report(const struct scamper_error *error, int status)
{
	fprintf(stderr, "%s\n", error->text);
	return status;
}

static bool submit_all(struct scamper_source *source,
		       const struct options *options,
		       struct scamper_error *error)
{
	bool all = true;

	for (int i = 0; i < options->words_used; i++) {
		const char *word = options->words[i];
		size_t len = strlen(options->command) + strlen(word) + 2;
		char *line = malloc(len);

		if (!line) {
			scamper_fail_memory(error);
			report(error, 0);
			return false;
		}
		snprintf(line, len, "%s%s%s",
			 options->addresses ? options->command : "",
			 options->addresses ? " " : "", word);
		if (!scamper_source_submit(source, line, NULL, error)) {
			report(error, 0);
			all = false;
		}
		free(line);
	}
	scamper_source_no_more_commands(source);
	return all;
}

/* After Ctrl+C: what running tasks have found so far is written, too. */
static void halt_all(struct scamper_engine *engine,
		     struct scamper_source *source, const struct run *run)
{
	for (int id = 1; id <= run->options->words_used; id++)
		scamper_source_halt(source, (uint32_t)id, NULL);
	scamper_engine_poll(engine, scamper_tape_number(run->tape, "halted",
							scamper_posix_now()));
}

static int run_engine(struct scamper_engine *engine, const struct run *run,
		      struct scamper_error *error)
{
	if (run->posix)
		return scamper_posix_run(run->posix, engine, &interrupted,
					 error);
	/* Its errors are those of scamper_tape_close(). */
	scamper_tape_run(run->tape, engine, &interrupted);
	return 0;
}

static uint32_t time_of(const struct run *run, const char *name)
{
	return (uint32_t)scamper_tape_number(run->tape, name,
					     (uint64_t)time(NULL));
}

static int probe(struct scamper_engine *engine, struct run *run,
		 struct scamper_error *error)
{
	const struct options *options = run->options;
	char hostname[256] = "";
	struct scamper_source_options source_options = {
		.list_name = options->list_name,
		.list_descr = "default",
		.monitor = options->monitor,
		.list_id = options->list_id,
		.cycle_id = options->cycle_id,
		.start_sec = time_of(run, "start"),
		.ops = {.done = on_done},
		.user = run,
	};
	struct scamper_source *source;
	struct scamper_cycle *cycle;
	bool all;

	gethostname(hostname, sizeof(hostname) - 1);
	source_options.hostname =
		scamper_tape_text(run->tape, "host name", hostname);
	source = scamper_source_open(engine, &source_options, error);
	if (!source)
		return report(error, EXIT_FAILURE);
	cycle = scamper_source_cycle(source);
	note(run, scamper_write_cycle_start(run->writer, cycle));
	all = submit_all(source, options, error);
	if (run_engine(engine, run, error))
		return report(error, EXIT_FAILURE);
	if (interrupted)
		halt_all(engine, source, run);
	cycle->stop_sec = time_of(run, "stop");
	if (!run->write_error)
		note(run, scamper_write_cycle_stop(run->writer, cycle));
	if (interrupted)
		return EXIT_INTERRUPTED;
	return all ? EXIT_SUCCESS : EXIT_FAILURE;
}

static void log_notice(const struct scamper_error *notice)
{
	report(notice, 0);
}

static bool open_server(struct scamper_server *server, const struct options *o,
			struct scamper_error *error)
{
	return (!o->listen ||
		scamper_server_listen(server, o->listen, error)) &&
	       (!o->path ||
		scamper_server_listen_path(server, o->path, error)) &&
	       (!o->controller || scamper_server_dial(server, o->controller,
						      o->tls ? host_tls : NULL,
						      log_notice, error));
}

/* Commands come from clients, until a signal. */
static int serve(struct scamper_engine *engine, struct run *run,
		 struct scamper_error *error)
{
	const struct options *options = run->options;
	char hostname[256] = "";
	struct scamper_control_options control_options = {
		.engine = engine,
		.version = "uk-scamper",
		.monitor = options->monitor,
		.hostname = hostname,
		.pid = (uint32_t)getpid(),
	};
	struct scamper_control *control;
	struct scamper_server *server = NULL;
	bool ok = false;

	gethostname(hostname, sizeof(hostname) - 1);
	control = scamper_control_new(&control_options, error);
	if (control)
		server = scamper_server_new(control, error);
	if (server && open_server(server, options, error))
		ok = scamper_server_run(server, run->posix, engine,
					&interrupted, error) == 0;
	scamper_server_free(server);
	scamper_control_free(control);
	return ok ? EXIT_SUCCESS : report(error, EXIT_FAILURE);
}

static bool open_posix(struct run *run, struct scamper_error *error)
{
	run->posix = scamper_posix_open(error);
	if (!run->posix || !scamper_posix_open_all(run->posix, error))
		return false;
#ifndef __Unikraft__ /* which has no packet sockets */
	scamper_posix_allow_datalink(run->posix);
#endif
	return scamper_posix_resolve(run->posix, run->options->name_server,
				     error);
}

static int run_with(struct run *run, struct scamper_error *error)
{
	const struct options *options = run->options;
	struct scamper_tape *tape = run->tape;
	struct scamper_engine_options engine_options = {
		.pps = options->pps,
		.window = options->window,
		.pid = (uint32_t)scamper_tape_number(tape, "pid",
						     (uint64_t)getpid()),
		.seed = (uint32_t)scamper_tape_number(tape, "seed",
						      scamper_posix_now()),
		.features = &scamper_all_features,
		.ops = &scamper_tape_backend,
		.backend = tape,
		.observer = scamper_tape_observer(tape),
	};
	struct scamper_engine *engine;
	int status;

	if (run->posix) {
		engine_options.ops = &scamper_posix_backend;
		engine_options.backend = run->posix;
	}
	if (run->pcap) {
		scamper_pcap_observer(run->pcap)->next =
			engine_options.observer;
		engine_options.observer = scamper_pcap_observer(run->pcap);
	}
	engine = scamper_engine_new(&engine_options, error);
	if (!engine)
		return report(error, EXIT_FAILURE);
	scamper_engine_set_wall_offset(
		engine, (int64_t)scamper_tape_number(
				tape, "wall offset",
				(uint64_t)scamper_posix_wall_offset()));
	status = options_serve(options) ? serve(engine, run, error)
					: probe(engine, run, error);
	scamper_engine_free(engine);
	return status;
}

/* NULL with *error set: it cannot be created. */
static FILE *create(const char *path, struct scamper_error *error)
{
#ifdef __Unikraft__
	FILE *file = fopen(path, "wb"); /* without zlib */
#else
	FILE *file = scamper_create(path);
#endif

	if (!file)
		scamper_fail(error, ERR_OUTFILE,
			     "cannot create '%.80s': %s. Give a file in a "
			     "folder that can be written.",
			     path, strerror(errno));
	return file;
}

static int write_failed(int code, struct scamper_error *error)
{
	scamper_fail(error, ERR_WRITE,
		     "results could not be written: %s. Make room and run "
		     "again.",
		     strerror(code));
	return report(error, EXIT_FAILURE);
}

/* `file`: of results; `capture`: NULL without --pcap. */
static int run_to(FILE *file, FILE *capture, struct run *run,
		  struct scamper_error *error)
{
	int status = EXIT_FAILURE;

	run->writer = scamper_writer_new(
		run->options->format, (struct scamper_sink){write_file, file});
	if (capture)
		run->pcap = scamper_pcap_open(
			(struct scamper_sink){write_file, capture});
	if (!run->writer || (capture && !run->pcap)) {
		scamper_fail_memory(error);
		report(error, status);
	} else if (run->options->replay || open_posix(run, error)) {
		status = run_with(run, error);
	} else {
		report(error, status);
	}
	note(run, scamper_pcap_close(run->pcap));
	if (run->write_error)
		status = write_failed(run->write_error, error);
	scamper_writer_free(run->writer);
	scamper_posix_close(run->posix);
	return status;
}

static int open_and_run(struct run *run, struct scamper_error *error)
{
	const struct options *options = run->options;
	FILE *file =
		options->outfile ? create(options->outfile, error) : stdout;
	FILE *capture =
		file && options->pcap ? create(options->pcap, error) : NULL;
	int status = EXIT_FAILURE;

	if (!file || (options->pcap && !capture))
		report(error, status);
	else
		status = run_to(file, capture, run, error);
	/* The end of a compressed file is written by fclose(). */
	if ((file && file != stdout && fclose(file)) |
	    (capture && fclose(capture)))
		status = write_failed(errno, error);
	return status;
}

/* False with *error set; a tape that is open is closed by the caller. */
static bool open_tape(struct scamper_tape **tape, struct options *options,
		      int argc, char **argv, struct scamper_error *error)
{
	if (options->record)
		*tape = scamper_tape_record_file(options->record, error);
	else if (options->replay)
		*tape = scamper_tape_replay_file(options->replay, error);
	else
		return true;
	if (!*tape)
		return false;
	scamper_tape_words(*tape, &argc, &argv);
	return options->record || options_replayed(argc, argv, options, error);
}

static void catch_signals(void)
{
	struct sigaction action = {.sa_handler = on_signal};

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	/* A closed pipe is a write error like any other. */
	action.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &action, NULL);
}

int main(int argc, char **argv)
{
	struct scamper_error error = {0};
	struct options options;
	struct run run = {.options = &options};
	int status = EXIT_FAILURE;
	bool opened;

	if (!options_parse(argc, argv, &options, &error))
		return report(&error, EXIT_USAGE);
	if (options.help) {
		fputs(options_help, stdout);
		return EXIT_SUCCESS;
	}
	catch_signals();
	opened = open_tape(&run.tape, &options, argc, argv, &error);
	if (opened)
		status = open_and_run(&run, &error);
	/* A damaged recording is told before what came of it. */
	if (!scamper_tape_close(run.tape, &error) || !opened)
		status = report(&error, EXIT_FAILURE);
	return status;
}
