/* SPDX-License-Identifier: BSD-3-Clause */
/* Queues, credits, caches: tnt.md section 11. */
#include "tests.h"

#include <stdlib.h>
#include <string.h>

#include "fake_engine.h"
#include "labs.h"

#define D8 "20.9.9.8"
#define D9 "20.9.9.9"

struct run {
	struct fake_engine engine; /* first: fake_submit() takes it */
	struct tnt_driver *driver;
	char *commands;
	unsigned int finished, failed;
	size_t most_running;
	uint32_t upstream, once; /* of the last path */
	uint8_t failures;        /* of any hop of the last path */
	size_t hops;
	bool silent; /* no router answers anything */
};

static void finished(void *user, struct tnt_path *path)
{
	struct run *run = user;

	run->finished++;
	run->upstream = path->probes_upstream;
	run->once = path->probes_once;
	run->hops = path->hops.count;
	run->failures = 0;
	for (size_t i = 0; i < path->hops.count; i++)
		run->failures |= path->hops.at[i].failures;
}

static void failed(void *user, struct tnt_addr addr,
		   const struct scamper_trace *trace)
{
	(void)addr;
	assert_null(trace);
	((struct run *)user)->failed++;
}

static void watch(void *user, const struct tnt_driver *driver,
		  const struct tnt_test *test)
{
	struct run *run = user;
	struct tnt_driver_counts now = tnt_driver_count(driver);

	assert_ptr_equal(tnt_driver_running(run->driver, test->addr), test);
	if (now.running > run->most_running)
		run->most_running = now.running;
}

static const struct lab *find(const char *name)
{
	unsigned int i = 0;

	while (strcmp(lab_table[i].name, name))
		i++;
	return &lab_table[i];
}

/* Runs destinations on a lab; false: it hangs. */
static bool play(struct run *run, const char *lab, const char *const *dsts,
		 size_t count, uint16_t pings)
{
	struct tnt_driver_options options = {
		.rules = {.frpla = 3, .rtla = 1},
		.method = "icmp-paris",
		.start_ttl = 1,
		.ping_count = pings,
		.submit = fake_submit,
		.log = watch,
		.finished = finished,
		.failed = failed,
		.user = run,
	};
	struct tnt_destinations list = {0};
	size_t size;
	bool ended;

	lab_build(find(lab), false, &run->engine.sim);
	for (unsigned int i = 0; run->silent && i < SIM_ROUTERS_MAX; i++)
		run->engine.sim.router[i].sends_te =
			run->engine.sim.router[i].answers_echo = false;
	run->engine.commands = open_memstream(&run->commands, &size);
	for (size_t i = 0; i < count; i++)
		assert_true(tnt_destinations_add(&list, dsts[i]));
	run->driver = tnt_driver_new(&options, &list);
	ended = fake_run(&run->engine, run->driver);
	assert_true(ended == tnt_driver_finished(run->driver));
	assert_int_equal(tnt_driver_probes_sent(run->driver),
			 run->engine.sim.probes);
	fclose(run->engine.commands);
	tnt_driver_free(run->driver);
	tnt_destinations_free(&list);
	return ended;
}

static unsigned int times(const struct run *run, const char *part)
{
	unsigned int n = 0;

	for (const char *at = run->commands; (at = strstr(at, part)); at++)
		n++;
	return n;
}

static void a_refused_trace_ends_its_destination(void **state)
{
	static const char *const dsts[] = {D9, D8};

	(void)state;
	for (int late = 0; late < 2; late++) {
		struct run run = {.engine = {.refuse = "-g 5 20.9.9.9",
					     .refuse_late = late}};

		assert_true(play(&run, "ex04", dsts, 2, 1));
		assert_int_equal(run.finished, 1);
		assert_int_equal(run.failed, 1);
		assert_int_equal(run.engine.refused, 1);
		free(run.commands);
	}
}

static void a_refused_ping_counts_as_silence(void **state)
{
	static const char *const dst = D9;

	(void)state;
	for (int late = 0; late < 2; late++) {
		struct run run = {
			.engine = {.refuse = "ping", .refuse_late = late}};

		assert_true(play(&run, "ex04", &dst, 1, 1));
		assert_int_equal(run.finished, 1);
		/* Without ER there is no RTLA, FRPLA finds the tunnel. */
		assert_int_equal(run.hops, 8);
		free(run.commands);
	}
}

static void a_refused_revelation_fails_visibly(void **state)
{
	static const char *const dst = D9;
	struct run run = {.engine = {.refuse = "-g 5 20.0.5.2"}};

	(void)state;
	assert_true(play(&run, "ex04", &dst, 1, 1));
	assert_int_equal(run.finished, 1);
	assert_int_equal(run.hops, 5);
	assert_int_equal(run.failures, TNT_RTLA | TNT_FAIL_TARGET);
	free(run.commands);
}

static void two_destinations_share_their_work(void **state)
{
	static const char *const dsts[] = {D8, D9, D8};
	struct run run = {0};

	(void)state;
	assert_true(play(&run, "ex04", dsts, 3, 1));
	assert_int_equal(run.finished, 3);
	assert_int_equal(times(&run, "ping -P icmp-echo -c 1 20.0.5.2\n"), 1);
	assert_int_equal(times(&run, "-g 5 20.0.5.2\n"), 1);
	assert_int_equal(times(&run, "-g 5 20.9.9.8\n"), 2);
	/* Shared tunnels and cached pings are counted for each. */
	assert_int_equal(run.upstream, 20);
	free(run.commands);
}

static void one_test_per_address_at_a_time(void **state)
{
	/* Two traces to one address: the second is parked. */
	static const char *const dsts[] = {D9, D9};
	struct run run = {0};

	(void)state;
	assert_true(play(&run, "ex04", dsts, 2, 1));
	assert_int_equal(run.finished, 2);
	assert_int_equal(times(&run, "-l 1"), 2);
	free(run.commands);
}

static void at_most_two_destinations_at_once(void **state)
{
	static const char *const dsts[] = {D9, "20.9.9.1", "20.9.9.2", D8};
	struct run run = {0};

	(void)state;
	assert_true(play(&run, "ex01", dsts, 4, 1));
	assert_int_equal(run.finished, 4);
	/* The third one starts after the first is done. */
	assert_true(strstr(run.commands, "-U 3") >
		    strstr(run.commands, "ping"));
	free(run.commands);
}

static void failed_attempts_count_twice_or_once(void **state)
{
	static const char *const dst = D9;
	struct run run = {0};

	(void)state;
	assert_true(play(&run, "ex10", &dst, 1, 1));
	assert_int_equal(run.upstream, 29);
	assert_int_equal(run.once, 19);
	assert_int_equal(run.engine.sim.probes, 19);
	free(run.commands);
}

static void several_pings(void **state)
{
	static const char *const dst = D9;
	struct run run = {0};

	(void)state;
	assert_true(play(&run, "ex04", &dst, 1, 3));
	assert_int_equal(times(&run, "-c 3 "), 8);
	assert_int_equal(run.upstream, 22 + 2 * 8);
	assert_int_equal(run.engine.sim.probes, 22 + 2 * 8);
	free(run.commands);
}

static void silent_path(void **state)
{
	/* Nothing answers: no ping, no pass, a record all the same. */
	static const char *const dst = D9;
	struct run run = {.silent = true};

	(void)state;
	assert_true(play(&run, "ex01", &dst, 1, 1));
	assert_int_equal(run.finished, 1);
	assert_int_equal(run.hops, 5);
	assert_int_equal(run.upstream, 15);
	assert_int_equal(times(&run, "ping"), 0);
	free(run.commands);
}

static void an_unfinished_run_frees_everything(void **state)
{
	struct fake_engine engine = {0};
	struct tnt_driver_options options = {
		.method = "icmp-paris",
		.start_ttl = 1,
		.ping_count = 1,
		.rules = {.frpla = 3, .rtla = 1},
		.submit = fake_submit,
		.user = &engine,
	};
	struct tnt_destinations list = {0};
	struct tnt_driver *driver;

	(void)state;
	tnt_destinations_add(&list, D9);
	tnt_destinations_add(&list, D8);
	driver = tnt_driver_new(&options, &list);
	lab_build(find("ex04"), false, &engine.sim);
	tnt_driver_more(driver);
	tnt_driver_more(driver);
	assert_int_equal(tnt_driver_count(driver).running, 2);
	tnt_driver_result(
		driver, engine.pending[0],
		fake_command(&engine.sim, engine.pending[0]->command));
	assert_int_equal(tnt_driver_count(driver).waiting, 5);
	tnt_driver_free(driver); /* what runs, waits and is half done */
	tnt_destinations_free(&list);
}

const struct CMUnitTest driver_tests[] = {
	cmocka_unit_test(a_refused_trace_ends_its_destination),
	cmocka_unit_test(a_refused_ping_counts_as_silence),
	cmocka_unit_test(a_refused_revelation_fails_visibly),
	cmocka_unit_test(two_destinations_share_their_work),
	cmocka_unit_test(one_test_per_address_at_a_time),
	cmocka_unit_test(at_most_two_destinations_at_once),
	cmocka_unit_test(failed_attempts_count_twice_or_once),
	cmocka_unit_test(several_pings),
	cmocka_unit_test(silent_path),
	cmocka_unit_test(an_unfinished_run_frees_everything),
};
const size_t driver_test_count = sizeof(driver_tests) / sizeof(*driver_tests);
