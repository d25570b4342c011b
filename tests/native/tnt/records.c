/* SPDX-License-Identifier: BSD-3-Clause */
#include "records.h"

#include <stdlib.h>

#include "dump.h"
#include "path_text.h"
#include "record.h"
#include "tests.h"

void dump_to(FILE *out, const struct tnt_path *path,
	     const struct tnt_rules *rules, unsigned int how)
{
	struct tnt_text text = {0};

	tnt_dump_text(&text, path, rules, how);
	fwrite(text.at, 1, text.used, out);
	tnt_text_free(&text);
}

char *text_of(const struct tnt_path *path)
{
	struct tnt_text text = {0};

	tnt_dump_text(&text, path, &default_rules, TNT_DUMP_VERBOSE);
	tnt_text_put(&text, "", 1);
	return text.at;
}

char *json_of(const struct tnt_path *path)
{
	struct tnt_text text = {0};

	tnt_dump_json(&text, path, &default_rules);
	tnt_text_put(&text, "", 1);
	return text.at;
}

bool read_path(struct memory *from, struct tnt_path *path)
{
	struct scamper_reader *reader =
		scamper_reader_new(memory_stream(from), SCAMPER_LAYOUT_AUTO);
	struct scamper_object object;
	struct scamper_error error;
	bool found = false, good = false;

	while (scamper_reader_next(reader, &object, &error) > 0) {
		if (object.trace) {
			assert_false(found);
			found = true;
			good = tnt_record_read(path, object.trace);
			object.trace = NULL;
		}
		scamper_object_clear(&object);
	}
	scamper_reader_free(reader);
	assert_true(found);
	return good;
}

void assert_round_trip(struct tnt_path *path)
{
	struct memory file = {0};
	struct scamper_writer *writer =
		scamper_warts_writer_new(memory_sink(&file));
	struct tnt_path again;
	char *before, *after;

	assert_int_equal(
		tnt_record_write(writer, path, TNT_FORMAT_ATTRIBUTE, false), 0);
	assert_true(read_path(&file, &again));
	before = json_of(path);
	after = json_of(&again);
	assert_string_equal(before, after);
	free(before);
	free(after);
	tnt_path_free(&again);
	scamper_writer_free(writer);
	free(file.at);
}
