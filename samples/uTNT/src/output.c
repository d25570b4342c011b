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

#define TEXT_MOST 12000

static void fail(struct tnt_output *output, const char *path, int error)
{
	if (!output->failed)
		tnt_errorf(6014, "Make room there, or choose another place",
			   "cannot write '%s': %s", path, strerror(error));
	output->failed = true;
}

static int write_packed(FILE *file, const void *data, size_t len)
{
	errno = 0;
	if (fwrite(data, 1, len, file) == len && fflush(file) == 0)
		return 0;
	return errno ? -errno : -EIO;
}

static int write_file(const struct tnt_file *file, const void *data, size_t len)
{
	const char *bytes = data;

	if (file->packed)
		return write_packed(file->packed, data, len);
	while (len) {
		ssize_t n = write(file->fd, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n ? -errno : -EIO;
		bytes += n;
		len -= (size_t)n;
	}
	return 0;
}

/* Writes the text at hand. */
static void write_out(struct tnt_output *output, struct tnt_file *file)
{
	int rc = 0;

	if (file->text.used)
		rc = write_file(file, file->text.at, file->text.used);
	file->text.used = 0;
	if (rc)
		fail(output, file->path, -rc);
}

void tnt_output_flush(struct tnt_output *output)
{
	/* List and cycle wait for the first result. */
	if (output->finished)
		write_out(output, &output->result);
	if (output->finished || output->capture.text.used >= TEXT_MOST)
		write_out(output, &output->capture);
	output->finished = false;
	write_out(output, &output->console);
	write_out(output, &output->json);
	write_out(output, &output->log);
}

/* So much fits in a message of 9p and bounds the memory of texts. */
static void flush_much(struct tnt_output *output, const struct tnt_file *file)
{
	if (file->text.used < TEXT_MOST)
		return;
	output->finished = true;
	tnt_output_flush(output);
}

static int take_bytes(void *user, const void *data, size_t len)
{
	struct tnt_file *file = user;

	tnt_text_put(&file->text, data, len);
	return 0;
}

static void check(struct tnt_output *output, int rc)
{
	if (rc)
		fail(output, output->options->output, -rc);
}

void tnt_output_time(struct tnt_output *output, const char *name, uint64_t us)
{
	tnt_text_add(&output->console.text, "%s: %lu\n", name,
		     (unsigned long)us);
	tnt_output_flush(output);
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

/* Opens a file with the flags of open(2), or nothing for NULL. */
static bool open_file(struct tnt_file *file, const char *path, int flags)
{
	if (!path)
		return true;
	*file = (struct tnt_file){.path = path, .fd = -1};
	if (is_packed(path))
		file->packed = create(path);
	else
		file->fd = open(path, O_CREAT | flags, 0666);
	return file->packed || file->fd >= 0 || cannot_open(path);
}

static bool open_result(struct tnt_output *output, const char *path)
{
	struct scamper_sink sink = {take_bytes, &output->result};

	if (!strcmp(path, "-"))
		output->result =
			(struct tnt_file){.path = path, .fd = STDOUT_FILENO};
	else if (!open_file(&output->result, path,
			    output->options->resume ? O_RDWR
						    : O_WRONLY | O_TRUNC))
		return false;
	output->writer = scamper_warts_writer_new(sink);
	if (!output->writer)
		tnt_out_of_memory();
	return true;
}

static bool open_capture(struct tnt_output *output, const char *path)
{
	struct scamper_sink sink = {take_bytes, &output->capture};

	if (!path)
		return true;
	if (!open_file(&output->capture, path, O_WRONLY | O_TRUNC))
		return false;
	output->pcap = scamper_pcap_open(sink);
	if (!output->pcap)
		tnt_out_of_memory();
	return true;
}

static void write_json(void *user, const struct tnt_path *path)
{
	struct tnt_output *output = user;

	if (!output->json.path)
		return;
	tnt_dump_json(&output->json.text, path, &output->options->rules);
	flush_much(output, &output->json);
}

/* The writer learns of the list and cycle that are in the file. */
static bool resume(struct tnt_output *output)
{
	struct tnt_resume_reader reader = {write_json, output};

#ifndef __Unikraft__
	if (!tnt_resume_tape(output->result.fd, output->options))
		return false;
#endif
	if (!tnt_resume_read(&output->resume, output->result.fd, &reader,
			     output->options))
		return false;
	if (output->resume.cycle)
		tnt_output_cycle(output, output->resume.cycle);
	output->result.text.used = 0; /* they are in the file */
	/* The lines are as they were; only now others may go. EINVAL: it is no
	 * file that has an end. */
	tnt_output_flush(output);
	if (output->json.path &&
	    ftruncate(output->json.fd, lseek(output->json.fd, 0, SEEK_CUR)) &&
	    errno != EINVAL)
		fail(output, output->json.path, errno);
	return true;
}

bool tnt_output_open(struct tnt_output *output,
		     const struct tnt_options *options)
{
	*output = (struct tnt_output){
		.options = options,
		.console = {.path = "standard output", .fd = STDOUT_FILENO},
	};
	return open_result(output, options->output) &&
	       open_file(&output->json, options->json,
			 O_WRONLY | (options->resume ? 0 : O_TRUNC)) &&
	       open_file(&output->log, options->log,
			 O_WRONLY | (options->resume ? O_APPEND : O_TRUNC)) &&
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
	/* It is written with the first result. */
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
	output->finished = true;
	flush_much(output, &output->result);
}

static void write_dump(struct tnt_output *output, const struct tnt_path *path)
{
	const struct tnt_options *options = output->options;

	tnt_dump_text(&output->console.text, path, &options->rules,
		      (options->verbose ? TNT_DUMP_VERBOSE : 0u) |
			      (options->explain ? TNT_DUMP_EXPLAIN : 0u));
	flush_much(output, &output->console);
}

void tnt_output_path(struct tnt_output *output, struct tnt_path *path)
{
	const struct tnt_options *options = output->options;

	write_record(output, path);
	if (!options->quiet && output->result.fd != STDOUT_FILENO)
		write_dump(output, path);
	write_json(output, path);
	if (!output->log.path)
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

	if (!output->log.path)
		return;
	tnt_text_add(&output->log.text,
		     "%zu running, %zu waiting, %zu left : %s\n", now.running,
		     now.waiting, now.left, test->command);
	flush_much(output, &output->log);
}

static void end_log(struct tnt_output *output, uint64_t probes_sent)
{
	for (size_t i = 0; i < output->reported_count; i++) {
		tnt_text_add(&output->log.text, "probes reported: %u\n",
			     (unsigned)output->reported[i]);
		flush_much(output, &output->log);
	}
	tnt_text_add(&output->log.text, "probes sent: %lu\n",
		     (unsigned long)probes_sent);
}

static void close_file(struct tnt_output *output, struct tnt_file *file)
{
	int rc = 0;

	if (file->packed)
		rc = fclose(file->packed);
	else if (file->path && file->fd > STDERR_FILENO)
		rc = close(file->fd);
	if (rc)
		fail(output, file->path, errno);
	tnt_text_free(&file->text);
}

bool tnt_output_close(struct tnt_output *output, uint64_t probes_sent)
{
	int rc;

	if (output->cycle) {
		output->cycle->stop_sec = (uint32_t)scamper_tape_number(
			output->options->tape, "stop", (uint64_t)time(NULL));
		check(output,
		      scamper_write_cycle_stop(output->writer, output->cycle));
		scamper_cycle_unref(output->cycle);
	}
	if (output->log.path)
		end_log(output, probes_sent);
	rc = scamper_pcap_close(output->pcap);
	if (rc)
		fail(output, output->options->pcap, -rc);
	output->finished = true;
	tnt_output_flush(output);
	close_file(output, &output->log);
	close_file(output, &output->json);
	close_file(output, &output->console);
	close_file(output, &output->capture);
	if (output->writer)
		scamper_writer_free(output->writer);
	close_file(output, &output->result);
	free(output->reported);
	tnt_resume_free(&output->resume);
	return !output->failed;
}
