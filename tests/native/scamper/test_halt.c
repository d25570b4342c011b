/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * halt and "no more commands" at every moment of every kind of task: what was
 * found so far is the result, and it is a record that can be read.
 */
#include "test.h"

#include <scamper/dealias.h>
#include <scamper/tracelb.h>

#include "fake.h"
#include "records.h"

enum { DEST_TTL = 5, SILENT_TTL = 3, HOP = 0x1e000000 /* 30.0.0.x */ };

static const char *const commands[] = {
	"trace -w 1 20.0.0.1",
	"trace -w 1 -Q -q 3 20.0.0.1",
	"trace -w 1 -c 95 20.0.0.1",
	"trace -w 1 -N 3 20.0.0.1",
	"trace -w 1 -M 20.0.0.1",
	"trace -w 1 -z 30.0.0.4 -Z set -f 4 20.0.0.1",
	"trace -w 1 -q 1 -g 1 -G 2 20.0.0.1",
	"trace -w 1 -P tcp 20.0.0.1",
	"ping -c 3 -i 0.3 20.0.0.1",
	"tracelb -w 1 -W 1 20.0.0.1",
	"dealias -w 1 20.0.0.1",
	"dealias -m ally -w 1 -W 300 -p '-P udp' 20.0.0.1 20.0.0.2",
	"dealias -m radargun -q 4 -w 1 -W 300 -p '-P udp' 20.0.0.1 20.0.0.2",
	"dealias -m prefixscan -w 1 -W 300 -p '-P udp' 20.0.0.1 20.0.0.9/29",
	"dealias -m bump -W 300 -p '-P icmp-echo' 20.0.0.1 20.0.0.2",
};

static void respond(struct fake *fake, const struct fake_sent *probe)
{
	if (probe->ttl >= DEST_TTL)
		fake_answer(fake, probe, 10 * MS);
	else if (probe->ttl != SILENT_TTL)
		fake_time_exceeded(fake, probe, HOP + probe->ttl, 10 * MS);
}

/* The probes that a result says were sent, and whether it was halted. */
static uint32_t probes_of(const struct scamper_result *r, bool *halted)
{
	if (r->trace) {
		*halted = r->trace->stop_reason == SCAMPER_TRACE_HALTED;
		return r->trace->probe_count;
	}
	if (r->ping) {
		*halted = r->ping->stop_reason == SCAMPER_PING_HALTED;
		return r->ping->sent;
	}
	if (r->dealias) {
		*halted = r->dealias->result == SCAMPER_DEALIAS_HALTED;
		return r->dealias->probes_used;
	}
	*halted = true; /* tracelb has no place for it */
	return r->tracelb->probe_count;
}

static void expect_readable(const struct scamper_result *result)
{
	struct bytes out = {0}, again = {0};
	struct scamper_error error = {0};
	struct scamper_writer *w =
		scamper_writer_new(SCAMPER_FORMAT_WARTS, bytes_sink(&out));

	assert_non_null(w);
	assert_int_equal(scamper_write_result(w, result), 0);
	scamper_writer_free(w);
	assert_true(convert(&out, SCAMPER_LAYOUT_AUTO, SCAMPER_FORMAT_WARTS,
			    &again, &error) > 0);
	assert_int_equal(again.len, out.len);
	bytes_free(&out);
	bytes_free(&again);
}

static void halt_at(const char *command, uint64_t after)
{
	struct fake *fake = fake_new(NULL);
	bool halted = false;
	uint32_t id;

	fake->respond = respond;
	id = fake_submit(fake, command);
	fake_run_until(fake, fake->now + after);
	if (fake->results_used == 0) {
		assert_true(scamper_source_halt(fake->source, id, NULL));
		assert_false(scamper_source_halt(fake->source, id, NULL));
		fake_run(fake);
		assert_int_equal(fake->results_used, 1);
		assert_non_null(fake->results[0]);
		assert_int_equal(probes_of(fake->results[0], &halted),
				 fake->sent_used);
		assert_true(halted);
	} else {
		assert_false(scamper_source_halt(fake->source, id, NULL));
	}
	expect_readable(fake->results[0]);
	assert_int_equal(scamper_source_pending(fake->source), 0);
	fake_free(fake);
}

static void test_halt_at_every_moment(void **state)
{
	(void)state;
	for (size_t c = 0; c < sizeof(commands) / sizeof(commands[0]); c++)
		for (uint64_t after = 0; after < 4 * SEC; after += 97 * MS / 4)
			halt_at(commands[c], after);
}

/* Halted in the queue, or held back for its destination: a record that has been
 * nowhere, as of Debian's scamper. */
static void test_halt_before_start(void **state)
{
	(void)state;
	for (size_t c = 0; c < sizeof(commands) / sizeof(commands[0]); c++) {
		for (int held = 0; held < 2; held++) {
			struct scamper_engine_options o = {
				.pps = 1000,
				.window = held ? 0 : 1,
				.features = &scamper_all_features};
			struct fake *fake = fake_new(&o);
			bool halted = false;
			uint32_t id;

			fake->respond = respond;
			fake_submit(fake, "ping -c 2 20.0.0.1");
			id = fake_submit(fake, commands[c]);
			fake_run_until(fake, fake->now + 100 * MS);
			assert_true(scamper_source_halt(fake->source, id, NULL));
			fake_run(fake);
			assert_int_equal(fake->results_used, 2);
			assert_int_equal(fake->ids[0], id);
			assert_int_equal(probes_of(fake->results[0], &halted),
					 0);
			assert_true(halted);
			assert_int_equal(fake->sent_used, 2);
			expect_readable(fake->results[0]);
			fake_free(fake);
		}
	}
}

/* "No more commands": what was submitted runs to its end. */
static void test_done_at_every_moment(void **state)
{
	(void)state;
	for (size_t c = 0; c < sizeof(commands) / sizeof(commands[0]); c++) {
		for (uint64_t after = 0; after < SEC; after += 150 * MS) {
			struct fake *fake = fake_new(NULL);
			struct scamper_error error = {0};
			bool halted = false;

			fake->respond = respond;
			fake_submit(fake, commands[c]);
			fake_run_until(fake, fake->now + after);
			scamper_source_no_more_commands(fake->source);
			assert_int_equal(scamper_source_submit(fake->source,
							       commands[0],
							       NULL, &error),
					 0);
			assert_int_equal(error.code, 5014);
			fake_run(fake);
			assert_int_equal(fake->results_used, 1);
			assert_non_null(fake->results[0]);
			probes_of(fake->results[0], &halted);
			if (!fake->results[0]->tracelb)
				assert_false(halted);
			fake_free(fake);
		}
	}
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_halt_at_every_moment),
	cmocka_unit_test(test_halt_before_start),
	cmocka_unit_test(test_done_at_every_moment),
};

TEST_GROUP(halt_tests, tests);
