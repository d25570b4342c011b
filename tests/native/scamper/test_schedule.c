/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Rates over a minute of virtual time, shares of sources, sources that go
 * (scamper.md section 5). A back end that only counts: nothing answers.
 */
#include "test.h"

#include <stdio.h>

#include <scamper/engine.h>

#include "fake.h"

enum { SOURCES = 3, JITTER_MS = 8 };

/* Whose probes left, and what came back to whom. */
struct counter {
	uint64_t now;
	uint32_t sent;
	uint32_t by_source[SOURCES]; /* told apart by the second byte */
	uint32_t done[SOURCES];
	uint32_t random;
};

static int count_send(void *backend, const uint8_t *packet, size_t len,
		      const struct scamper_probe *probe, uint64_t *tx_ns)
{
	struct counter *counter = backend;

	(void)packet;
	(void)len;
	counter->sent++;
	counter->by_source[probe->dst.bytes[1] % SOURCES]++;
	*tx_ns = counter->now;
	return 0;
}

static int give_source(void *backend, const struct scamper_addr *dst,
		       struct scamper_addr *src)
{
	(void)backend;
	(void)dst;
	*src = scamper_addr_ipv4(0xac140002);
	return 0;
}

static const struct scamper_backend counting = {.send = count_send,
						.source = give_source};

static void on_done(struct scamper_source *source, void *user, uint32_t id,
		    void *task_user, struct scamper_result *result)
{
	uint32_t *done = user;

	(void)source;
	(void)id;
	(void)task_user;
	(*done)++;
	scamper_result_free(result);
}

static struct scamper_engine *engine_of(struct counter *counter, uint32_t pps,
					uint32_t window)
{
	struct scamper_engine_options o = {.pps = pps,
					   .window = window,
					   .ops = &counting,
					   .backend = counter};
	struct scamper_engine *engine = scamper_engine_new(&o, NULL);

	assert_non_null(engine);
	counter->now = 5 * SEC;
	counter->random = 12345;
	return engine;
}

static struct scamper_source *open_source(struct scamper_engine *engine,
					  uint32_t priority, uint32_t *done)
{
	struct scamper_source_options o = {
		.priority = priority, .ops = {.done = on_done}, .user = done};
	struct scamper_source *source = scamper_source_open(engine, &o, NULL);

	assert_non_null(source);
	return source;
}

static void submit(struct scamper_source *source, int who, int count)
{
	for (int i = 0; i < count; i++) {
		char line[64];

		snprintf(line, sizeof(line), "ping -c 1 20.%d.%d.%d", who,
			 i >> 8, i & 255);
		assert_int_not_equal(
			scamper_source_submit(source, line, NULL, NULL), 0);
	}
}

/* Polls until `until`, each time up to JITTER_MS late, as a loaded machine
 * would. */
static void run_until(struct scamper_engine *engine, struct counter *counter,
		      uint64_t until, bool late)
{
	for (;;) {
		uint64_t at = scamper_engine_next_deadline(engine);

		if (at > until)
			break;
		if (at > counter->now)
			counter->now = at;
		counter->random = counter->random * 1103515245 + 12345;
		if (late && at && counter->random >> 28 == 0)
			counter->now +=
				(counter->random >> 8) % (JITTER_MS * MS);
		scamper_engine_poll(engine, counter->now);
	}
	counter->now = until;
}

/* "Exact to 1 % over a minute at 10, 1,000 and 10,000 pps": long pings keep
 * the queue full. */
static void minute(uint32_t pps, uint32_t window, bool late)
{
	struct counter counter = {0};
	struct scamper_engine *engine = engine_of(&counter, pps, window);
	struct scamper_source *source =
		open_source(engine, 0, &counter.done[0]);
	uint32_t expected = 60 * pps;

	for (int i = 0; i < 200; i++) {
		char line[64];

		snprintf(line, sizeof(line), "ping -c 65535 -i 0.005 20.0.0.%d",
			 i);
		assert_int_not_equal(
			scamper_source_submit(source, line, NULL, NULL), 0);
	}
	run_until(engine, &counter, 65 * SEC, late);
	assert_in_range(counter.sent, expected - expected / 100,
			expected + expected / 100 + 1);
	scamper_engine_free(engine);
}

static void test_rate_over_a_minute(void **state)
{
	(void)state;
	minute(10, 0, false);
	minute(1000, 0, false);
	minute(10000, 0, false);
	minute(1000, 20, false);
}

static void test_rate_with_late_polls(void **state)
{
	(void)state;
	minute(10, 0, true);
	minute(1000, 0, true);
	minute(10000, 0, true);
}

/* A window of W tasks that take a second each: W tasks a second. */
static void test_window_over_a_minute(void **state)
{
	struct counter counter = {0};
	struct scamper_engine *engine = engine_of(&counter, 10000, 50);
	struct scamper_source *source =
		open_source(engine, 0, &counter.done[0]);

	(void)state;
	submit(source, 0, 4000);
	run_until(engine, &counter, 65 * SEC, false);
	assert_in_range(counter.sent, 2970, 3050);
	scamper_engine_free(engine);
}

static void test_priorities(void **state)
{
	struct counter counter = {0};
	struct scamper_engine *engine = engine_of(&counter, 1000, 0);
	static const uint32_t priority[SOURCES] = {1, 3, 10};
	struct scamper_source *source[SOURCES];

	(void)state;
	for (int i = 0; i < SOURCES; i++) {
		source[i] = open_source(engine, priority[i], &counter.done[i]);
		submit(source[i], i, 2000);
	}
	run_until(engine, &counter, 5 * SEC + 1399 * MS, false);
	assert_int_equal(counter.sent, 1400);
	for (int i = 0; i < SOURCES; i++)
		assert_int_equal(counter.by_source[i], 100 * priority[i]);
	/* The others take over what one leaves. */
	scamper_source_close(source[2]);
	run_until(engine, &counter, 5 * SEC + 1799 * MS, false);
	assert_int_equal(counter.by_source[2], 1000);
	assert_int_equal(counter.by_source[0], 200);
	assert_int_equal(counter.by_source[1], 600);
	scamper_engine_free(engine);
}

/* A closed source says nothing more; who waited for its destination goes on;
 * with the others done, the engine has finished. */
static void test_close_source(void **state)
{
	struct counter counter = {0};
	struct scamper_engine *engine = engine_of(&counter, 1000, 0);
	struct scamper_source *a = open_source(engine, 0, &counter.done[0]);
	struct scamper_source *b = open_source(engine, 0, &counter.done[1]);

	(void)state;
	submit(a, 0, 3);
	submit(b, 0, 3); /* the same destinations: held back */
	scamper_source_no_more_commands(b);
	run_until(engine, &counter, 5 * SEC + 20 * MS, false);
	assert_int_equal(counter.sent, 3);
	scamper_source_close(a);
	run_until(engine, &counter, 30 * SEC, false);
	assert_int_equal(counter.sent, 6);
	assert_int_equal(counter.done[0], 0);
	assert_int_equal(counter.done[1], 3);
	assert_true(scamper_engine_finished(engine));
	scamper_engine_free(engine);
}

/* halt of a task that is queued, held back, and running; then "done". */
static void test_halt_everywhere(void **state)
{
	struct counter counter = {0};
	struct scamper_engine *engine = engine_of(&counter, 1, 1);
	struct scamper_source *source =
		open_source(engine, 0, &counter.done[0]);

	(void)state;
	submit(source, 0, 2);
	submit(source, 0, 1); /* the first destination again */
	run_until(engine, &counter, 5 * SEC, false);
	for (uint32_t id = 1; id <= 3; id++)
		assert_true(scamper_source_halt(source, id, NULL));
	assert_false(scamper_source_halt(source, 1, NULL));
	scamper_source_no_more_commands(source);
	scamper_engine_poll(engine, counter.now);
	assert_int_equal(counter.done[0], 3);
	assert_int_equal(counter.sent, 1);
	assert_true(scamper_engine_finished(engine));
	scamper_engine_free(engine);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_rate_over_a_minute),
	cmocka_unit_test(test_rate_with_late_polls),
	cmocka_unit_test(test_window_over_a_minute),
	cmocka_unit_test(test_priorities),
	cmocka_unit_test(test_close_source),
	cmocka_unit_test(test_halt_everywhere),
};

TEST_GROUP(schedule_tests, tests);
