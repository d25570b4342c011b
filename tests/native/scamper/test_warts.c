/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What our engine finds, written by us and read by us and by Debian's tools
 * (sc_warts2json, sc_warts2text, sc_wartsdump, sc_wartscat).
 */
#include "test.h"

#include <stdio.h>

#include "../../../lib-scamper/src/bytes.h"
#include "../../../lib-scamper/src/packet.h"
#include "fake.h"
#include "records.h"

/* A path with labels, a silent TTL, duplicates and an unreachable end. */
static void respond(struct fake *fake, const struct fake_sent *probe)
{
	uint8_t body[144] = {0}, out[FAKE_BYTES];
	/* Two labels: 17 (class 1, TTL 1) over 1000 (bottom, TTL 7). */
	static const uint8_t ext[] = {0x20, 0,    0,    0,    0, 12,   1,    1,
				      0,    0x01, 0x12, 0x01, 0, 0x3e, 0x81, 7};

	if (probe->len != 44) { /* a ping: every third is lost */
		if (fake->sent_used % 3)
			fake_answer(fake, probe, 33333333);
	} else if (probe->ttl == 2) {
		memcpy(body, probe->bytes, 44);
		body[8] = 2;
		memcpy(body + 128, ext, sizeof(ext));
		fake_plan(fake, out,
			  fake_icmp(out, 0x1e000002, 0xac140002, 247, 11, 0, 0,
				    body, sizeof(body)),
			  123456);
	} else if (probe->ttl == 4) {
		fake_unreachable(fake, probe, 0x1e000004, 13, MS);
	} else if (probe->ttl != 3) {
		fake_time_exceeded(fake, probe, 0x1e000001, MS);
		fake_time_exceeded(fake, probe, 0x1e000009, MS + 1);
	}
}

/* Runs the commands; warts, JSON and text of the results. */
static void products(struct bytes out[3])
{
	static const char *const commands[] = {
		"trace -P icmp-paris -w 1 -U 42 20.0.0.1",
		"trace -P udp-paris -w 1 -Q -q 3 20.0.0.2",
		"trace -P udp -w 1 -t 8 -G 2 -g 1 20.0.0.3",
		"trace -P icmp -m 1 20.0.0.4",
		"ping -c 3 -i 0.5 -W 2 -z 4 20.0.0.5",
		"ping -c 1 -F 0 20.0.0.6",
		"ping -c 7 -U 1 -o 5 20.0.0.7",
	};
	struct fake *fake = fake_new(NULL);
	struct scamper_cycle *cycle = scamper_source_cycle(fake->source);

	fake->respond = respond;
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		fake_submit(fake, commands[i]);
	fake_run(fake);
	for (int f = 0; f < 3; f++) {
		struct scamper_writer *w = scamper_writer_new(
			(enum scamper_format)f, bytes_sink(&out[f]));

		assert_non_null(w);
		cycle->stop_sec = 0;
		assert_int_equal(scamper_write_cycle_start(w, cycle), 0);
		for (uint32_t i = 0; i < fake->results_used; i++)
			assert_int_equal(
				scamper_write_result(w, fake->results[i]), 0);
		cycle->stop_sec = 2000;
		assert_int_equal(scamper_write_cycle_stop(w, cycle), 0);
		scamper_writer_free(w);
	}
	fake_free(fake);
}

static void free_products(struct bytes out[3])
{
	for (int f = 0; f < 3; f++)
		bytes_free(&out[f]);
}

static void expect_same(const struct bytes *a, const struct bytes *b)
{
	assert_string_equal((const char *)a->data, (const char *)b->data);
	assert_int_equal(a->len, b->len);
}

/* One call of the sink a record: list, cycle start, 7 results, stop. */
static void test_records_are_whole(void **state)
{
	struct bytes out[3] = {0};

	(void)state;
	products(out);
	assert_int_equal(out[0].calls, 10);
	assert_int_equal(out[1].calls, 9);
	free_products(out);
}

static void test_read_back(void **state)
{
	(void)state;
	for (int f = 0; f < 3; f++) {
		struct bytes out[3] = {0}, again = {0};
		struct scamper_error error = {0};

		products(out);
		assert_int_equal(convert(&out[0], SCAMPER_LAYOUT_AUTO,
					 (enum scamper_format)f, &again,
					 &error),
				 10);
		assert_int_equal(again.len, out[f].len);
		assert_memory_equal(again.data, out[f].data, again.len);
		bytes_free(&again);
		free_products(out);
	}
}

static void by_tool(const char *tool, const char *file, struct bytes *out)
{
	char command[600];

	snprintf(command, sizeof(command), "%s %s", tool, file);
	if (run_command(command, out) != 0)
		fail_msg("failed: %s", command);
}

static void test_debian_json_and_text(void **state)
{
	struct bytes out[3] = {0}, json = {0}, text = {0};
	const char *file;

	(void)state;
	products(out);
	file = write_product("engine.warts", &out[0]);
	by_tool("sc_warts2json", file, &json);
	by_tool("sc_warts2text", file, &text);
	expect_same(&json, &out[1]);
	expect_same(&text, &out[2]);
	bytes_free(&json);
	bytes_free(&text);
	free_products(out);
}

static void test_debian_dump(void **state)
{
	struct bytes out[3] = {0}, dump = {0};
	static const char *const lines[] = {
		"traceroute from 172.20.0.2 to 20.0.0.1",
		" user-id: 42",
		" mpls ext ttl: 1, s: 0, exp: 1, label: 17",
		"q-ttl: 2, q-len: 44",
		"hop 255  30.0.0.1",
		" flags: 0x01 ( all-attempts )",
		" probe-count: 3, size: 84, wait: 0.5, timeout: 2, ttl: "
		"64",
		"cycle stop, list default 0, cycle 0",
	};

	(void)state;
	products(out);
	by_tool("sc_wartsdump", write_product("engine.warts", &out[0]), &dump);
	write_product("engine.dump", &dump);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (!strstr((const char *)dump.data, lines[i]))
			fail_msg("sc_wartsdump does not say '%s'", lines[i]);
	bytes_free(&dump);
	free_products(out);
}

static struct scamper_trace *annotated(struct fake *fake)
{
	struct scamper_trace *t;
	char big[4095];

	fake->respond = respond;
	t = fake_one(fake, "trace -P icmp-paris -w 1 20.0.0.1")->trace;
	memset(big, 'x', sizeof(big));
	assert_int_equal(scamper_trace_add_attr(t, 14, "annotated", 9), 0);
	assert_int_equal(scamper_trace_add_attr(t, 14, big, sizeof(big)), 0);
	assert_int_equal(scamper_trace_add_attr(t, 14, big, 4096), -22);
	assert_int_equal(scamper_trace_add_attr(t, 16, big, 1), -22);
	assert_int_equal(scamper_trace_add_attr(t, 0, big, 1), -22);
	assert_int_equal(scamper_extra_set(&t->hops[1]->extra, 60, "ab", 2), 0);
	assert_int_equal(scamper_extra_set(&t->hops[1]->extra, 0, "a", 1), -22);
	return t;
}

static void write_one(const struct scamper_trace *trace, struct bytes *out)
{
	struct scamper_writer *w = scamper_warts_writer_new(bytes_sink(out));

	assert_int_equal(scamper_write_trace(w, trace), 0);
	scamper_writer_free(w);
}

/* "sc_warts2json and sc_wartsdump give identical output" with an unknown hop
 * parameter 60 and attributes of type 14 (section 9). */
static void test_additions_are_invisible(void **state)
{
	struct fake *fake = fake_new(NULL);
	struct bytes with = {0}, without = {0}, a = {0}, b = {0};
	struct scamper_trace *t = annotated(fake);
	struct scamper_trace *plain = scamper_trace_dup_header(t);

	(void)state;
	assert_non_null(plain);
	for (uint32_t i = 0; i < t->hops_used; i++) {
		struct scamper_hop *hop = scamper_hop_dup(t->hops[i]);

		assert_non_null(hop);
		assert_int_equal(scamper_trace_append(plain, hop), 0);
		if (i == 1) {
			free(hop->extra);
			hop->extra = NULL;
		}
	}
	write_one(t, &with);
	write_one(plain, &without);
	assert_int_equal(with.len, without.len + 2 + 9 + 2 + 4095 + 8);
	by_tool("sc_warts2json", write_product("with.warts", &with), &a);
	by_tool("sc_warts2json", write_product("without.warts", &without), &b);
	expect_same(&a, &b);
	bytes_free(&a);
	bytes_free(&b);
	by_tool("sc_wartsdump", write_product("with.warts", &with), &a);
	by_tool("sc_wartsdump", write_product("without.warts", &without), &b);
	expect_same(&a, &b);
	bytes_free(&a);
	bytes_free(&b);
	bytes_free(&with);
	bytes_free(&without);
	scamper_trace_free(plain);
	fake_free(fake);
}

/* Unknown parameters and attributes come back as they were. */
static void test_additions_are_kept(void **state)
{
	struct fake *fake = fake_new(NULL);
	struct bytes out = {0}, again = {0};
	struct scamper_error error = {0};
	struct scamper_reader *reader;
	struct scamper_object o;

	(void)state;
	write_one(annotated(fake), &out);
	reader = scamper_reader_new(bytes_stream(&out), SCAMPER_LAYOUT_AUTO);
	do {
		assert_int_equal(scamper_reader_next(reader, &o, &error), 1);
		if (!o.trace)
			scamper_object_clear(&o);
	} while (!o.trace);
	assert_int_equal(o.trace->attrs->type, 14);
	assert_int_equal(o.trace->attrs->len, 9);
	assert_memory_equal(o.trace->attrs->data, "annotated", 9);
	assert_int_equal(o.trace->attrs->next->len, 4095);
	assert_int_equal(scamper_extra_get(o.trace->hops[1]->extra, 60)->len,
			 2);
	write_one(o.trace, &again);
	assert_int_equal(again.len, out.len);
	assert_memory_equal(again.data, out.data, out.len);
	scamper_object_clear(&o);
	scamper_reader_free(reader);
	bytes_free(&out);
	bytes_free(&again);
	fake_free(fake);
}

/* sc_wartscat renumbers lists and cycles, and drops what it does not know. */
static void test_debian_cat(void **state)
{
	struct bytes out[3] = {0}, json = {0};
	char command[1300];
	const char *file;

	(void)state;
	products(out);
	file = write_product("engine.warts", &out[0]);
	snprintf(command, sizeof(command),
		 "rm -f %s.cat; sc_wartscat -o %s.cat %s && "
		 "sc_warts2json %s.cat",
		 file, file, file, file);
	assert_int_equal(run_command(command, &json), 0);
	expect_same(&json, &out[1]);
	bytes_free(&json);
	free_products(out);
}

/* A result of a list nobody announced: list and cycle definition first. */
static void test_definition_comes_first(void **state)
{
	struct fake *fake = fake_new(NULL);
	struct bytes out = {0};

	(void)state;
	fake->respond = respond;
	write_one(fake_one(fake, "trace -m 1 20.0.0.1")->trace, &out);
	assert_int_equal(get16(out.data + 2), 1);
	assert_int_equal(get16(out.data + 8 + get32(out.data + 4) + 2), 3);
	assert_int_equal(out.calls, 3);
	bytes_free(&out);
	fake_free(fake);
}

static int full_disk(void *user, const void *data, size_t len)
{
	(void)user;
	(void)data;
	(void)len;
	return -28; /* ENOSPC */
}

static void test_write_error(void **state)
{
	struct scamper_sink sink = {full_disk, NULL};
	struct fake *fake = fake_new(NULL);
	struct scamper_result *result = fake_one(fake, "ping -c 1 20.0.0.1");

	(void)state;
	for (int f = 0; f < 3; f++) {
		struct scamper_writer *w =
			scamper_writer_new((enum scamper_format)f, sink);

		assert_int_equal(scamper_write_result(w, result), -28);
		scamper_writer_free(w);
	}
	fake_free(fake);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_records_are_whole),
	cmocka_unit_test(test_read_back),
	cmocka_unit_test(test_debian_json_and_text),
	cmocka_unit_test(test_debian_dump),
	cmocka_unit_test(test_additions_are_invisible),
	cmocka_unit_test(test_additions_are_kept),
	cmocka_unit_test(test_debian_cat),
	cmocka_unit_test(test_definition_comes_first),
	cmocka_unit_test(test_write_error),
};

TEST_GROUP(warts_tests, tests);
