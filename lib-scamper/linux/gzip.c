/* SPDX-License-Identifier: BSD-3-Clause */
#define _GNU_SOURCE /* fopencookie() */
#include <errno.h>
#include <scamper/gzip.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum {
	GZIP_WINDOW = 15 + 16, /* zlib: the largest window, header of gzip */
	GZIP_MEMORY = 8,       /* zlib's default */
	OUT_SIZE = 16384,
	/* What was not flushed before is compressed in pieces of this size. */
	STDIO_BUFFER = 65536,
};

struct gzip {
	FILE *file;
	z_stream z;
	unsigned char out[OUT_SIZE];
};

/* Compresses what is in z.next_in; false: with errno. */
static bool pump(struct gzip *g, int flush)
{
	do {
		size_t len;

		g->z.next_out = g->out;
		g->z.avail_out = sizeof(g->out);
		deflate(&g->z, flush);
		len = sizeof(g->out) - g->z.avail_out;
		if (fwrite(g->out, 1, len, g->file) != len)
			return false;
	} while (g->z.avail_out == 0);
	return fflush(g->file) == 0;
}

/* Called when the stream is flushed, or its buffer full. */
static ssize_t gzip_write(void *cookie, const char *data, size_t len)
{
	struct gzip *g = cookie;

	g->z.next_in = (unsigned char *)(uintptr_t)data;
	g->z.avail_in = (uInt)len;
	return pump(g, Z_SYNC_FLUSH) ? (ssize_t)len : 0;
}

static int gzip_close(void *cookie)
{
	struct gzip *g = cookie;
	bool ok = pump(g, Z_FINISH);
	int error = errno;

	deflateEnd(&g->z);
	if (fclose(g->file)) {
		error = errno;
		ok = false;
	}
	free(g);
	errno = error;
	return ok ? 0 : EOF;
}

static FILE *compress_to(FILE *file)
{
	const cookie_io_functions_t io = {.write = gzip_write,
					  .close = gzip_close};
	struct gzip *g = calloc(1, sizeof(*g));
	FILE *stream;

	if (!g ||
	    deflateInit2(&g->z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_WINDOW,
			 GZIP_MEMORY, Z_DEFAULT_STRATEGY) != Z_OK) {
		free(g);
		errno = ENOMEM;
		return NULL;
	}
	g->file = file;
	stream = fopencookie(g, "w", io);
	if (!stream) {
		deflateEnd(&g->z);
		free(g);
		return NULL;
	}
	setvbuf(stream, NULL, _IOFBF, STDIO_BUFFER);
	return stream;
}

FILE *scamper_create(const char *path)
{
	size_t len = strlen(path);
	FILE *file = fopen(path, "wb"), *stream;

	if (!file || len < 3 || strcmp(path + len - 3, ".gz") != 0)
		return file;
	stream = compress_to(file);
	if (!stream)
		fclose(file);
	return stream;
}
