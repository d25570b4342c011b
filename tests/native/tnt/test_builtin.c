/* SPDX-License-Identifier: BSD-3-Clause */
/* The engine of the program gets values; the log gets the same in words. */
#include "tests.h"

#include <errno.h>
#include <stdlib.h>

#include <scamper/engine.h>

#include "driver_internal.h"
#include "files.h"
#include "session.h"

static int no_route(void *backend, const struct scamper_addr *dst,
		    struct scamper_addr *src)
{
	(void)backend;
	(void)dst;
	(void)src;
	return -ENETUNREACH;
}

static void write_result(struct scamper_source *source, void *user, uint32_t id,
			 void *task_user, struct scamper_result *result)
{
	struct scamper_writer *writer =
		scamper_warts_writer_new(memory_sink(user));

	(void)source;
	(void)id;
	(void)task_user;
	assert_int_equal(scamper_write_result(writer, result), 0);
	scamper_result_free(result);
	scamper_writer_free(writer);
}

/* The record of a test that goes nowhere: all parameters are in it. */
static struct memory record_of(struct tnt_test *test, bool in_words)
{
	static const struct scamper_backend backend = {.source = no_route};
	struct memory record = {0};
	struct scamper_engine_options options = {.pid = 4711, .ops = &backend};
	struct scamper_source_options source = {.ops = {.done = write_result},
						.user = &record};
	struct scamper_engine *engine = scamper_engine_new(&options, NULL);
	struct tnt_session session = {
		.engine = scamper_source_open(engine, &source, NULL)};

	if (in_words)
		assert_int_equal(scamper_source_submit(session.engine,
						       test->command, test,
						       NULL),
				 1);
	else
		assert_true(tnt_builtin_submit(&session, test));
	scamper_source_no_more_commands(session.engine);
	scamper_engine_poll(engine, 1000000000);
	assert_true(scamper_engine_finished(engine));
	scamper_engine_free(engine);
	return record;
}

static void compare(struct tnt_test *test)
{
	struct memory words = record_of(test, true);
	struct memory values = record_of(test, false);

	assert_true(words.used > 60);
	assert_int_equal(values.used, words.used);
	assert_memory_equal(values.at, words.at, words.used);
	free(words.at);
	free(values.at);
}

static void words_and_values(void **state)
{
	static const char *const targets[] = {"20.0.1.2", "2a00::1"};
	static const uint32_t budgets[] = {0, 9};
	static const char *const methods[] = {"icmp-paris", "udp-paris"};
	const struct tnt_destinations none = {0};
	struct tnt_destination payer = {.user_id = 7};

	(void)state;
	for (int i = 0; i < 8; i++) {
		struct tnt_driver_options options = {.ping_count = 3,
						     .budget = budgets[i & 1]};
		struct tnt_driver *driver = tnt_driver_new(&options, &none);
		struct tnt_trace_command command = {.method = methods[i >> 2],
						    .user_id = 7,
						    .first_ttl = 2,
						    .first_trace = i & 1};
		struct tnt_addr addr;

		payer.spent = payer.committed = 0;
		assert_true(tnt_addr_parse(targets[i >> 1 & 1], &addr));
		tnt_queue_trace(driver, addr, NULL, NULL, &command, &payer);
		tnt_queue_ping(driver, addr, NULL, NULL, &payer);
		compare(driver->queue.head);
		compare(driver->queue.head->next);
		tnt_driver_free(driver);
	}
}

const struct CMUnitTest builtin_tests[] = {
	cmocka_unit_test(words_and_values),
};
const size_t builtin_test_count =
	sizeof(builtin_tests) / sizeof(*builtin_tests);
