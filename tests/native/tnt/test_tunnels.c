/* SPDX-License-Identifier: BSD-3-Clause */
/* Several hidden tunnels of one path (--reveal-all), and what they rest on. */
#include "tests.h"

#include <stdlib.h>
#include <string.h>

#include "dump.h"
#include "fake_engine.h"
#include "labs.h"
#include "records.h"

#define CHAIN "CE1 PE1 P1 P2 P3 PE2 CE2 PE3 Q1 Q2 PE4 CE3 D"

/* CHAIN, with a tunnel PE1-PE2 and one PE3-PE4 that hide all they can. */
static void two_tunnels(struct sim *sim, bool all_prefixes, uint8_t er)
{
	static const struct {
		unsigned int ingress, egress;
	} places[] = {{1, 5}, {7, 10}};

	memset(sim, 0, sizeof(*sim));
	sim->vp = lab_addr(false, 0xac140002);
	sim->routers = 13;
	for (unsigned int i = 0; i < sim->routers; i++) {
		bool edge = i == 0 || i == 6 || i == 11;

		sim->router[i] = (struct sim_router){
			.left = tnt_addr_ipv4(0x14000002 + (i << 8)),
			.right = tnt_addr_ipv4(0x14000101 + (i << 8)),
			.te = 255,
			.er = edge ? 255 : er,
			.rfc4950 = true,
			.sends_te = true,
			.answers_echo = true,
		};
	}
	sim->router[12].left = tnt_addr_ipv4(0x14090909);
	sim->router[12].te = sim->router[12].er = 64;
	sim->lsps = 2;
	for (unsigned int i = 0; i < 2; i++)
		sim->lsp[i] = (struct sim_lsp){
			.ingress = places[i].ingress,
			.egress = places[i].egress,
			.all_prefixes = all_prefixes,
			.forward = true,
			.back = true,
		};
}

struct run {
	struct fake_engine engine; /* first: fake_submit() takes it */
	FILE *out;
	char *text;
	size_t size;
	unsigned int how; /* of the dump */
};

static void finished(void *user, struct tnt_path *path)
{
	const struct tnt_rules rules = {.frpla = 3, .rtla = 1};
	struct run *run = user;

	dump_to(run->out, path, &rules, run->how);
	fprintf(run->out, "%u reported, %u sent\n",
		(unsigned)path->probes_upstream, (unsigned)path->probes_sent);
	assert_round_trip(path);
}

static void expect(struct run *run, bool reveal_all, bool brute_force,
		   const char *name)
{
	struct tnt_destinations list = {0};
	struct tnt_driver_options options = {
		.rules = {.frpla = 3, .rtla = 1, .brute_force = brute_force},
		.method = "icmp-paris",
		.start_ttl = 1,
		.ping_count = 1,
		.reveal_all = reveal_all,
		.submit = fake_submit,
		.finished = finished,
		.user = run,
	};
	struct tnt_driver *driver;
	struct memory expected;

	run->out = open_memstream(&run->text, &run->size);
	tnt_destinations_add(&list, "20.9.9.9");
	driver = tnt_driver_new(&options, &list);
	assert_true(fake_run(&run->engine, driver));
	fclose(run->out);
	expected = sample(name);
	assert_string_equal(run->text, (char *)expected.at);
	free(expected.at);
	free(run->text);
	tnt_driver_free(driver);
	tnt_destinations_free(&list);
}

static void the_first_tunnel_by_default(void **state)
{
	struct run run = {0};

	(void)state;
	two_tunnels(&run.engine.sim, false, 64);
	expect(&run, false, false, "two-tunnels.txt");
}

static void all_tunnels(void **state)
{
	struct run run = {.how = TNT_DUMP_EXPLAIN | TNT_DUMP_VERBOSE};

	(void)state;
	two_tunnels(&run.engine.sim, false, 64);
	expect(&run, true, false, "two-tunnels-all.txt");
}

static void all_tunnels_backwards(void **state)
{
	struct run run = {.how = TNT_DUMP_EXPLAIN | TNT_DUMP_VERBOSE};

	(void)state;
	two_tunnels(&run.engine.sim, true, 255);
	expect(&run, true, false, "two-tunnels-brpr.txt");
}

static void all_tunnels_by_brute_force(void **state)
{
	struct run run = {.how = TNT_DUMP_VERBOSE};

	(void)state;
	two_tunnels(&run.engine.sim, true, 255);
	expect(&run, true, true, "two-tunnels-brute.txt");
}

const struct CMUnitTest tunnels_tests[] = {
	cmocka_unit_test(the_first_tunnel_by_default),
	cmocka_unit_test(all_tunnels),
	cmocka_unit_test(all_tunnels_backwards),
	cmocka_unit_test(all_tunnels_by_brute_force),
};
const size_t tunnels_test_count =
	sizeof(tunnels_tests) / sizeof(*tunnels_tests);
