/* SPDX-License-Identifier: BSD-3-Clause */
#include "resume.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "error.h"
#include "memory.h"
#include "record.h"

/* A record of warts: magic, type, length of what follows (scamper.md 6). */
#define HEADER 8
#define MAGIC  0x1205u

static bool failed(const struct tnt_options *options, const char *why)
{
	tnt_errorf(6033, "Give the result file of the run, or another name",
		   "cannot resume '%s': %s", options->output, why);
	return false;
}

static size_t read_fully(int fd, uint8_t *data, size_t len)
{
	size_t got = 0;

	while (got < len) {
		ssize_t n = read(fd, data + got, len - got);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		got += (size_t)n;
	}
	return got;
}

/*
 * Where the results of the file end: behind the last whole record, but before
 * a cycle stop. -1: it is no warts file. *size: of the file.
 */
static off_t end_of_results(int fd, off_t *size)
{
	off_t end = 0, last = 0;
	unsigned int type = 0;

	*size = lseek(fd, 0, SEEK_END);
	while (end + HEADER <= *size) {
		uint8_t h[HEADER];
		uint32_t len;

		if (lseek(fd, end, SEEK_SET) < 0 ||
		    read_fully(fd, h, HEADER) != HEADER)
			break;
		if ((h[0] << 8 | h[1]) != MAGIC)
			return -1;
		len = (uint32_t)h[4] << 24 | (uint32_t)h[5] << 16 |
		      (uint32_t)h[6] << 8 | h[7];
		if (end + HEADER + (off_t)len > *size)
			break;
		last = end;
		type = (unsigned int)(h[2] << 8 | h[3]);
		end += HEADER + (off_t)len;
	}
	return type == SCAMPER_OBJECT_CYCLE_STOP ? last : end;
}

struct part {
	int fd;
	off_t left;
};

static long read_part(void *user, void *data, size_t len)
{
	struct part *part = user;
	ssize_t n;

	if ((off_t)len > part->left)
		len = (size_t)part->left;
	do
		n = read(part->fd, data, len);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return -errno;
	part->left -= n;
	return n;
}

/* A path of the file; false: it is of a run with other options. */
static bool take_path(struct tnt_resume *resume, struct tnt_path *path,
		      const struct tnt_resume_reader *reader,
		      const struct tnt_options *options)
{
	const struct tnt_run *run = &path->run;

	if (path->explained && run->has_options &&
	    run->options != tnt_options_hash(options))
		return failed(options, "it was made with other options");
	if (path->explained && run->has_seed) {
		resume->has_seed = true;
		resume->seed = run->seed;
	}
	if (!tnt_addr_is_none(path->dst))
		tnt_table_slot(&resume->done, path->dst)->number++;
	resume->records++;
	reader->take(reader->user, path);
	return true;
}

static bool take_object(struct tnt_resume *resume,
			struct scamper_object *object,
			const struct tnt_resume_reader *reader,
			const struct tnt_options *options)
{
	struct tnt_path path;
	bool good = true;

	if (object->cycle && !resume->cycle)
		resume->cycle = scamper_cycle_ref(object->cycle);
	if (object->trace) {
		tnt_record_read(&path, object->trace);
		object->trace = NULL;
		good = take_path(resume, &path, reader, options);
		tnt_path_free(&path);
	}
	scamper_object_clear(object);
	return good;
}

static bool read_results(struct tnt_resume *resume, int fd, off_t end,
			 const struct tnt_resume_reader *to,
			 const struct tnt_options *options)
{
	struct part part = {fd, end};
	struct scamper_stream stream = {read_part, &part};
	struct scamper_reader *reader;
	struct scamper_object object;
	struct scamper_error error = {0};
	bool good = true;
	int rc = 0;

	if (lseek(fd, 0, SEEK_SET) < 0)
		return failed(options, strerror(errno));
	reader = scamper_reader_new(stream, SCAMPER_LAYOUT_AUTO);
	if (!reader)
		tnt_out_of_memory();
	while (good && (rc = scamper_reader_next(reader, &object, &error)) > 0)
		good = take_object(resume, &object, to, options);
	scamper_reader_free(reader);
	return good && (rc == 0 || failed(options, error.text));
}

bool tnt_resume_read(struct tnt_resume *resume, int fd,
		     const struct tnt_resume_reader *to,
		     const struct tnt_options *options)
{
	off_t size, end = end_of_results(fd, &size);

	if (end < 0)
		return failed(options, "it is no file of results");
	if (!read_results(resume, fd, end, to, options))
		return false;
	/* Without its cycle nothing in the file is of use. */
	if (!resume->cycle)
		end = 0;
	if (ftruncate(fd, end) < 0 || lseek(fd, end, SEEK_SET) < 0)
		return failed(options, strerror(errno));
	fprintf(stderr, "resumed: %zu done\n", resume->records);
	return true;
}

void tnt_resume_match(struct tnt_resume *resume,
		      const struct tnt_destinations *list)
{
	resume->bits = tnt_alloc(list->count / 8 + 1, 1);
	for (size_t i = 0; i < list->count; i++) {
		union tnt_value *left = tnt_table_find(
			&resume->done, tnt_destinations_at(list, i));

		if (!left || !left->number)
			continue;
		left->number--;
		resume->bits[i / 8] |= (uint8_t)(1u << i % 8);
	}
	tnt_table_free(&resume->done, NULL);
}

void tnt_resume_free(struct tnt_resume *resume)
{
	if (resume->cycle)
		scamper_cycle_unref(resume->cycle);
	tnt_table_free(&resume->done, NULL);
	free(resume->bits);
}
