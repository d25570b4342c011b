/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Recordings: what ran on the made-up network is replayed to the same bytes;
 * what was changed, cut or damaged is refused.
 */
#include "test.h"

#include <errno.h>
#include <scamper/pcap.h>
#include <scamper/tape.h>
#include <stdio.h>

#include "../../../lib-scamper/src/bytes.h"
#include "../../../lib-scamper/src/tape.h"
#include "fake.h"
#include "records.h"

enum { COMMANDS = 8 };

struct scenario {
	const char *name;
	const char *commands[COMMANDS];
	void (*respond)(struct fake *fake, const struct fake_sent *probe);
};

/* Hosts 20.9.9.x are eight hops away, behind routers 20.0.x.2. */
static void path(struct fake *fake, const struct fake_sent *probe)
{
	if (probe->ttl >= 8)
		fake_answer(fake, probe, 9 * MS);
	else
		fake_time_exceeded(fake, probe, 0x14000002u + probe->ttl * 256u,
				   probe->ttl * MS);
}

static uint32_t next_random(void)
{
	static uint32_t state = 1;

	state = state * 1664525u + 1013904223u;
	return state >> 16;
}

/* Some replies are lost, doubled or late, and some are damaged. */
static void bad_path(struct fake *fake, const struct fake_sent *probe)
{
	struct fake_planned *last;
	uint32_t chance = next_random() % 10;

	if (chance < 2)
		return;
	path(fake, probe);
	last = &fake->planned[fake->planned_used - 1];
	if (chance < 4)
		path(fake, probe);
	else if (chance < 6)
		last->at += 2 * SEC;
	else if (chance == 6)
		last->bytes[next_random() % last->len] ^= 1;
}

/* Every large probe is too big for a router in the middle. */
static void narrow_path(struct fake *fake, const struct fake_sent *probe)
{
	if (probe->ttl > 4 && probe->len > 508)
		fake_unreachable(fake, probe, 0x14000402u, 4, 3 * MS);
	else
		path(fake, probe);
}

static const struct scenario scenarios[] = {
	{"path",
	 {"trace 20.9.9.1", "trace -P icmp-paris -U 7 20.9.9.2",
	  "ping -c 2 20.9.9.3", "trace -P tcp 20.9.9.4", "trace 99.0.0.1"},
	 path},
	{"bad path",
	 {"trace -w 1 20.9.9.1", "trace -P icmp-paris -w 1 -q 3 20.9.9.2",
	  "ping -c 5 20.9.9.3", "trace -Q -w 1 20.9.9.4",
	  "trace -N 3 -w 1 20.9.9.5", "trace -c 95 -w 1 20.9.9.6"},
	 bad_path},
	{"names",
	 {"trace -O ptr 20.9.9.1", "trace -O ptr -Q -W 1 20.9.9.2"},
	 path},
	{"narrow path",
	 {"trace -M -P udp -w 1 20.9.9.1",
	  "trace -z 20.0.5.2 -Z a -f 4 20.9.9.2", "ping -s 600 -c 1 20.9.9.3"},
	 narrow_path},
};

enum { SCENARIOS = sizeof(scenarios) / sizeof(scenarios[0]) };

/* What a run gives. */
struct output {
	struct bytes warts, json;
	struct scamper_writer *writers[2];
};

static void output_open(struct output *out)
{
	out->writers[0] = scamper_warts_writer_new(bytes_sink(&out->warts));
	out->writers[1] = scamper_json_writer_new(bytes_sink(&out->json));
}

static void output_write(struct output *out, struct scamper_result *result)
{
	for (int i = 0; i < 2; i++)
		assert_int_equal(scamper_write_result(out->writers[i], result),
				 0);
}

static void output_close(struct output *out)
{
	for (int i = 0; i < 2; i++)
		scamper_writer_free(out->writers[i]);
	bytes_free(&out->warts);
	bytes_free(&out->json);
}

static const struct scamper_engine_options engine_options = {
	.pps = 1000, .pid = 0x597, .features = &scamper_all_features};

static void record(const struct scenario *scenario, struct bytes *recording,
		   struct output *out)
{
	struct scamper_tape *tape =
		scamper_tape_record(bytes_sink(recording), NULL);
	struct scamper_engine_options options = engine_options;
	struct scamper_error error;
	struct fake *fake;

	assert_non_null(tape);
	assert_int_equal(scamper_tape_number(tape, "number", 7), 7);
	assert_string_equal(scamper_tape_text(tape, "text", "abc"), "abc");
	assert_null(scamper_tape_text(tape, "none", NULL));
	options.observer = scamper_tape_observer(tape);
	fake = fake_new(&options);
	fake->respond = scenario->respond;
	for (int i = 0; i < COMMANDS && scenario->commands[i]; i++)
		fake_submit(fake, scenario->commands[i]);
	fake_run(fake);
	for (uint32_t i = 0; i < fake->results_used; i++)
		output_write(out, fake->results[i]);
	fake_free(fake);
	assert_true(scamper_tape_close(tape, &error));
}

static void write_result(struct scamper_source *source, void *user, uint32_t id,
			 void *task_user, struct scamper_result *result)
{
	(void)source;
	(void)id;
	(void)task_user;
	if (result)
		output_write(user, result);
	scamper_result_free(result);
}

/* The same program on a recording; the code of its error, or 0. */
static unsigned int replay(const struct scenario *scenario,
			   struct bytes *recording, struct output *out,
			   struct scamper_error *error)
{
	struct scamper_engine_options options = engine_options;
	struct scamper_source_options source_options = {
		.hostname = "host",
		.start_sec = 1000,
		.ops = {.done = write_result},
		.user = out,
	};
	struct scamper_tape *tape;
	struct scamper_engine *engine;
	struct scamper_source *source;
	volatile int stop = 0;
	const char *text;

	recording->at = 0;
	error->code = 0;
	tape = scamper_tape_replay(bytes_stream(recording), error);
	if (!tape)
		return error->code;
	scamper_tape_number(tape, "number", 8);
	text = scamper_tape_text(tape, "text", "else");
	if (text)
		assert_true(strlen(text) < 100);
	scamper_tape_text(tape, "none", "none");
	options.ops = &scamper_tape_backend;
	options.backend = tape;
	options.observer = scamper_tape_observer(tape);
	engine = scamper_engine_new(&options, NULL);
	scamper_engine_set_wall_offset(engine, 1000 * (int64_t)SEC);
	source = scamper_source_open(engine, &source_options, NULL);
	for (int i = 0; i < COMMANDS && scenario->commands[i]; i++)
		scamper_source_submit(source, scenario->commands[i], NULL,
				      NULL);
	scamper_source_no_more_commands(source);
	scamper_tape_run(tape, engine, &stop);
	scamper_engine_free(engine);
	scamper_tape_close(tape, error);
	return error->code;
}

static void same(const struct bytes *a, const struct bytes *b)
{
	assert_int_equal(a->len, b->len);
	assert_memory_equal(a->data, b->data, a->len);
}

static void test_same_bytes(void **state)
{
	(void)state;
	for (int i = 0; i < SCENARIOS; i++) {
		struct output first = {0}, second = {0};
		struct bytes recording = {0};
		struct scamper_error error;

		output_open(&first);
		output_open(&second);
		record(&scenarios[i], &recording, &first);
		recording.chunk = 13;
		if (replay(&scenarios[i], &recording, &second, &error))
			fail_msg("%s: %s", scenarios[i].name, error.text);
		assert_int_equal(recording.at, recording.len);
		same(&first.warts, &second.warts);
		same(&first.json, &second.json);
		output_close(&first);
		output_close(&second);
		bytes_free(&recording);
	}
}

static void test_tcpdump_reads_it(void **state)
{
	struct output out = {0};
	struct bytes recording = {0}, dump = {0};
	char command[256];

	(void)state;
	output_open(&out);
	record(&scenarios[0], &recording, &out);
	snprintf(command, sizeof(command), "tcpdump -n --nano -r %s 2>&1",
		 write_product("tape.pcapng", &recording));
	assert_int_equal(run_command(command, &dump), 0);
	assert_non_null(strstr((char *)dump.data,
			       "172.20.0.2 > 20.9.9.2: ICMP echo request"));
	assert_non_null(strstr((char *)dump.data,
			       "20.0.7.2 > 172.20.0.2: ICMP time exceeded"));
	output_close(&out);
	bytes_free(&recording);
	bytes_free(&dump);
}

/* Every prefix is refused; what finished before its end was written. */
static void test_truncated(void **state)
{
	struct output first = {0};
	struct bytes recording = {0};
	size_t len;

	(void)state;
	output_open(&first);
	record(&scenarios[0], &recording, &first);
	len = recording.len;
	for (recording.len = 0; recording.len < len; recording.len++) {
		struct output out = {0};
		struct scamper_error error;

		output_open(&out);
		assert_int_equal(
			replay(&scenarios[0], &recording, &out, &error), 5092);
		assert_true(out.json.len <= first.json.len);
		if (out.json.len)
			assert_memory_equal(out.json.data, first.json.data,
					    out.json.len);
		output_close(&out);
	}
	output_close(&first);
	bytes_free(&recording);
}

static void test_damaged(void **state)
{
	struct output first = {0};
	struct bytes recording = {0};

	(void)state;
	output_open(&first);
	record(&scenarios[0], &recording, &first);
	for (size_t i = 0; i < recording.len; i++) {
		struct output out = {0};
		struct scamper_error error;

		output_open(&out);
		recording.data[i] ^= 0x41;
		/* A changed time is another run, as good as the first. */
		if (replay(&scenarios[0], &recording, &out, &error))
			assert_in_range(error.code, 5091, 5095);
		recording.data[i] ^= 0x41;
		output_close(&out);
	}
	output_close(&first);
	bytes_free(&recording);
}

/* A replay that differs from its recording ends, and says how. */
static void differs(const struct scenario *scenario, struct bytes *recording,
		    struct output *out, const char *says)
{
	struct scamper_error error;

	assert_int_equal(replay(scenario, recording, out, &error), 5093);
	if (!strstr(error.text, says))
		fail_msg("%s", error.text);
}

/* A block of our type with a kind that there is not: the first command's. */
static void test_unknown_kind(void **state)
{
	struct output out = {0};
	struct bytes recording = {0};
	size_t at = 0;

	(void)state;
	output_open(&out);
	record(&scenarios[0], &recording, &out);
	while (get32(recording.data + at) != BLOCK_LOCAL ||
	       get32(recording.data + at + BLOCK_BODY) != KIND_COMMAND)
		at += get32(recording.data + at + 4);
	put32(recording.data + at + BLOCK_BODY, 0);
	differs(&scenarios[0], &recording, &out,
		" recorded a block of another program;");
	output_close(&out);
	bytes_free(&recording);
}

/* Another command is named, with what was recorded in its place. */
static void test_divergence(void **state)
{
	static const struct {
		struct scenario scenario;
		const char *says;
	} changed[] = {
		{{.commands = {"trace 20.9.9.9"}},
		 "command 'trace 20.9.9.1'; this run has command "
		 "'trace 20.9.9.9'"},
		{{.commands = {"trace 20.9.9.1"}},
		 "command 'trace -P icmp-paris -U 7 20.9.9.2'; this run has "
		 "no more commands"},
	};
	struct output out = {0};
	struct bytes recording = {0};

	(void)state;
	output_open(&out);
	record(&scenarios[0], &recording, &out);
	for (size_t i = 0; i < sizeof(changed) / sizeof(changed[0]); i++)
		differs(&changed[i].scenario, &recording, &out,
			changed[i].says);
	output_close(&out);
	bytes_free(&recording);
}

/* A probe that is not as recorded, and a file of another kind. */
static void test_other_probe(void **state)
{
	struct output out = {0};
	struct bytes recording = {0};
	struct scamper_error error;
	size_t at = 0;

	(void)state;
	output_open(&out);
	record(&scenarios[0], &recording, &out);
	while (get32(recording.data + at) != 6)
		at += get32(recording.data + at + 4);
	recording.data[at + 28 + 8]++;
	differs(&scenarios[0], &recording, &out,
		"recorded a probe to 20.9.9.1 ttl 2; this run has a probe to "
		"20.9.9.1 ttl 1");
	recording.data[0] = 1;
	recording.len = 8;
	assert_int_equal(replay(&scenarios[0], &recording, &out, &error), 5091);
	output_close(&out);
	bytes_free(&recording);
}

static int full_disk(void *user, const void *data, size_t len)
{
	int *left = user;

	(void)data;
	*left -= (int)len;
	return *left < 0 ? -ENOSPC : 0;
}

static void test_full_disk(void **state)
{
	struct scamper_error error;
	struct scamper_tape *tape;
	int room = 50;
	struct scamper_sink sink = {full_disk, &room};

	(void)state;
	assert_null(scamper_tape_record(sink, &error));
	assert_int_equal(error.code, 5090);
	room = 300;
	tape = scamper_tape_record(sink, NULL);
	assert_non_null(tape);
	for (uint64_t i = 0; i < 100; i++)
		scamper_tape_number(tape, "number", i);
	assert_false(scamper_tape_close(tape, &error));
	assert_int_equal(error.code, 5090);
}

/* Probes and the replies to them, as tcpdump reads them; no others. */
static void test_pcap(void **state)
{
	struct bytes capture = {0}, dump = {0};
	struct scamper_engine_options options = engine_options;
	struct scamper_pcap *pcap = scamper_pcap_open(bytes_sink(&capture));
	char command[256];
	struct fake *fake;

	(void)state;
	options.observer = scamper_pcap_observer(pcap);
	fake = fake_new(&options);
	fake->respond = path;
	scamper_engine_receive(fake->engine, (const uint8_t *)"no packet", 9, 1,
			       true);
	fake_one(fake, "trace -P icmp-paris 20.9.9.2");
	fake_free(fake);
	assert_int_equal(scamper_pcap_close(pcap), 0);
	snprintf(command, sizeof(command), "tcpdump -n -tt --nano -r %s 2>&1",
		 write_product("probes.pcap", &capture));
	assert_int_equal(run_command(command, &dump), 0);
	assert_non_null(
		strstr((char *)dump.data,
		       "\n1005.000000000 IP 172.20.0.2 > 20.9.9.2: ICMP "
		       "echo request, id 34199, seq 0, length 24\n"
		       "1005.001000000 IP 20.0.1.2 > 172.20.0.2: ICMP "
		       "time exceeded in-transit, length "));
	assert_non_null(strstr((char *)dump.data, "ICMP echo reply, id 34199"));
	assert_int_equal(capture.calls, 1 + 16);
	bytes_free(&capture);
	bytes_free(&dump);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_same_bytes),
	cmocka_unit_test(test_tcpdump_reads_it),
	cmocka_unit_test(test_truncated),
	cmocka_unit_test(test_damaged),
	cmocka_unit_test(test_unknown_kind),
	cmocka_unit_test(test_divergence),
	cmocka_unit_test(test_other_probe),
	cmocka_unit_test(test_full_disk),
	cmocka_unit_test(test_pcap),
};

TEST_GROUP(tape_tests, tests);
