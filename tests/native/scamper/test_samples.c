/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Files written by Debian's scamper and by TNT of 2018 (data/): read, printed
 * as Debian's tools print them, written back byte for byte.
 */
#include "test.h"

#include <stdbool.h>
#include <stdio.h>

#include "records.h"

static const char *const samples[] = {
	"chain3",    "mpls-gap", "duplicates", "needfrag", "qttl",
	"lastditch", "tracelb",  "dealias",    "names",
};

enum { SAMPLES = sizeof(samples) / sizeof(samples[0]) };

static struct bytes sample(const char *name, const char *end)
{
	char path[128];

	snprintf(path, sizeof(path), "data/%s.%s", name, end);
	return bytes_of_file(path);
}

static void same_bytes(const char *what, const struct bytes *a,
		       const struct bytes *b)
{
	size_t i = 0;

	while (i < a->len && i < b->len && a->data[i] == b->data[i])
		i++;
	if (i < a->len || i < b->len)
		fail_msg("%s differs at byte %zu of %zu/%zu: %.60s", what, i,
			 a->len, b->len, (const char *)b->data + i);
}

static void compare(enum scamper_format format, const char *end)
{
	for (int i = 0; i < SAMPLES; i++) {
		struct scamper_error error = {0};
		struct bytes in = sample(samples[i], "warts");
		struct bytes expected = sample(samples[i], end), out = {0};

		in.chunk = 7; /* a stream may give less than was asked for */
		assert_true(convert(&in, SCAMPER_LAYOUT_AUTO, format, &out,
				    &error) > 0);
		same_bytes(samples[i], &expected, &out);
		bytes_free(&in);
		bytes_free(&expected);
		bytes_free(&out);
	}
}

static void test_json(void **state)
{
	(void)state;
	compare(SCAMPER_FORMAT_JSON, "json");
}

static void test_text(void **state)
{
	(void)state;
	compare(SCAMPER_FORMAT_TEXT, "txt");
}

static void test_written_back(void **state)
{
	(void)state;
	compare(SCAMPER_FORMAT_WARTS, "warts");
}

/* The layout of 2018: fields 20 to 25 are there, order is that of the path. */
static void test_tnt2018(void **state)
{
	static const char *const names[] = {"tnt-dpr", "tnt-uhp-buddy"};
	static const enum scamper_layout layouts[] = {SCAMPER_LAYOUT_TNT2018,
						      SCAMPER_LAYOUT_AUTO};

	(void)state;
	for (int i = 0; i < 4; i++) {
		struct scamper_error error = {0};
		struct bytes in = sample(names[i / 2], "warts"), out = {0};

		assert_true(convert(&in, layouts[i % 2], SCAMPER_FORMAT_WARTS,
				    &out, &error) > 0);
		same_bytes(names[i / 2], &in, &out);
		bytes_free(&in);
		bytes_free(&out);
	}
}

static struct scamper_trace *first_trace(struct bytes *in,
					 enum scamper_layout layout)
{
	struct scamper_reader *reader =
		scamper_reader_new(bytes_stream(in), layout);
	struct scamper_trace *trace = NULL;
	struct scamper_object object;

	assert_non_null(reader);
	while (!trace && scamper_reader_next(reader, &object, NULL) > 0) {
		trace = object.trace;
		object.trace = NULL;
		scamper_object_clear(&object);
	}
	scamper_reader_free(reader);
	assert_non_null(trace);
	return trace;
}

static void expect_extra(const struct scamper_hop *hop, unsigned int number,
			 const char *value, size_t len)
{
	const struct scamper_extra *e =
		scamper_extra_get(hop->extra, (uint16_t)number);

	assert_non_null(e);
	assert_int_equal(e->len, len);
	assert_memory_equal(e->data, value, len);
}

static void test_tnt2018_fields(void **state)
{
	struct bytes in = sample("tnt-dpr", "warts");
	struct scamper_trace *t = first_trace(&in, SCAMPER_LAYOUT_AUTO);
	const struct scamper_hop *lsr = t->hops[2];

	(void)state;
	assert_int_equal(t->hops_used, 8);
	assert_int_equal(t->flags, 0xa0);
	/* H1 of tnt-dpr.txt: LSR, INV, RTLA, DPR, step 1, position 3. */
	assert_int_equal(scamper_addr_to_ipv4(&lsr->addr), 0x14000202);
	expect_extra(lsr, 20, "\x3e", 1);
	expect_extra(lsr, 21, "\x84", 1);
	assert_null(scamper_extra_get(lsr->extra, 22));
	expect_extra(lsr, 23, "\x05\x12", 2);
	expect_extra(lsr, 24, "\x01", 1);
	expect_extra(lsr, 25, "\x03", 1);
	assert_null(lsr->name);
	scamper_trace_free(t);
	bytes_free(&in);
}

/* Read as current warts, parameter 20 is a name: rubbish, but no damage. */
static void test_tnt2018_as_current(void **state)
{
	struct bytes in = sample("tnt-dpr", "warts"), out = {0};
	struct scamper_error error = {0};
	int rc = convert(&in, SCAMPER_LAYOUT_CURRENT, SCAMPER_FORMAT_WARTS,
			 &out, &error);

	(void)state;
	assert_true(rc > 0 || error.code == 5032);
	bytes_free(&in);
	bytes_free(&out);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_json),
	cmocka_unit_test(test_text),
	cmocka_unit_test(test_written_back),
	cmocka_unit_test(test_tnt2018),
	cmocka_unit_test(test_tnt2018_fields),
	cmocka_unit_test(test_tnt2018_as_current),
};

TEST_GROUP(sample_tests, tests);
