/* SPDX-License-Identifier: BSD-3-Clause */
/* Compressed files of results: readable after each flush, and at the end. */
#include "test.h"

#include <scamper/gzip.h>
#include <stdio.h>

#include "records.h"

static void test_flushed_is_readable(void **state)
{
	struct bytes none = {0}, out = {0};
	char path[256], command[300];
	FILE *file;

	(void)state;
	snprintf(path, sizeof(path), "%s", write_product("flushed.gz", &none));
	file = scamper_create(path);
	assert_non_null(file);
	fputs("first\n", file);
	assert_int_equal(fflush(file), 0);
	fputs("second\n", file);
	/* As a killed program would leave it. */
	snprintf(command, sizeof(command), "zcat %s 2>/dev/null", path);
	run_command(command, &out);
	assert_string_equal((char *)out.data, "first\n");
	bytes_free(&out);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(run_command(command, &out), 0);
	assert_string_equal((char *)out.data, "first\nsecond\n");
	bytes_free(&out);
}

/* More than any buffer holds, without a flush. */
static void test_large(void **state)
{
	struct bytes none = {0}, out = {0};
	char path[256], command[600];
	FILE *file;

	(void)state;
	snprintf(path, sizeof(path), "%s", write_product("large.gz", &none));
	file = scamper_create(path);
	for (unsigned int i = 0; i < 100000; i++)
		fprintf(file, "%u\n", i * 2654435761u);
	assert_int_equal(fclose(file), 0);
	snprintf(command, sizeof(command), "gzip -t %s && zcat %s | wc -l",
		 path, path);
	assert_int_equal(run_command(command, &out), 0);
	assert_string_equal((char *)out.data, "100000\n");
	bytes_free(&out);
}

static void test_plain_and_impossible(void **state)
{
	struct bytes none = {0}, in;
	char path[256];
	FILE *file;

	(void)state;
	assert_null(scamper_create("/nonexistent/file.gz"));
	snprintf(path, sizeof(path), "%s", write_product("plain", &none));
	file = scamper_create(path);
	fputs("plain", file);
	assert_int_equal(fclose(file), 0);
	in = bytes_of_file(path);
	assert_int_equal(in.len, 5);
	bytes_free(&in);
}

static void test_full_disk(void **state)
{
	FILE *file = scamper_create("/dev/full");

	(void)state;
	assert_non_null(file);
	fputs("x", file);
	assert_int_not_equal(fclose(file), 0);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_flushed_is_readable),
	cmocka_unit_test(test_large),
	cmocka_unit_test(test_plain_and_impossible),
	cmocka_unit_test(test_full_disk),
};

TEST_GROUP(gzip_tests, tests);
