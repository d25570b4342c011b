/* SPDX-License-Identifier: BSD-3-Clause */
/* Tapes on files. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "tape.h"

/* A block is small, and a write of a guest goes to its host. */
enum { FILE_BUFFER = 32768 };

struct stdio_file {
	struct tape_file base; /* first: it is cast back */
	FILE *file;
	char buffer[FILE_BUFFER];
};

static int last_error(void)
{
	return errno ? -errno : -EIO;
}

static int file_write(void *user, const void *data, size_t len)
{
	struct stdio_file *f = user;

	errno = 0;
	return fwrite(data, 1, len, f->file) == len ? 0 : last_error();
}

static long file_read(void *user, void *data, size_t len)
{
	struct stdio_file *f = user;
	size_t got = fread(data, 1, len, f->file);

	return got == 0 && ferror(f->file) ? last_error() : (long)got;
}

static int file_close(struct tape_file *file)
{
	struct stdio_file *f = (struct stdio_file *)file;
	int rc = fclose(f->file) ? last_error() : 0;

	free(f);
	return rc;
}

/* NULL with errno. */
static struct stdio_file *file_open(const char *path, const char *mode)
{
	struct stdio_file *f = malloc(sizeof(*f));

	if (!f)
		return NULL;
	f->base.close = file_close;
	f->file = fopen(path, mode);
	if (!f->file) {
		free(f);
		return NULL;
	}
	setvbuf(f->file, f->buffer, _IOFBF, sizeof(f->buffer));
	return f;
}

/* The tape takes the file over; without a tape it is closed. */
static struct scamper_tape *on_file(struct scamper_tape *tape,
				    struct stdio_file *f)
{
	if (tape)
		tape->file = &f->base;
	else
		file_close(&f->base);
	return tape;
}

struct scamper_tape *scamper_tape_record_file(const char *path,
					      struct scamper_error *error)
{
	struct stdio_file *f = file_open(path, "wb");

	if (!f) {
		scamper_fail(error, ERR_TAPE_WRITE,
			     "cannot create the recording '%.60s': %s. Give a "
			     "file in a folder that can be written.",
			     path, strerror(errno));
		return NULL;
	}
	return on_file(scamper_tape_record((struct scamper_sink){file_write, f},
					   error),
		       f);
}

struct scamper_tape *scamper_tape_replay_file(const char *path,
					      struct scamper_error *error)
{
	struct stdio_file *f = file_open(path, "rb");

	if (!f) {
		scamper_fail(error, ERR_TAPE_READ,
			     "cannot open the recording '%.60s': %s. Check "
			     "the name and the permissions.",
			     path, strerror(errno));
		return NULL;
	}
	return on_file(scamper_tape_replay(
			       (struct scamper_stream){file_read, f}, error),
		       f);
}
