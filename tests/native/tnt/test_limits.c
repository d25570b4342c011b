/* SPDX-License-Identifier: BSD-3-Clause */
/* Budget, deadline, parallel destinations, caches that forget, skipped and
 * blocked addresses. */
#include "tests.h"

#include <stdlib.h>
#include <string.h>

#include "fake_engine.h"
#include "labs.h"
#include "records.h"

#define SECOND UINT64_C(1000000000)

struct run {
	struct fake_engine engine; /* first: fake_submit() takes it */
	struct tnt_driver_options options;
	struct tnt_destinations list;
	struct tnt_driver *driver;
	char *commands;
	size_t size;
	uint64_t now;
	unsigned int finished, halts;
	/* Of the last path: */
	enum tnt_ended ended;
	uint32_t sent, reported;
	uint64_t all_sent;
	size_t hops, searches, incomplete;
	uint16_t unsure;
	char blocked[32];
	char *json;
};

static void finished(void *user, struct tnt_path *path)
{
	struct run *run = user;

	run->finished++;
	run->ended = path->ended;
	run->sent = path->probes_sent;
	run->reported = path->probes_upstream;
	run->all_sent = path->all_sent;
	run->hops = path->hops.count;
	run->searches = path->evidence.search_count;
	run->unsure = 0;
	run->incomplete = 0;
	for (size_t i = 0; i < path->hops.count; i++) {
		run->unsure |= path->hops.at[i].unsure;
		if (path->hops.at[i].discovery & TNT_INCOMPLETE)
			run->incomplete++;
	}
	for (size_t i = 0; i < path->evidence.search_count; i++)
		run->unsure |= path->evidence.searches[i].unsure;
	free(run->json);
	run->json = json_of(path);
	assert_round_trip(path);
}

static uint64_t now(void *user)
{
	return ((struct run *)user)->now;
}

static void halt(void *user, const struct tnt_test *test)
{
	(void)test;
	((struct run *)user)->halts++;
}

static bool blocked(void *user, struct tnt_addr addr)
{
	char text[SCAMPER_ADDR_TEXT];

	return !strcmp(tnt_addr_text(addr, text),
		       ((struct run *)user)->blocked);
}

static bool skip_even(void *user, size_t number)
{
	(void)user;
	return number % 2 == 0;
}

/* A run on a lab, not started; the caller adds destinations and options. */
static void set_up(struct run *run, const char *lab)
{
	unsigned int i = 0;

	memset(run, 0, sizeof(*run));
	while (strcmp(lab_table[i].name, lab))
		i++;
	lab_build(&lab_table[i], false, &run->engine.sim);
	run->engine.commands = open_memstream(&run->commands, &run->size);
	run->options = (struct tnt_driver_options){
		.rules = {.frpla = 3, .rtla = 1},
		.method = "icmp-paris",
		.start_ttl = 1,
		.ping_count = 1,
		.submit = fake_submit,
		.finished = finished,
		.now = now,
		.halt = halt,
		.user = run,
	};
}

static void start(struct run *run)
{
	run->driver = tnt_driver_new(&run->options, &run->list);
}

static void tear_down(struct run *run)
{
	fclose(run->engine.commands);
	free(run->commands);
	free(run->json);
	tnt_driver_free(run->driver);
	tnt_destinations_free(&run->list);
}

static void play(struct run *run)
{
	start(run);
	assert_true(fake_run(&run->engine, run->driver));
	assert_int_equal(tnt_driver_probes_sent(run->driver),
			 run->engine.sim.probes);
	fflush(run->engine.commands);
}

static void a_budget_is_kept(void **state)
{
	/* ex05 takes 28 probes without one; a trace may take 3 a TTL. */
	(void)state;
	for (uint32_t budget = 3; budget <= 90; budget++) {
		struct run run;

		set_up(&run, "ex05");
		run.options.budget = budget;
		tnt_destinations_add(&run.list, "20.9.9.9");
		play(&run);
		assert_int_equal(run.finished, 1);
		assert_true(run.engine.sim.probes <= budget);
		assert_int_equal(run.sent, run.engine.sim.probes);
		if (budget < 28)
			assert_int_equal(run.ended, TNT_BUDGET);
		if (budget >= 60) {
			assert_int_equal(run.ended, TNT_WHOLE);
			assert_int_equal(run.sent, 28);
			assert_int_equal(run.reported, 28);
			assert_int_equal(run.unsure, 0);
		}
		tear_down(&run);
	}
}

static void what_is_known_is_kept(void **state)
{
	struct run run;

	/* Enough for two steps of the revelation. */
	(void)state;
	set_up(&run, "ex05");
	run.options.budget = 26;
	tnt_destinations_add(&run.list, "20.9.9.9");
	play(&run);
	assert_int_equal(run.ended, TNT_BUDGET);
	assert_int_equal(run.hops, 7); /* P3 and P2 */
	assert_int_equal(run.searches, 1);
	assert_int_equal(run.incomplete, 1);
	assert_true(run.unsure & TNT_UNSURE_BUDGET);
	assert_non_null(strstr(run.json, "\"ended\":\"budget\""));
	tear_down(&run);
}

static void a_cut_tunnel_is_not_kept(void **state)
{
	struct run run;

	/* The second destination pays again for what the first could not. */
	(void)state;
	set_up(&run, "ex05");
	run.options.budget = 26;
	run.options.parallel = 1;
	tnt_destinations_add(&run.list, "20.9.9.9");
	tnt_destinations_add(&run.list, "20.9.9.8");
	play(&run);
	assert_int_equal(run.finished, 2);
	/* Its pings are known, so more is left for the tunnel. */
	assert_int_equal(run.hops, 7); /* P3, P2 and P1 */
	assert_int_equal(run.ended, TNT_WHOLE);
	tear_down(&run);
}

/* Delivers the oldest result; false: there is none. */
static bool deliver(struct run *run)
{
	struct fake_engine *engine = &run->engine;
	struct tnt_test *test = engine->pending[0];

	if (!engine->pending_count)
		return false;
	memmove(engine->pending, engine->pending + 1,
		--engine->pending_count * sizeof(test));
	tnt_driver_result(run->driver, test,
			  fake_command(&engine->sim, test->command));
	while (engine->credits) {
		engine->credits--;
		tnt_driver_more(run->driver);
	}
	return true;
}

/* ex04 until `results` have come, then the deadline, then the rest. */
static void expire_after(struct run *run, unsigned int results)
{
	set_up(run, "ex04");
	run->options.deadline = 5 * SECOND;
	run->now = 100 * SECOND;
	tnt_destinations_add(&run->list, "20.9.9.9");
	start(run);
	tnt_driver_more(run->driver);
	while (run->engine.credits) {
		run->engine.credits--;
		tnt_driver_more(run->driver);
	}
	assert_true(tnt_driver_deadline(run->driver) == 105 * SECOND);
	for (unsigned int i = 0; i < results; i++)
		assert_true(deliver(run));
	tnt_driver_expire(run->driver, 104 * SECOND);
	assert_int_equal(run->finished, 0);
	tnt_driver_expire(run->driver, 105 * SECOND);
	assert_true(tnt_driver_deadline(run->driver) == UINT64_MAX);
	while (deliver(run))
		;
	assert_true(tnt_driver_finished(run->driver));
	assert_int_equal(run->finished, 1);
	assert_int_equal(run->ended, TNT_DEADLINE);
}

static void a_deadline_in_every_state(void **state)
{
	struct run run;

	/* 1 trace, 5 pings, 2 revelation traces, 3 pings of LSRs. */
	(void)state;
	expire_after(&run, 0);
	assert_int_equal(run.halts, 1);
	assert_int_equal(run.hops, 5);
	assert_int_equal(run.searches, 0);
	tear_down(&run);
	for (unsigned int results = 1; results < 6; results++) {
		expire_after(&run, results);
		assert_int_equal(run.halts, 0);
		assert_int_equal(run.hops, 5);
		assert_int_equal(run.searches, 0);
		tear_down(&run);
	}
	for (unsigned int results = 6; results < 11; results++) {
		expire_after(&run, results);
		assert_int_equal(run.hops, results == 6 ? 5 : 8);
		assert_int_equal(run.searches, 1);
		assert_true(run.unsure & TNT_UNSURE_DEADLINE);
		assert_non_null(strstr(run.json, "\"ended\":\"deadline\""));
		tear_down(&run);
	}
}

static void more_destinations_in_progress(void **state)
{
	static const char *const dsts[] = {"20.9.9.9", "20.9.9.8", "20.9.9.7",
					   "20.9.9.6", "20.9.9.5"};
	struct run run;

	(void)state;
	set_up(&run, "ex04");
	run.options.parallel = 5;
	for (size_t i = 0; i < 5; i++)
		tnt_destinations_add(&run.list, dsts[i]);
	play(&run);
	assert_int_equal(run.finished, 5);
	assert_int_equal(run.all_sent, run.engine.sim.probes);
	/* All five begin before the first ping. */
	assert_true(strstr(run.commands, "-U 5") <
		    strstr(run.commands, "ping"));
	tear_down(&run);
}

static void a_small_cache_forgets(void **state)
{
	struct run run;

	/* A half of one address: each further one forgets the others, so
	 * pings are sent again; the verdict is the same. */
	(void)state;
	for (uint32_t cache = 0; cache <= 32; cache += 16) {
		set_up(&run, "ex04");
		run.options.cache = cache;
		run.options.parallel = 1;
		for (unsigned int i = 0; i < 20; i++)
			tnt_destinations_add(&run.list,
					     i % 2 ? "20.9.9.9" : "20.9.9.8");
		play(&run);
		assert_int_equal(run.finished, 20);
		assert_int_equal(run.hops, 8);
		assert_int_equal(run.reported, 22);
		tear_down(&run);
	}
}

static void blocked_routers_are_not_probed(void **state)
{
	struct run run;

	(void)state;
	set_up(&run, "ex05");
	run.options.blocked = blocked;
	strcpy(run.blocked, "20.0.3.2"); /* P2, a target of BRPR */
	tnt_destinations_add(&run.list, "20.9.9.9");
	play(&run);
	assert_null(strstr(run.commands, "20.0.3.2\n"));
	assert_int_equal(run.hops, 7); /* P3 and P2 */
	assert_true(run.unsure & TNT_UNSURE_RESERVED);
	assert_int_equal(run.incomplete, 1);
	tear_down(&run);
}

static void skipped_destinations(void **state)
{
	struct run run;

	(void)state;
	set_up(&run, "ex01");
	run.options.skip = skip_even;
	for (unsigned int i = 0; i < 5; i++)
		tnt_destinations_add(&run.list, "20.9.9.9");
	play(&run);
	assert_int_equal(run.finished, 2);
	assert_non_null(strstr(run.commands, "-U 4 "));
	assert_null(strstr(run.commands, "-U 5 "));
	tear_down(&run);
}

const struct CMUnitTest limits_tests[] = {
	cmocka_unit_test(a_budget_is_kept),
	cmocka_unit_test(what_is_known_is_kept),
	cmocka_unit_test(a_cut_tunnel_is_not_kept),
	cmocka_unit_test(a_deadline_in_every_state),
	cmocka_unit_test(more_destinations_in_progress),
	cmocka_unit_test(a_small_cache_forgets),
	cmocka_unit_test(blocked_routers_are_not_probed),
	cmocka_unit_test(skipped_destinations),
};
const size_t limits_test_count = sizeof(limits_tests) / sizeof(*limits_tests);
