/* SPDX-License-Identifier: BSD-3-Clause */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#ifndef __Unikraft__
#include <scamper/gzip.h>
#endif
#include <scamper/pcap.h>
#include <scamper/tape.h>

#include "dump.h"
#include "error.h"
#include "memory.h"

static void fail(struct tnt_output *output, const char *path, int error)
{
	if (!output->failed)
		tnt_errorf(6014, "Make room there, or choose another place",
			   "cannot write '%s': %s", path, strerror(error));
	output->failed = true;
}

/* A record is written as it comes: a killed run loses nothing finished. */
static int write_all(void *user, const void *data, size_t len)
{
	const struct tnt_output *output = user;
	const char *bytes = data;

	if (output->silent)
		return 0;
	while (len) {
		ssize_t n = write(output->fd, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n ? -errno : -EIO;
		bytes += n;
		len -= (size_t)n;
	}
	return 0;
}

static void check(struct tnt_output *output, int rc)
{
	if (rc)
		fail(output, output->options->output, -rc);
}

static bool cannot_open(const char *path)
{
	tnt_errorf(6013, "Check the name and the permissions",
		   "cannot open '%s': %s", path, strerror(errno));
	return false;
}

#ifdef __Unikraft__
/* Compressing is for the host. */
static FILE *create(const char *path)
{
	return fopen(path, "w");
}

static bool is_packed(const char *path)
{
	(void)path;
	return false;
}
#else
static FILE *create(const char *path)
{
	return scamper_create(path);
}

static bool is_packed(const char *path)
{
	size_t len = strlen(path);

	return len >= 3 && !strcmp(path + len - 3, ".gz");
}
#endif

static bool open_text(FILE **file, const char *path, bool append)
{
	if (!path)
		return true;
	*file = append ? fopen(path, "a") : create(path);
	return *file || cannot_open(path);
}

static int write_packed(void *user, const void *data, size_t len)
{
	const struct tnt_output *output = user;

	errno = 0;
	if (fwrite(data, 1, len, output->packed) == len &&
	    fflush(output->packed) == 0)
		return 0;
	return errno ? -errno : -EIO;
}

static bool open_result(struct tnt_output *output, const char *path)
{
	struct scamper_sink sink = {write_all, output};
	int flags = output->options->resume ? O_RDWR | O_CREAT
					    : O_WRONLY | O_CREAT | O_TRUNC;

	if (is_packed(path)) {
		output->fd = -1;
		if (!open_text(&output->packed, path, false))
			return false;
		sink = (struct scamper_sink){write_packed, output};
	} else {
		output->fd = strcmp(path, "-") ? open(path, flags, 0666)
					       : STDOUT_FILENO;
		if (output->fd < 0)
			return cannot_open(path);
	}
	output->writer = scamper_warts_writer_new(sink);
	if (!output->writer)
		tnt_out_of_memory();
	return true;
}

static int write_capture(void *user, const void *data, size_t len)
{
	errno = 0;
	if (fwrite(data, 1, len, user) == len)
		return 0;
	return errno ? -errno : -EIO;
}

static bool open_capture(struct tnt_output *output, const char *path)
{
	struct scamper_sink sink = {write_capture, NULL};

	if (!open_text(&output->capture, path, false))
		return false;
	if (!path)
		return true;
	sink.user = output->capture;
	output->pcap = scamper_pcap_open(sink);
	if (!output->pcap)
		tnt_out_of_memory();
	return true;
}

/* The writer learns of the list and cycle that are in the file. */
static bool resume(struct tnt_output *output)
{
	if (!tnt_resume_read(&output->resume, output->fd, output->json,
			     output->options))
		return false;
	output->silent = true;
	if (output->resume.cycle)
		tnt_output_cycle(output, output->resume.cycle);
	output->silent = false;
	return true;
}

bool tnt_output_open(struct tnt_output *output,
		     const struct tnt_options *options)
{
	*output = (struct tnt_output){.options = options};
	return open_result(output, options->output) &&
	       open_text(&output->json, options->json, false) &&
	       open_text(&output->log, options->log, options->resume) &&
	       open_capture(output, options->pcap) &&
	       (!options->resume || resume(output));
}

struct scamper_observer *tnt_output_observer(struct tnt_output *output)
{
	struct scamper_observer *tape =
		scamper_tape_observer(output->options->tape);
	struct scamper_observer *pcap = scamper_pcap_observer(output->pcap);

	if (!pcap)
		return tape;
	pcap->next = tape;
	return pcap;
}

void tnt_output_cycle(struct tnt_output *output, struct scamper_cycle *cycle)
{
	if (output->cycle)
		return;
	output->cycle = scamper_cycle_ref(cycle);
	check(output, scamper_write_cycle_start(output->writer, cycle));
}

/* Results of the engine belong to the cycle of the file. */
static void join_cycle(struct tnt_output *output, struct scamper_trace *trace)
{
	if (!output->resume.cycle || trace->cycle == output->cycle)
		return;
	scamper_cycle_unref(trace->cycle);
	scamper_list_unref(trace->list);
	trace->cycle = scamper_cycle_ref(output->cycle);
	trace->list = scamper_list_ref(output->cycle->list);
}

static void write_record(struct tnt_output *output, struct tnt_path *path)
{
	int rc;

	join_cycle(output, path->trace);
	rc = tnt_record_write(output->writer, path, output->options->format,
			      output->options->rules.strict);

	if (rc == -E2BIG)
		tnt_error(6016, "a path has more hops than the layout holds",
			  "Use --format attribute");
	check(output, rc);
}

/* Flushes a text file after each trace, like the records. */
static void flush(struct tnt_output *output, FILE *file, const char *path)
{
	if (file && fflush(file))
		fail(output, path, errno);
}

void tnt_output_path(struct tnt_output *output, struct tnt_path *path)
{
	const struct tnt_options *options = output->options;

	write_record(output, path);
	if (!options->quiet && output->fd != STDOUT_FILENO) {
		tnt_dump_text(
			stdout, path, &options->rules,
			(options->verbose ? TNT_DUMP_VERBOSE : 0u) |
				(options->explain ? TNT_DUMP_EXPLAIN : 0u));
		flush(output, stdout, "standard output");
	}
	if (output->json)
		tnt_dump_json(output->json, path, &options->rules);
	flush(output, output->json, options->json);
	flush(output, output->capture, options->pcap);
	if (!output->log)
		return;
	output->reported = tnt_grow(output->reported, output->reported_count,
				    sizeof(*output->reported));
	output->reported[output->reported_count++] =
		options->rules.strict ? path->probes_once
				      : path->probes_upstream;
}

void tnt_output_command(struct tnt_output *output,
			const struct tnt_driver *driver,
			const struct tnt_test *test)
{
	struct tnt_driver_counts now = tnt_driver_count(driver);

	if (!output->log)
		return;
	fprintf(output->log, "%zu running, %zu waiting, %zu left : %s\n",
		now.running, now.waiting, now.left, test->command);
	flush(output, output->log, output->options->log);
}

static void end_log(struct tnt_output *output, uint64_t probes_sent)
{
	for (size_t i = 0; i < output->reported_count; i++)
		fprintf(output->log, "probes reported: %u\n",
			(unsigned)output->reported[i]);
	fprintf(output->log, "probes sent: %llu\n",
		(unsigned long long)probes_sent);
}

static void close_text(struct tnt_output *output, FILE *file, const char *path)
{
	if (file && fclose(file))
		fail(output, path, errno);
}

static void close_capture(struct tnt_output *output)
{
	int rc = scamper_pcap_close(output->pcap);

	if (rc)
		fail(output, output->options->pcap, -rc);
	close_text(output, output->capture, output->options->pcap);
}

bool tnt_output_close(struct tnt_output *output, uint64_t probes_sent)
{
	if (output->cycle) {
		output->cycle->stop_sec = (uint32_t)scamper_tape_number(
			output->options->tape, "stop", (uint64_t)time(NULL));
		check(output,
		      scamper_write_cycle_stop(output->writer, output->cycle));
		scamper_cycle_unref(output->cycle);
	}
	if (output->log)
		end_log(output, probes_sent);
	close_text(output, output->log, output->options->log);
	close_text(output, output->json, output->options->json);
	close_capture(output);
	if (output->writer)
		scamper_writer_free(output->writer);
	close_text(output, output->packed, output->options->output);
	if (output->fd > STDERR_FILENO && close(output->fd))
		fail(output, output->options->output, errno);
	free(output->reported);
	tnt_resume_free(&output->resume);
	return !output->failed;
}
