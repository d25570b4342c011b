/* SPDX-License-Identifier: BSD-3-Clause */
/* Scheduling, credits, halt (scamper.md sections 2 and 5). */
#include "test.h"

#include <errno.h>
#include <stdio.h>

#include "fake.h"

static void answer(struct fake *fake, const struct fake_sent *probe)
{
	fake_answer(fake, probe, MS);
}

static struct fake *network(uint32_t pps, uint32_t window)
{
	struct scamper_engine_options o = {
		.pps = pps, .window = window, .pid = 7};
	struct fake *fake = fake_new(&o);

	fake->respond = answer;
	return fake;
}

/* One slot each 1/pps s, exactly, whatever the rate. */
static void test_rate_is_exact(void **state)
{
	static const uint32_t rates[] = {1, 3, 20, 1000, 10000};

	(void)state;
	for (int r = 0; r < 5; r++) {
		struct fake *fake = network(rates[r], 0);
		uint64_t interval = SEC / rates[r];

		for (int i = 0; i < 40; i++) {
			char line[40];

			snprintf(line, sizeof(line), "ping -c 1 20.0.0.%d", i);
			fake_submit(fake, line);
		}
		fake_run(fake);
		assert_int_equal(fake->sent_used, 40);
		for (unsigned int i = 0; i < 40; i++)
			assert_int_equal(fake->sent[i].at,
					 5 * SEC + i * interval);
		fake_free(fake);
	}
}

/* A long backlog is sent in parts, with a look at the network in between. */
static void poll_now(struct fake *fake)
{
	uint32_t before;

	do {
		before = fake->sent_used;
		scamper_engine_poll(fake->engine, fake->now);
		assert_true(fake->sent_used - before <= 16);
	} while (scamper_engine_next_deadline(fake->engine) <= fake->now);
}

/* A caller that comes late gets up to 250 ms of slots at once, no more. */
static void test_missed_slots(void **state)
{
	struct fake *fake = network(100, 0);

	(void)state;
	for (int i = 0; i < 60; i++) {
		char line[40];

		snprintf(line, sizeof(line), "ping -c 1 20.0.0.%d", i);
		fake_submit(fake, line);
	}
	poll_now(fake);
	assert_int_equal(fake->sent_used, 1);
	fake->now += 100 * MS;
	poll_now(fake);
	assert_int_equal(fake->sent_used, 11);
	fake->now += SEC;
	poll_now(fake);
	assert_int_equal(fake->sent_used, 11 + 26);
	fake_free(fake);
}

/* Slots do not pile up while nothing waits for them. */
static void test_idle_earns_nothing(void **state)
{
	struct fake *fake = network(20, 0);

	(void)state;
	fake_run_until(fake, fake->now + 10 * SEC);
	for (int i = 0; i < 4; i++) {
		char line[40];

		snprintf(line, sizeof(line), "ping -c 1 20.0.0.%d", i);
		fake_submit(fake, line);
	}
	fake_run(fake);
	for (unsigned int i = 0; i < 4; i++)
		assert_int_equal(fake->sent[i].at, 15 * SEC + i * 50 * MS);
	fake_free(fake);
}

static void test_window(void **state)
{
	struct fake *fake = network(1000, 2);

	(void)state;
	for (int i = 0; i < 6; i++) {
		char line[40];

		snprintf(line, sizeof(line), "ping -c 1 20.0.0.%d", i);
		fake_submit(fake, line);
	}
	fake_run(fake);
	/* Each takes 1 s, two at a time. */
	assert_int_equal(fake->sent[1].at, 5 * SEC + MS);
	assert_int_equal(fake->sent[2].at, 6 * SEC);
	assert_int_equal(fake->sent[4].at, 7 * SEC);
	fake_free(fake);
}

/* "One task at a time per (source, destination)", others go on. */
static void test_one_task_a_destination(void **state)
{
	struct fake *fake = network(1000, 0);

	(void)state;
	fake_submit(fake, "ping -c 1 20.0.0.1");
	fake_submit(fake, "ping -c 1 20.0.0.2");
	fake_submit(fake, "trace 20.0.0.1");
	fake_submit(fake, "ping -c 1 20.0.0.1");
	fake_run(fake);
	assert_int_equal(fake->sent_used, 4);
	assert_int_equal(fake->sent[1].at, 5 * SEC + MS);
	assert_int_equal(fake->sent[2].at, 6 * SEC);
	assert_int_equal(fake->sent[3].at, 6 * SEC + MS);
	/* In order of completion. The second ping and the trace both end at
	 * 6.001 s: packets come before timers. */
	assert_int_equal(fake->ids[0], 1);
	assert_int_equal(fake->ids[1], 3);
	assert_int_equal(fake->ids[2], 2);
	assert_int_equal(fake->ids[3], 4);
	assert_non_null(fake->results[1]->trace);
	fake_free(fake);
}

/* "Three at once gave .. one MORE once the queue was empty." */
static void test_credits_impatient(void **state)
{
	struct fake *fake = network(20, 0);

	(void)state;
	fake_submit(fake, "ping -c 1 20.0.0.1");
	fake_submit(fake, "ping -c 1 20.0.0.2");
	fake_submit(fake, "ping -c 1 20.0.0.3");
	fake_run_until(fake, fake->now + 3 * SEC);
	assert_int_equal(fake->credits, 2);
	assert_int_equal(fake->credit_at[0], 5 * SEC); /* the welcome */
	assert_int_equal(fake->credit_at[1], 5 * SEC + 100 * MS);
	fake_run(fake);
	fake_free(fake);
}

static void submit_on_credit(struct fake *fake)
{
	char line[40];

	if (fake->credits > 5) {
		scamper_source_no_more_commands(fake->source);
		return;
	}
	snprintf(line, sizeof(line), "ping -c 1 20.0.0.%u", fake->credits);
	fake_submit(fake, line);
}

/* A command for each credit keeps the engine busy, slot after slot. */
static void test_credits_patient(void **state)
{
	struct fake *fake = network(20, 0);

	(void)state;
	fake->on_credit = submit_on_credit;
	fake_run_until(fake, 60 * SEC);
	assert_true(scamper_engine_finished(fake->engine));
	assert_int_equal(fake->credits, 6);
	for (unsigned int i = 0; i < 5; i++) {
		assert_int_equal(fake->sent[i].at, 5 * SEC + i * 50 * MS);
		assert_int_equal(fake->ids[i], i + 1);
	}
	fake_free(fake);
}

/* A task held back has been taken: its credit comes once. */
static void test_credit_of_held_task(void **state)
{
	struct fake *fake = network(1000, 0);

	(void)state;
	fake_submit(fake, "ping -c 2 20.0.0.1");
	fake_run_until(fake, fake->now + 100 * MS);
	assert_int_equal(fake->credits, 2);
	fake_submit(fake, "trace 20.0.0.1");
	fake_run_until(fake, fake->now + 100 * MS);
	assert_int_equal(fake->credits, 3);
	fake_run(fake);
	assert_int_equal(fake->credits, 3);
	assert_int_equal(fake->results_used, 2);
	fake_free(fake);
}

/* Nobody may wait for ever for the credit of a command that was halted before
 * it was taken. */
static void test_credit_of_halted_task(void **state)
{
	struct fake *fake = network(1000, 1);
	uint32_t id;

	(void)state;
	fake_submit(fake, "ping -c 5 20.0.0.1");
	fake_run_until(fake, fake->now + 100 * MS);
	assert_int_equal(fake->credits, 2);
	fake_submit(fake, "trace 20.0.0.2");
	id = fake_submit(fake, "trace 20.0.0.3");
	/* One command is still queued: it will give the credit. */
	assert_true(scamper_source_halt(fake->source, id, NULL));
	fake_run_until(fake, fake->now + 100 * MS);
	assert_int_equal(fake->credits, 2);
	assert_true(scamper_source_halt(fake->source, id - 1, NULL));
	fake_run_until(fake, fake->now + 100 * MS);
	assert_int_equal(fake->credits, 3);
	/* A running one has given its own. */
	assert_true(scamper_source_halt(fake->source, 1, NULL));
	fake_run(fake);
	assert_int_equal(fake->credits, 3);
	assert_int_equal(fake->results_used, 3);
	fake_free(fake);
}

/* A network without routes: each command ends as soon as it is taken, and makes
 * room for the next. */
struct nowhere {
	unsigned int submitted, most;
	unsigned int over;
};

static int no_route(void *backend, const struct scamper_addr *dst,
		    struct scamper_addr *src)
{
	(void)backend;
	(void)dst;
	(void)src;
	return -ENETUNREACH;
}

static void submit_another(struct scamper_source *source, void *user)
{
	struct nowhere *nowhere = user;

	if (nowhere->submitted == 5000) {
		scamper_source_no_more_commands(source);
		return;
	}
	nowhere->submitted++;
	assert_int_not_equal(
		scamper_source_submit(source, "trace 20.0.0.1", NULL, NULL), 0);
}

static void count_over(struct scamper_source *source, void *user, uint32_t id,
		       void *task_user, struct scamper_result *result)
{
	struct nowhere *nowhere = user;
	uint32_t pending = scamper_source_pending(source) + 1;

	(void)id;
	(void)task_user;
	assert_int_equal(result->trace->stop_reason, SCAMPER_TRACE_ERROR);
	scamper_result_free(result);
	nowhere->over++;
	if (pending > nowhere->most)
		nowhere->most = pending;
}

/* The results of a whole file of addresses must not be waiting at once. */
static void test_no_route(void **state)
{
	static const struct scamper_backend backend = {.source = no_route};
	struct scamper_engine_options o = {.ops = &backend};
	struct nowhere nowhere = {0};
	struct scamper_source_options so = {
		.ops = {.more = submit_another, .done = count_over},
		.user = &nowhere};
	struct scamper_engine *engine = scamper_engine_new(&o, NULL);

	(void)state;
	assert_non_null(engine);
	assert_non_null(scamper_source_open(engine, &so, NULL));
	/* No time passes: what gives no probe uses no slot. */
	while (scamper_engine_next_deadline(engine) <= SEC)
		scamper_engine_poll(engine, SEC);
	assert_true(scamper_engine_finished(engine));
	assert_int_equal(nowhere.over, 5000);
	assert_in_range(nowhere.most, 1, 32);
	scamper_engine_free(engine);
}

static void test_halt(void **state)
{
	struct fake *fake = network(1000, 0);
	struct scamper_error error = {0};

	(void)state;
	fake_submit(fake, "ping -c 9 20.0.0.1"); /* running */
	fake_submit(fake, "trace 20.0.0.1");     /* held back by it */
	fake_run_until(fake, fake->now + 1500 * MS);
	fake_submit(fake, "trace 20.0.0.3"); /* not taken yet */
	assert_true(scamper_source_halt(fake->source, 3, &error));
	assert_true(scamper_source_halt(fake->source, 2, &error));
	assert_true(scamper_source_halt(fake->source, 1, &error));
	assert_false(scamper_source_halt(fake->source, 1, &error));
	assert_int_equal(error.code, 5013);
	assert_false(scamper_source_halt(fake->source, 9, &error));
	assert_string_equal(error.text, "UK5013: no task id-9. Give the id of "
					"a task that is not over.");
	assert_int_equal(scamper_source_pending(fake->source), 3);
	fake_run(fake);
	assert_int_equal(scamper_source_pending(fake->source), 0);
	assert_int_equal(fake->results_used, 3);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(fake->results[i]->trace->stop_reason,
				 SCAMPER_TRACE_HALTED);
		assert_int_equal(fake->results[i]->trace->probe_count, 0);
	}
	assert_int_equal(fake->results[2]->ping->stop_reason,
			 SCAMPER_PING_HALTED);
	assert_int_equal(fake->results[2]->ping->sent, 2);
	assert_int_equal(fake->sent_used, 2);
	fake_free(fake);
}

/* Halting the running task lets the one behind it go. */
static void test_halt_frees_destination(void **state)
{
	struct fake *fake = network(1000, 0);

	(void)state;
	fake_submit(fake, "ping -c 9 20.0.0.1");
	fake_submit(fake, "trace 20.0.0.1");
	fake_run_until(fake, fake->now + 500 * MS);
	assert_true(scamper_source_halt(fake->source, 1, NULL));
	fake_run(fake);
	assert_int_equal(fake->results[1]->trace->stop_reason,
			 SCAMPER_TRACE_COMPLETED);
	assert_int_equal(fake->sent[1].at, 5 * SEC + 500 * MS);
	fake_free(fake);
}

static void test_refusals(void **state)
{
	struct fake *fake = network(1000, 0);
	struct scamper_engine_options o = {.pps = 10001};
	struct scamper_error error = {0};

	(void)state;
	assert_int_equal(scamper_source_submit(fake->source,
					       "trace -g 0 1.2.3.4", NULL,
					       &error),
			 0);
	assert_int_equal(error.code, 5005);
	/* A refused command takes no id. */
	assert_int_equal(fake_submit(fake, "ping -c 1 20.0.0.1"), 1);
	scamper_source_no_more_commands(fake->source);
	assert_int_equal(scamper_source_submit(fake->source, "ping 1.2.3.4",
					       NULL, &error),
			 0);
	assert_int_equal(error.code, 5014);
	fake_run(fake);
	assert_null(scamper_engine_new(&o, &error));
	assert_int_equal(error.code, 5015);
	fake_free(fake);
}

/* Commands without words: the same checks, and the record is the engine's. */
static void test_records_as_commands(void **state)
{
	struct fake *fake = network(1000, 0);
	struct scamper_trace *trace = scamper_trace_command();
	struct scamper_ping *ping = scamper_ping_command();
	struct scamper_error error = {0};

	(void)state;
	trace->dst = scamper_addr_ipv4(0x14000001);
	trace->first_hop = 9;
	trace->hop_limit = 8;
	assert_int_equal(scamper_source_submit_trace(fake->source, trace, "",
						     NULL, &error),
			 0);
	assert_int_equal(error.code, 5010);
	ping->dst = scamper_addr_ipv4(0x14000001);
	ping->probe_count = 1;
	assert_int_equal(scamper_source_submit_ping(fake->source, ping, "",
						    fake, &error),
			 1);
	trace = scamper_trace_command();
	trace->dst = scamper_addr_ipv4(0x14000002);
	trace->squeries = 2;
	assert_int_equal(scamper_source_submit_trace(fake->source, trace, "",
						     fake, &error),
			 0);
	assert_int_equal(error.code, 5017);
	scamper_source_no_more_commands(fake->source);
	ping = scamper_ping_command();
	assert_int_equal(scamper_source_submit_ping(fake->source, ping, "",
						    NULL, &error),
			 0);
	assert_int_equal(error.code, 5014);
	assert_int_equal(scamper_source_submit_trace(fake->source,
						     scamper_trace_command(),
						     "", NULL, &error),
			 0);
	fake_run(fake);
	assert_int_equal(fake->results_used, 1);
	assert_int_equal(fake->results[0]->ping->replies_used, 1);
	assert_int_equal(fake->results[0]->ping->size, 84);
	fake_free(fake);
}

/* Nothing is left over when the engine goes in the middle of work. */
static void test_free_while_running(void **state)
{
	struct fake *fake = network(1000, 1);

	(void)state;
	fake_submit(fake, "ping -c 9 20.0.0.1");
	fake_submit(fake, "ping -c 9 20.0.0.1");
	fake_submit(fake, "ping -c 9 20.0.0.2");
	fake_run_until(fake, fake->now + 10 * MS);
	fake_free(fake);
	fake = network(1000, 0);
	fake_submit(fake, "ping -c 9 20.0.0.1");
	fake_submit(fake, "ping -c 9 20.0.0.1");
	fake_submit(fake, "ping -c 9 20.0.0.1");
	fake_run_until(fake, fake->now + 10 * MS);
	assert_true(scamper_source_halt(fake->source, 1, NULL));
	fake_free(fake);
}

/* Two sources take turns. */
static void test_sources_share(void **state)
{
	struct fake *fake = network(1000, 0);
	struct scamper_source_options so = {0};
	struct scamper_source *other;

	(void)state;
	other = scamper_source_open(fake->engine, &so, NULL);
	assert_non_null(other);
	for (int i = 0; i < 3; i++) {
		char line[40];

		snprintf(line, sizeof(line), "ping -c 1 20.0.0.%d", i);
		fake_submit(fake, line);
	}
	for (int i = 0; i < 3; i++) {
		char line[40];

		snprintf(line, sizeof(line), "ping -c 1 20.0.1.%d", i);
		assert_int_equal(scamper_source_submit(other, line, NULL, NULL),
				 i + 1);
	}
	scamper_source_no_more_commands(other);
	fake_run(fake);
	for (unsigned int i = 0; i < 6; i++)
		assert_int_equal(fake->sent[i].dst >> 8 & 0xff, i % 2);
	fake_free(fake);
}

/* The same inputs give the same packets. */
static void test_reproducible(void **state)
{
	struct fake *a = network(50, 3), *b = network(50, 3);

	(void)state;
	for (int i = 0; i < 20; i++) {
		char line[40];

		snprintf(line, sizeof(line), "ping -c 2 20.0.0.%d", i % 7);
		fake_submit(a, line);
		fake_submit(b, line);
	}
	fake_run(a);
	fake_run(b);
	assert_int_equal(a->sent_used, b->sent_used);
	assert_memory_equal(a->sent, b->sent, a->sent_used * sizeof(*a->sent));
	fake_free(a);
	fake_free(b);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_rate_is_exact),
	cmocka_unit_test(test_missed_slots),
	cmocka_unit_test(test_idle_earns_nothing),
	cmocka_unit_test(test_window),
	cmocka_unit_test(test_one_task_a_destination),
	cmocka_unit_test(test_credits_impatient),
	cmocka_unit_test(test_credits_patient),
	cmocka_unit_test(test_credit_of_held_task),
	cmocka_unit_test(test_credit_of_halted_task),
	cmocka_unit_test(test_no_route),
	cmocka_unit_test(test_halt),
	cmocka_unit_test(test_halt_frees_destination),
	cmocka_unit_test(test_refusals),
	cmocka_unit_test(test_records_as_commands),
	cmocka_unit_test(test_free_while_running),
	cmocka_unit_test(test_sources_share),
	cmocka_unit_test(test_reproducible),
};

TEST_GROUP(engine_tests, tests);
