/* SPDX-License-Identifier: BSD-3-Clause */
/* Going on with a result file that was cut off anywhere. */
#include "tests.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capture.h"
#include "fake_engine.h"
#include "files.h"
#include "labs.h"
#include "output.h"
#include "records.h"

#define PATHS_MAX 8

static const char *const destinations[] = {"20.9.9.9", "20.9.9.8", "20.0.5.2",
					   "20.9.9.9"};

static char result[] = "/tmp/tnt-resume-XXXXXX";
static char json[sizeof(result) + 5];

struct run {
	struct fake_engine engine; /* first: fake_submit() takes it */
	struct tnt_options options;
	struct tnt_output output;
	bool opened;
};

static void finished(void *user, struct tnt_path *path)
{
	tnt_output_path(&((struct run *)user)->output, path);
}

static bool is_done(void *user, size_t number)
{
	return tnt_resume_is_done(&((struct run *)user)->output.resume, number);
}

/* A whole run into the file, or the rest of one; what it says on stderr. */
static char *write_results(struct run *run, bool resume, uint8_t start_ttl)
{
	struct tnt_destinations list = {0};
	struct tnt_driver_options options = {
		.rules = {.frpla = 3, .rtla = 1},
		.method = "icmp-paris",
		.start_ttl = 1,
		.ping_count = 1,
		.submit = fake_submit,
		.finished = finished,
		.skip = is_done,
		.user = run,
	};
	struct scamper_list *of = scamper_list_new(1, "utnt", NULL, NULL);
	struct scamper_cycle *cycle = scamper_cycle_new(of, 1, 1000, NULL);
	struct capture capture = capture_begin(stderr);

	*run = (struct run){.options = {.method = "icmp-paris",
					.start_ttl = start_ttl,
					.output = result,
					.json = json,
					.quiet = true,
					.rules = options.rules,
					.resume = resume},
			    .engine = {.cycle = cycle}};
	options.run.has_options = options.run.has_seed = true;
	options.run.options = tnt_options_hash(&run->options);
	options.run.seed = 77;
	lab_build(&lab_table[3], false, &run->engine.sim); /* ex04 */
	for (size_t i = 0; i < 4; i++)
		tnt_destinations_add(&list, destinations[i]);
	run->opened = tnt_output_open(&run->output, &run->options);
	if (run->opened) {
		struct tnt_driver *driver = tnt_driver_new(&options, &list);

		tnt_resume_match(&run->output.resume, &list);
		tnt_output_cycle(&run->output, cycle);
		assert_true(fake_run(&run->engine, driver));
		tnt_driver_free(driver);
	}
	assert_true(tnt_output_close(&run->output, 0));
	scamper_cycle_unref(cycle);
	scamper_list_unref(of);
	tnt_destinations_free(&list);
	return capture_end(&capture);
}

static struct memory contents(const char *name)
{
	struct memory memory = {.at = calloc(1, 1 << 16)};
	FILE *file = fopen(name, "rb");

	assert_non_null(file);
	memory.used = fread(memory.at, 1, 1 << 16, file);
	fclose(file);
	return memory;
}

static void put_contents(const char *name, const void *data, size_t len)
{
	FILE *file = fopen(name, "wb");

	assert_int_equal(fwrite(data, 1, len, file), len);
	fclose(file);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The paths of the file as sorted text, and its records by type. */
static char *set_of(const char *name, unsigned int types[16])
{
	struct memory in = contents(name);
	struct scamper_reader *reader =
		scamper_reader_new(memory_stream(&in), SCAMPER_LAYOUT_AUTO);
	struct scamper_object object;
	struct scamper_error error;
	char *texts[PATHS_MAX], *all = calloc(1, 1 << 16);
	size_t count = 0;
	int rc;

	memset(types, 0, 16 * sizeof(*types));
	while ((rc = scamper_reader_next(reader, &object, &error)) > 0) {
		struct tnt_path path;

		types[object.type]++;
		if (object.trace) {
			assert_true(tnt_record_read(&path, object.trace));
			assert_non_null(object.trace->cycle);
			object.trace = NULL;
			assert_true(count < PATHS_MAX);
			texts[count++] = text_of(&path);
			tnt_path_free(&path);
		}
		scamper_object_clear(&object);
	}
	assert_int_equal(rc, 0);
	scamper_reader_free(reader);
	qsort(texts, count, sizeof(*texts), by_text);
	for (size_t i = 0; i < count; i++) {
		strcat(all, texts[i]);
		free(texts[i]);
	}
	free(in.at);
	return all;
}

static size_t lines_of(const char *name)
{
	struct memory text = contents(name);
	size_t lines = 0;

	for (size_t i = 0; i < text.used; i++)
		lines += text.at[i] == '\n';
	free(text.at);
	return lines;
}

static void cut_anywhere(void **state)
{
	struct run run;
	unsigned int types[16];
	struct memory whole;
	char *expected;

	(void)state;
	free(write_results(&run, false, 1));
	whole = contents(result);
	expected = set_of(result, types);
	/* Each byte of the last records, and steps over what is before. */
	for (size_t len = 0; len <= whole.used;
	     len += len + 400 < whole.used ? 97 : 1) {
		char *after, *said;

		put_contents(result, whole.at, len);
		said = write_results(&run, true, 1);
		assert_true(run.opened);
		assert_non_null(strstr(said, "resumed: "));
		free(said);
		after = set_of(result, types);
		assert_string_equal(after, expected);
		assert_int_equal(types[SCAMPER_OBJECT_LIST], 1);
		assert_int_equal(types[SCAMPER_OBJECT_CYCLE_START] +
					 types[SCAMPER_OBJECT_CYCLE_DEF],
				 1);
		assert_int_equal(types[SCAMPER_OBJECT_CYCLE_STOP], 1);
		assert_int_equal(lines_of(json), 4);
		free(after);
	}
	free(expected);
	free(whole.at);
}

static void nothing_is_left(void **state)
{
	struct run run;
	struct memory before, after;

	(void)state;
	free(write_results(&run, false, 1));
	before = contents(result);
	free(write_results(&run, true, 1));
	after = contents(result);
	assert_int_equal(run.engine.sim.probes, 0);
	assert_true(run.output.resume.has_seed);
	assert_int_equal(run.output.resume.seed, 77);
	/* The cycle stop has another time. */
	assert_int_equal(after.used, before.used);
	assert_memory_equal(after.at, before.at, before.used - 16);
	free(before.at);
	free(after.at);
}

static void refused(const char *why)
{
	struct memory before = contents(result), after;
	struct memory json_before = contents(json), json_after;
	struct run run;
	char *said = write_results(&run, true, 2);

	after = contents(result);
	json_after = contents(json);
	assert_int_equal(json_after.used, json_before.used);
	assert_memory_equal(json_after.at, json_before.at, json_before.used);
	free(json_before.at);
	free(json_after.at);
	assert_false(run.opened);
	if (!strstr(said, "UK6033: cannot resume ") || !strstr(said, why))
		fail_msg("'%s' does not say '%s'", said, why);
	assert_int_equal(after.used, before.used);
	assert_memory_equal(after.at, before.at, before.used);
	free(said);
	free(before.at);
	free(after.at);
}

static void files_that_are_not_touched(void **state)
{
	struct run run;
	struct memory whole;

	(void)state;
	free(write_results(&run, false, 1));
	refused("it was made with other options");
	whole = contents(result);
	put_contents(result, "something of value", 18);
	refused("it is no file of results");
	/* Damaged in the middle: a length that is too long by one. */
	whole.at[whole.used / 2] ^= 0xff;
	whole.at[7]++;
	put_contents(result, whole.at, whole.used);
	refused("");
	free(whole.at);
}

static int set_up(void **state)
{
	int fd = mkstemp(result);

	(void)state;
	snprintf(json, sizeof(json), "%s.json", result);
	return fd < 0 ? -1 : close(fd);
}

static int tear_down(void **state)
{
	(void)state;
	unlink(json);
	return unlink(result);
}

const struct CMUnitTest resume_tests[] = {
	cmocka_unit_test_setup(cut_anywhere, set_up),
	cmocka_unit_test(nothing_is_left),
	cmocka_unit_test_teardown(files_that_are_not_touched, tear_down),
};
const size_t resume_test_count = sizeof(resume_tests) / sizeof(*resume_tests);
