/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Warts files, in all layouts, printed in all formats. What was written as
 * warts must be read again and give the same bytes.
 */
#include <assert.h>
#include <scamper/record.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct bytes {
	uint8_t *data;
	size_t len;
	size_t at;
	size_t room;
};

static long take(void *user, void *data, size_t len)
{
	struct bytes *bytes = user;
	size_t left = bytes->len - bytes->at;

	if (len > left)
		len = left;
	if (len)
		memcpy(data, bytes->data + bytes->at, len);
	bytes->at += len;
	return (long)len;
}

static int put(void *user, const void *data, size_t len)
{
	struct bytes *bytes = user;

	if (bytes->room - bytes->len < len) {
		bytes->room = 2 * (bytes->room + len);
		bytes->data = realloc(bytes->data, bytes->room);
		assert(bytes->data);
	}
	memcpy(bytes->data + bytes->len, data, len);
	bytes->len += len;
	return 0;
}

static int convert(struct bytes *in, enum scamper_layout layout,
		   enum scamper_format format, struct bytes *out)
{
	struct scamper_stream stream = {take, in};
	struct scamper_sink sink = {put, out};
	struct scamper_reader *reader = scamper_reader_new(stream, layout);
	struct scamper_writer *writer = scamper_writer_new(format, sink);
	struct scamper_error error;
	struct scamper_object object;
	int rc;

	scamper_reader_add(reader, &scamper_tracelb_kind);
	scamper_reader_add(reader, &scamper_dealias_kind);
	while ((rc = scamper_reader_next(reader, &object, &error)) > 0) {
		scamper_write_object(writer, &object);
		scamper_object_clear(&object);
	}
	scamper_reader_free(reader);
	scamper_writer_free(writer);
	return rc;
}

static void one_layout(const uint8_t *data, size_t size,
		       enum scamper_layout layout)
{
	struct bytes written = {0}, again = {0}, text = {0};
	struct bytes in = {(uint8_t *)(uintptr_t)data, size, 0, 0};

	convert(&in, layout, SCAMPER_FORMAT_WARTS, &written);
	assert(convert(&written, layout, SCAMPER_FORMAT_WARTS, &again) == 0);
	assert(again.len == written.len);
	assert(written.len == 0 ||
	       memcmp(again.data, written.data, again.len) == 0);
	in.at = 0;
	convert(&in, layout, SCAMPER_FORMAT_JSON, &text);
	in.at = 0;
	convert(&in, layout, SCAMPER_FORMAT_TEXT, &text);
	free(written.data);
	free(again.data);
	free(text.data);
}

/* The first byte chooses the layout. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size)
		one_layout(data + 1, size - 1,
			   (enum scamper_layout)(data[0] % 3));
	return 0;
}
