/* SPDX-License-Identifier: BSD-3-Clause */
#define _POSIX_C_SOURCE 200809L
#include "records.h"

#include <stdio.h>
#include <sys/wait.h>

#include "test.h"

void bytes_free(struct bytes *bytes)
{
	free(bytes->data);
	memset(bytes, 0, sizeof(*bytes));
}

/* Memory for so many bytes and a NUL: it doubles, or many small pieces would
 * be copied again and again. */
static size_t room(size_t len)
{
	size_t size = 256;

	while (size < len + 1)
		size *= 2;
	return size;
}

static int append(void *user, const void *data, size_t len)
{
	struct bytes *bytes = user;

	if (!bytes->data || room(bytes->len) != room(bytes->len + len)) {
		bytes->data = realloc(bytes->data, room(bytes->len + len));
		assert_non_null(bytes->data);
	}
	memcpy(bytes->data + bytes->len, data, len);
	bytes->len += len;
	bytes->data[bytes->len] = '\0';
	bytes->calls++;
	return 0;
}

static long take(void *user, void *data, size_t len)
{
	struct bytes *bytes = user;
	size_t left = bytes->len - bytes->at;

	if (len > left)
		len = left;
	if (bytes->chunk && len > bytes->chunk)
		len = bytes->chunk;
	if (len)
		memcpy(data, bytes->data + bytes->at, len);
	bytes->at += len;
	return (long)len;
}

struct scamper_sink bytes_sink(struct bytes *bytes)
{
	return (struct scamper_sink){append, bytes};
}

struct scamper_stream bytes_stream(struct bytes *bytes)
{
	return (struct scamper_stream){take, bytes};
}

static void read_all(FILE *file, struct bytes *bytes)
{
	char part[4096];
	size_t n;

	append(bytes, "", 0); /* also an empty file has its NUL */
	while ((n = fread(part, 1, sizeof(part), file)) > 0)
		append(bytes, part, n);
}

struct bytes bytes_of_file(const char *name)
{
	struct bytes bytes = {0};
	FILE *file = fopen(name, "rb");

	if (!file)
		fail_msg("cannot open %s", name);
	read_all(file, &bytes);
	fclose(file);
	return bytes;
}

int convert(struct bytes *in, enum scamper_layout layout,
	    enum scamper_format format, struct bytes *out,
	    struct scamper_error *error)
{
	struct scamper_reader *reader =
		scamper_reader_new(bytes_stream(in), layout);
	struct scamper_writer *writer =
		scamper_writer_new(format, bytes_sink(out));
	struct scamper_object object;
	int records = 0, rc;

	assert_non_null(reader);
	assert_non_null(writer);
	scamper_reader_add(reader, &scamper_tracelb_kind);
	scamper_reader_add(reader, &scamper_dealias_kind);
	while ((rc = scamper_reader_next(reader, &object, error)) > 0) {
		assert_int_equal(scamper_write_object(writer, &object), 0);
		scamper_object_clear(&object);
		records++;
	}
	scamper_reader_free(reader);
	scamper_writer_free(writer);
	return rc ? rc : records;
}

int run_command(const char *command, struct bytes *out)
{
	FILE *pipe = popen(command, "r");
	int status;

	assert_non_null(pipe);
	read_all(pipe, out);
	status = pclose(pipe);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

const char *write_product(const char *name, const struct bytes *bytes)
{
	static char path[512];
	const char *folder = getenv("TEST_OUTPUT");
	FILE *file;

	if (!folder)
		fail_msg("set TEST_OUTPUT to a folder for test products");
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "wb");
	assert_non_null(file);
	if (bytes->len)
		assert_int_equal(fwrite(bytes->data, 1, bytes->len, file),
				 bytes->len);
	assert_int_equal(fclose(file), 0);
	return path;
}
