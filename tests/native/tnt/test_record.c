/* SPDX-License-Identifier: BSD-3-Clause */
/* Both layouts of the record: tnt.md section 12, scamper.md section 9. */
#include "tests.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dump.h"
#include "files.h"
#include "path_text.h"
#include "records.h"
#include "record.h"
#include "reveal.h"

/* The samples of the original: their dump, and the same bytes again. */
static void sample_of_2018(const char *name)
{
	char file[64];
	struct memory in, expected, out = {0};
	struct scamper_reader *reader;
	struct scamper_writer *writer =
		scamper_warts_writer_new(memory_sink(&out));
	struct scamper_object object;
	struct scamper_error error;

	snprintf(file, sizeof(file), "%s.hex", name);
	in = sample(file);
	snprintf(file, sizeof(file), "%s.txt", name);
	expected = sample(file);
	reader = scamper_reader_new(memory_stream(&in), SCAMPER_LAYOUT_AUTO);
	while (scamper_reader_next(reader, &object, &error) > 0) {
		struct tnt_path path;
		char *text;

		if (!object.trace) {
			scamper_write_object(writer, &object);
			scamper_object_clear(&object);
			continue;
		}
		assert_true(tnt_record_read(&path, object.trace));
		object.trace = NULL;
		assert_true(path.annotated);
		text = text_of(&path);
		assert_string_equal(text, (char *)expected.at);
		free(text);
		assert_int_equal(
			tnt_record_write(writer, &path, TNT_FORMAT_2018, false),
			0);
		tnt_path_free(&path);
		scamper_object_clear(&object);
	}
	scamper_reader_free(reader);
	scamper_writer_free(writer);
	assert_int_equal(out.used, in.used);
	assert_memory_equal(out.at, in.at, in.used);
	free(in.at);
	free(expected.at);
	free(out.at);
}

static void samples_of_2018(void **state)
{
	(void)state;
	sample_of_2018("tnt-dpr");
	sample_of_2018("tnt-uhp-buddy");
}

/* A path with everything: silent hops, labels, a tunnel, a failure. */
static void rich_path(struct tnt_path *path, struct tnt_reveal *reveal)
{
	struct tnt_candidate pairs[32];

	text_path(path,
		  "A te m1; B te; *; C te 250/62; 10.1.1.1 te; D un; *; Z er",
		  'Z');
	tnt_pass1(path, &default_rules);
	assert_int_equal(tnt_pass2(path, &default_rules, pairs), 1);
	tnt_reveal_init(reveal, pairs);
	tnt_reveal_trace(
		reveal, &default_rules,
		text_trace("A te; B te; *; *; E te m254; *; F te; C er", 'C'));
	tnt_splice(path, pairs, reveal, 0);
	path->hops.at[0].failures = TNT_FRPLA | TNT_FAIL_TARGET;
	path->probes_upstream = 70000;
	path->probes_once = 42;
	path->annotated = path->explained = true;
	path->ended = TNT_BUDGET;
	path->probes_sent = 41;
	path->all_upstream = UINT64_C(5000000000);
	path->all_sent = UINT64_C(4000000000);
	path->run = (struct tnt_run){
		.version = "9.8.7",
		.clock = "monotonic",
		.has_seed = true,
		.has_options = true,
		.has_image = true,
		.seed = UINT64_MAX,
		.options = 0x123456789abcdef0,
		.image = {1, 2, 0xff},
	};
	path->hops.at[1].unsure |= TNT_UNSURE_LOOP | TNT_UNSURE_NO_BUDDY;
}

static void round_trip(enum tnt_format format)
{
	struct memory file = {0};
	struct scamper_writer *writer =
		scamper_warts_writer_new(memory_sink(&file));
	struct tnt_path path, again;
	struct tnt_reveal reveal;
	char *before, *after;

	rich_path(&path, &reveal);
	assert_int_equal(tnt_record_write(writer, &path, format, false), 0);
	assert_true(read_path(&file, &again));
	before = json_of(&path);
	after = json_of(&again);
	/* 2018: 16 bits of one probe count, no step of a silent hop, and
	 * nothing of what is not in it. */
	if (format == TNT_FORMAT_ATTRIBUTE)
		assert_string_equal(before, after);
	free(before);
	free(after);
	before = text_of(&path);
	after = text_of(&again);
	assert_string_equal(before, after);
	free(before);
	free(after);
	scamper_writer_free(writer);
	tnt_path_free(&path);
	tnt_path_free(&again);
	tnt_reveal_free(&reveal);
	free(file.at);
}

static void round_trips(void **state)
{
	(void)state;
	round_trip(TNT_FORMAT_ATTRIBUTE);
	round_trip(TNT_FORMAT_2018);
}

static void attribute_leaves_a_plain_trace(void **state)
{
	struct memory file = {0};
	struct scamper_writer *writer =
		scamper_warts_writer_new(memory_sink(&file));
	struct tnt_path path, again;
	struct tnt_reveal reveal;

	(void)state;
	rich_path(&path, &reveal);
	tnt_record_write(writer, &path, TNT_FORMAT_ATTRIBUTE, false);
	read_path(&file, &again);
	/* 8 hops of which 2 are silent; the LSRs are in the attribute. */
	assert_int_equal(again.trace->hop_count, 8);
	assert_int_equal(again.trace->hops_used, 6);
	assert_int_equal(again.trace->probe_count, 8);
	assert_int_equal(again.trace->flags & 0x80, 0);
	assert_int_equal(again.revealed->hops_used, 2);
	scamper_writer_free(writer);
	tnt_path_free(&path);
	tnt_path_free(&again);
	tnt_reveal_free(&reveal);
	free(file.at);
}

/* A path so long that its annotation needs several attributes. */
static void long_path(struct tnt_path *path, size_t revealed,
		      struct scamper_trace **keeper)
{
	*keeper = scamper_trace_new();
	text_path(path, "A te; B te; Z er", 'Z');
	for (size_t i = 0; i < revealed; i++) {
		struct scamper_hop *reply = scamper_hop_new();
		struct tnt_hop hop;

		reply->addr = scamper_addr_ipv4(0x15000000 + (uint32_t)i);
		reply->ext = calloc(1, 100);
		reply->ext_len = 100;
		scamper_trace_append(*keeper, reply);
		hop = tnt_hop_of(reply);
		hop.revealed = true;
		hop.step = 1;
		hop.discovery = TNT_REVEALED;
		tnt_hops_insert(&path->hops, 1, &hop, 1);
	}
	path->annotated = true;
}

static void long_annotation(void **state)
{
	struct memory file = {0};
	struct scamper_writer *writer =
		scamper_warts_writer_new(memory_sink(&file));
	struct tnt_path path, again;
	struct scamper_trace *keeper;
	char *before, *after;

	(void)state;
	long_path(&path, 500, &keeper);
	before = json_of(&path);
	assert_int_equal(
		tnt_record_write(writer, &path, TNT_FORMAT_2018, false),
		-E2BIG);
	assert_int_equal(
		tnt_record_write(writer, &path, TNT_FORMAT_ATTRIBUTE, false),
		0);
	assert_true(read_path(&file, &again));
	after = json_of(&again);
	assert_string_equal(before, after);
	free(before);
	free(after);
	scamper_writer_free(writer);
	tnt_path_free(&path);
	tnt_path_free(&again);
	scamper_trace_free(keeper);
	free(file.at);
}

#define SECTIONS 5

/* Every truncation and every changed byte of the annotation. */
static void damaged_annotation(void **state)
{
	struct tnt_path path;
	struct tnt_reveal reveal;
	uint8_t data[4095];
	size_t len;
	unsigned int between = 0;

	(void)state;
	rich_path(&path, &reveal);
	assert_int_equal(tnt_attr_add(&path), 0);
	len = path.trace->attrs->len;
	memcpy(data, path.trace->attrs->data, len);
	for (size_t i = 0; i < 2 * len; i++) {
		struct scamper_trace *trace = text_trace(
			"A te m1; B te; *; C te; G te; D un; *; Z er", 'Z');
		struct tnt_path damaged;
		char *text;

		data[i % len] ^= i < len ? 0 : 0xff;
		scamper_trace_add_attr(trace, TNT_ATTR_TYPE, data,
				       i < len ? i : len);
		data[i % len] ^= i < len ? 0 : 0xff;
		/* Cut between sections it is whole, of an older prober. */
		if (tnt_record_read(&damaged, trace))
			assert_true(i >= len || ++between <= SECTIONS);
		else
			assert_int_equal(damaged.hops.count, 8);
		text = text_of(&damaged);
		free(text);
		tnt_path_free(&damaged);
	}
	tnt_path_free(&path);
	tnt_reveal_free(&reveal);
}

static void empty_hop(void **state)
{
	/* Version, part 0 of 1; counts; one hop of no bytes. */
	static const uint8_t data[] = {1, 0, 1, 0, 0, 0, 0, 0,
				       0, 0, 0, 0, 1, 0, 0};
	struct scamper_trace *trace = text_trace("A te; B te; Z er", 'Z');
	struct tnt_path path;

	(void)state;
	scamper_trace_add_attr(trace, TNT_ATTR_TYPE, data, sizeof(data));
	assert_false(tnt_record_read(&path, trace));
	assert_int_equal(path.hops.count, 3);
	tnt_path_free(&path);
}

static void written_twice(void **state)
{
	struct tnt_path path;
	struct tnt_reveal reveal;

	(void)state;
	rich_path(&path, &reveal);
	assert_int_equal(tnt_attr_add(&path), 0);
	assert_int_equal(tnt_attr_add(&path), 0);
	assert_null(path.trace->attrs->next);
	tnt_path_free(&path);
	tnt_reveal_free(&reveal);
}

static void json_names_every_field(void **state)
{
	static const char *const parts[] = {
		"\"type\":\"tnt\"",
		"\"probes_reported\":70000",
		"\"probes_once\":42",
		"\"silent\":true",
		"\"reserved\":true",
		"\"roles\":[\"lsr\"]",
		"\"kinds\":[\"invisible\"]",
		"\"triggers\":[\"rtla\"]",
		"\"methods\":[\"dpr\"]",
		"\"before_silent_ingress\":true",
		"\"er_ttl\":62",
		"\"failure\":[\"target-not-reached\"]",
		"\"failure_triggers\":[\"frpla\"]",
		"\"revealed\":true",
		"\"step\":1",
		"\"position\":10",
		"\"rtla\":3",
		"\"probes_sent\":41,\"all_reported\":5000000000,"
		"\"all_sent\":4000000000,\"ended\":\"budget\"",
		"\"run\":{\"prober\":\"utnt\",\"version\":\"9.8.7\","
		"\"seed\":18446744073709551615,\"clock\":\"monotonic\","
		"\"options_hash\":\"123456789abcdef0\","
		"\"image_sha256\":\"0102ff0000",
		"\"searches\":[{\"start\":2,\"next\":8,"
		"\"trigger\":\"rtla\",\"value\":3,\"threshold\":1,"
		"\"silent_ingress\":true,\"revealed\":4,"
		"\"attempts\":[{\"target\":\"20.0.3.2\","
		"\"buddy\":false,\"first_ttl\":1,\"outcome\":\"new\","
		"\"new_hops\":4,\"probes\":8}],"
		"\"uncertain\":[\"silent-hop\"]}]",
		"\"reasons\":[{\"rule\":\"lsr-of\",\"search\":1,"
		"\"step\":1}]",
		"\"uncertain\":[\"silent-hop\",\"loop\",\"no-buddy\"]",
		"\"labels\":[{\"label\":16,\"exp\":0,\"bottom\":1,\"ttl\":254}"
		"]",
	};
	struct tnt_path path;
	struct tnt_reveal reveal;
	char *text;

	(void)state;
	rich_path(&path, &reveal);
	text = json_of(&path);
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (!strstr(text, parts[i]))
			fail_msg("no %s in %s", parts[i], text);
	free(text);
	tnt_path_free(&path);
	tnt_reveal_free(&reveal);
}

const struct CMUnitTest record_tests[] = {
	cmocka_unit_test(samples_of_2018),
	cmocka_unit_test(round_trips),
	cmocka_unit_test(attribute_leaves_a_plain_trace),
	cmocka_unit_test(long_annotation),
	cmocka_unit_test(damaged_annotation),
	cmocka_unit_test(empty_hop),
	cmocka_unit_test(written_twice),
	cmocka_unit_test(json_names_every_field),
};
const size_t record_test_count = sizeof(record_tests) / sizeof(*record_tests);
