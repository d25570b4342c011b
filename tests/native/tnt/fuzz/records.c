/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Fuzzer of the parsers of both record layouts: the input is a result file.
 * What can be read is printed and written again.
 */
#include <string.h>

#include "../../scamper/fuzz/input.h"
#include "dump.h"
#include "record.h"

static int drop(void *user, const void *data, size_t len)
{
	(void)user;
	(void)data;
	(void)len;
	return 0;
}

static void use(struct scamper_trace *trace, struct scamper_writer *writer)
{
	const struct tnt_rules rules = {.frpla = 3, .rtla = 1};
	struct tnt_text text = {0};
	struct tnt_path path;

	tnt_record_read(&path, trace);
	tnt_dump_text(&text, &path, &rules,
		      TNT_DUMP_VERBOSE | TNT_DUMP_EXPLAIN);
	tnt_dump_json(&text, &path, &rules);
	tnt_record_write(writer, &path, TNT_FORMAT_2018, false);
	if (!tnt_2018_is(path.trace))
		tnt_record_write(writer, &path, TNT_FORMAT_ATTRIBUTE, false);
	tnt_text_free(&text);
	tnt_path_free(&path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = {data, size};
	struct scamper_stream stream = {input_read, &input};
	struct scamper_sink sink = {drop, NULL};
	struct scamper_reader *reader =
		scamper_reader_new(stream, SCAMPER_LAYOUT_AUTO);
	struct scamper_writer *writer = scamper_warts_writer_new(sink);
	struct scamper_object object;

	while (scamper_reader_next(reader, &object, NULL) > 0) {
		if (object.trace)
			use(object.trace, writer);
		object.trace = NULL;
		scamper_object_clear(&object);
	}
	scamper_writer_free(writer);
	scamper_reader_free(reader);
	return 0;
}
