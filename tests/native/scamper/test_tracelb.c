/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * tracelb on made-up networks: diamonds of several widths and lengths, nested
 * ones, balancers by packet, loss, silence; each found topology against the
 * one that was made. Then the statistics of the stopping rule.
 */
#include "test.h"

#include <math.h>
#include <scamper/tracelb.h>
#include <stdio.h>

#include "../../../lib-scamper/src/bytes.h"
#include "../../../lib-scamper/src/packet.h"
#include "../../../lib-scamper/src/stopping.h"
#include "fake.h"
#include "records.h"

enum { MAX_NEXT = 32, MAX_NODES = 64, DST = 0x14090909 /* 20.9.9.9 */ };

/* A router; its address is 10.0.0.0 plus its number. */
struct router {
	unsigned int next[MAX_NEXT]; /* numbers of routers; 0: destination */
	unsigned int next_used;
	bool by_packet;
	bool silent;
	bool refuses;        /* host unreachable instead of forwarding */
	unsigned int alias;  /* answers with the address of that router */
	unsigned int loss;   /* of its replies, percent */
	unsigned int copies; /* of each reply, beside the first */
};

static struct {
	struct router routers[MAX_NODES]; /* from 1; 1 is the first hop */
	bool dst_silent;
	uint32_t seed;
	uint32_t random;
} net;

static uint32_t draw(void)
{
	net.random = net.random * 1664525 + 1013904223;
	return net.random >> 8;
}

static void clear_net(uint32_t seed)
{
	memset(&net, 0, sizeof(net));
	net.seed = seed;
	net.random = seed;
}

/* from -> to, to + 1, .. (count of them) */
static void fan(unsigned int from, unsigned int to, unsigned int count)
{
	struct router *r = &net.routers[from];

	for (unsigned int i = 0; i < count; i++)
		r->next[r->next_used++] = to + i;
}

/* A hash of what a balancer by flow looks at, and of the balancer; mixed well,
 * or neighbouring ports would take turns instead of chances. */
static uint32_t flow_hash(const struct fake_sent *probe, unsigned int router)
{
	uint32_t hash = net.seed ^ router * 0x9e3779b1u;

	for (int i = 9; i < 24; i++)
		if (i == 9 || i >= 12) /* protocol, addresses, ports */
			hash = (hash ^ probe->bytes[i]) * 16777619u;
	hash = (hash ^ hash >> 16) * 0x85ebca6bu;
	hash = (hash ^ hash >> 13) * 0xc2b2ae35u;
	return hash ^ hash >> 16;
}

static uint32_t addr_of(unsigned int router)
{
	unsigned int alias = net.routers[router].alias;

	return 0x0a000000 + (alias ? alias : router);
}

static void reset(struct fake *fake, const struct fake_sent *probe)
{
	const uint8_t *tcp = probe->bytes + IP_HEADER;
	uint8_t out[40] = {0x45, 0, 0, 40, 0x12, 0x34, 0, 0, 60, PROTO_TCP};

	memcpy(out + 12, probe->bytes + 16, 4);
	memcpy(out + 16, probe->bytes + 12, 4);
	put16(out + 10, (uint16_t)~packet_sum(0, out, IP_HEADER));
	memcpy(out + 20, tcp + 2, 2);
	memcpy(out + 22, tcp, 2);
	out[32] = 0x50;
	out[33] = TCP_RST | TCP_ACK;
	fake_plan(fake, out, sizeof(out), 10 * MS);
}

static void respond(struct fake *fake, const struct fake_sent *probe)
{
	unsigned int at = 1, ttl = probe->ttl;
	const struct router *r = &net.routers[1];

	for (; ttl > 1 && at && !r->refuses; ttl--) {
		uint32_t choice = r->by_packet ? draw() : flow_hash(probe, at);

		at = r->next[choice % r->next_used];
		r = &net.routers[at];
	}
	if (at == 0) {
		if (net.dst_silent)
			return;
		if (probe->bytes[9] == PROTO_TCP)
			reset(fake, probe);
		else
			fake_answer(fake, probe, 10 * MS);
		return;
	}
	if (r->silent || draw() % 100 < r->loss)
		return;
	for (unsigned int i = 0; i <= r->copies; i++) {
		if (ttl > 1)
			fake_unreachable(fake, probe, addr_of(at), 1, 10 * MS);
		else
			fake_time_exceeded(fake, probe, addr_of(at), 10 * MS);
	}
}

static struct fake *run(const char *command, struct scamper_tracelb **result)
{
	struct scamper_engine_options o = {
		.pps = 10000, .pid = 0x597, .features = &scamper_all_features};
	struct fake *fake = fake_new(&o);

	fake->respond = respond;
	*result = fake_one(fake, command)->tracelb;
	assert_non_null(*result);
	return fake;
}

/* The graph in the form of sc_warts2text, from the first hop on, links
 * separated by blanks: "1>2 2>(3,4)>5 5>D" */
static void describe_node(const struct scamper_addr *addr, char *text)
{
	uint32_t n = scamper_addr_to_ipv4(addr);

	if (n == DST)
		strcat(text, "D");
	else
		sprintf(text + strlen(text), "%u",
			(unsigned int)(n & 0xffffff));
}

static void describe_set(const struct scamper_lb_set *set, char *text)
{
	uint32_t last = 0;
	bool silent = true;

	strcat(text, "(");
	for (;;) {
		uint32_t next = UINT32_MAX;

		for (uint32_t i = 0; i < set->probes_used; i++)
			for (uint32_t j = 0; j < set->probes[i]->replies_used;
			     j++) {
				uint32_t n = scamper_addr_to_ipv4(
					&set->probes[i]->replies[j]->addr);

				if (n > last && n < next)
					next = n;
			}
		if (next == UINT32_MAX)
			break;
		last = next;
		silent = false;
		sprintf(text + strlen(text), "%u ",
			(unsigned int)(next & 0xffffff));
	}
	strcat(text, silent ? "*)" : ")");
}

static const char *describe(const struct scamper_tracelb *t)
{
	static char text[4096];

	text[0] = '\0';
	for (uint32_t i = 0; i < t->links_used; i++) {
		const struct scamper_lb_link *link = t->links[i];
		uint32_t between = link->sets_used - !link->open;

		if (i)
			strcat(text, " ");
		describe_node(&t->nodes[link->from]->addr, text);
		for (uint32_t s = 0; s < between; s++) {
			strcat(text, ">");
			describe_set(link->sets[s], text);
		}
		strcat(text, ">");
		if (!link->open)
			describe_node(&t->nodes[link->to]->addr, text);
	}
	return text;
}

/* Every probe is in the record once, but those of the first hop; counts and
 * numbers fit together. */
static void check_whole(const struct fake *fake,
			const struct scamper_tracelb *t, unsigned int first)
{
	uint32_t probes = 0;

	assert_int_equal(t->probe_count, fake->sent_used);
	for (uint32_t i = 0; i < t->links_used; i++) {
		const struct scamper_lb_link *link = t->links[i];

		assert_true(link->from < t->nodes_used);
		assert_true(link->open || link->to < t->nodes_used);
		assert_true(link->sets_used > 0);
		for (uint32_t s = 0; s < link->sets_used; s++) {
			assert_true(link->sets[s]->probes_used > 0);
			probes += link->sets[s]->probes_used;
		}
	}
	assert_int_equal(probes + first, t->probe_count);
}

static void expect(const char *command, const char *graph)
{
	struct scamper_tracelb *t;
	struct fake *fake = run(command, &t);

	assert_string_equal(describe(t), graph);
	check_whole(fake, t, 1);
	fake_free(fake);
}

static void make_chain(void)
{
	clear_net(1);
	fan(1, 2, 1);
	fan(2, 3, 1);
	fan(3, 0, 1);
}

/* Six probes say with 95 % that a hop has one interface, eight with 99 %; one
 * is enough at the destination. */
static void test_chain(void **state)
{
	struct scamper_tracelb *t;
	struct fake *fake;

	(void)state;
	make_chain();
	expect("tracelb -W 0 20.9.9.9", "1>2 2>3 3>D");
	fake = run("tracelb -W 0 20.9.9.9", &t);
	assert_int_equal(t->probe_count, 1 + 6 + 6 + 1);
	fake_free(fake);
	fake = run("tracelb -W 0 -c 99 -P icmp-echo 20.9.9.9", &t);
	assert_int_equal(t->probe_count, 1 + 8 + 8 + 1);
	fake_free(fake);
}

/* The fields of the record and of what is sent, by method. */
static void test_methods(void **state)
{
	static const struct {
		const char *name;
		unsigned int proto, type, size;
	} methods[] = {
		{"UDP-dport", PROTO_UDP, SCAMPER_TRACELB_UDP_DPORT, 44},
		{"icmp-echo", PROTO_ICMP, SCAMPER_TRACELB_ICMP_ECHO, 44},
		{"udp-sport", PROTO_UDP, SCAMPER_TRACELB_UDP_SPORT, 44},
		{"tcp-sport", PROTO_TCP, SCAMPER_TRACELB_TCP_SPORT, 40},
		{"tcp-ack-sport", PROTO_TCP, SCAMPER_TRACELB_TCP_ACK_SPORT, 40},
	};

	(void)state;
	for (size_t m = 0; m < sizeof(methods) / sizeof(methods[0]); m++) {
		char line[128];
		struct scamper_tracelb *t;
		struct fake *fake;
		const uint8_t *first, *second;

		make_chain();
		snprintf(line, sizeof(line),
			 "tracelb -P %s -s 40000 -d 50000 -t 8 -U 77 -W 2 "
			 "20.9.9.9",
			 methods[m].name);
		fake = run(line, &t);
		assert_string_equal(describe(t), "1>2 2>3 3>D");
		assert_int_equal(t->type, methods[m].type);
		assert_int_equal(t->probe_size, methods[m].size);
		assert_int_equal(t->sport, 40000);
		assert_int_equal(t->dport, 50000);
		assert_int_equal(t->userid, 77);
		assert_int_equal(t->tos, 8);
		/* The second and third probe differ in their flow only. */
		first = fake->sent[1].bytes;
		second = fake->sent[2].bytes;
		assert_int_equal(first[9], methods[m].proto);
		assert_int_equal(first[1], 8);
		assert_int_equal(first[8], second[8]);
		assert_int_equal(fake->sent[2].at - fake->sent[1].at, 20 * MS);
		if (methods[m].proto == PROTO_ICMP) {
			assert_int_equal(get16(first + 22), 1);
			assert_int_equal(get16(second + 22), 2);
			assert_int_equal(get16(second + 24), 40000);
		} else {
			bool dport = m == 0;

			assert_int_equal(get16(second + 20),
					 dport ? 40000 : 40001);
			assert_int_equal(get16(second + 22),
					 dport ? 50001 : 50000);
		}
		fake_free(fake);
	}
}

/* 1 > 2 > {10 ..} > 4 > D, by flow: a link for each branch. */
static void make_diamond(unsigned int width, uint32_t seed)
{
	clear_net(seed);
	fan(1, 2, 1);
	fan(2, 10, width);
	for (unsigned int i = 0; i < width; i++)
		fan(10 + i, 4, 1);
	fan(4, 0, 1);
}

static void test_diamonds(void **state)
{
	static const unsigned int widths[] = {2, 3, 5, 8, 16};

	(void)state;
	for (size_t w = 0; w < sizeof(widths) / sizeof(widths[0]); w++) {
		char graph[1024] = "1>2";
		unsigned int width = widths[w];

		make_diamond(width, 7);
		for (unsigned int i = 0; i < width; i++)
			sprintf(graph + strlen(graph), " 2>%u", 10 + i);
		/* Links are ordered by address: 4 stands before 10. */
		strcat(graph, " 4>D");
		for (unsigned int i = 0; i < width; i++)
			sprintf(graph + strlen(graph), " %u>4", 10 + i);
		expect("tracelb -W 0 -c 99 20.9.9.9", graph);
	}
}

/* Behind the first hop, which one flow was sent to, branches stay a set. */
static void test_behind_first(void **state)
{
	(void)state;
	clear_net(3);
	fan(1, 10, 3);
	for (unsigned int i = 10; i < 13; i++)
		fan(i, 4, 1);
	fan(4, 5, 1);
	fan(5, 0, 1);
	expect("tracelb -W 0 -c 99 20.9.9.9", "1>(10 11 12 )>4 4>5 5>D");
}

static void make_by_packet(void)
{
	clear_net(5);
	fan(1, 2, 1);
	fan(2, 10, 2);
	net.routers[2].by_packet = true;
	fan(10, 20, 1);
	fan(11, 21, 1);
	fan(20, 4, 1);
	fan(21, 4, 1);
	fan(4, 0, 1);
}

static void test_by_packet(void **state)
{
	(void)state;
	make_by_packet();
	expect("tracelb -W 0 -c 99 20.9.9.9", "1>2 2>(10 11 )>(20 21 )>4 4>D");
}

/* 2 > {10, 11}; 10 > {20, 21} > 30; 11 > 22 > 31; {30, 31} > 4 */
static void test_nested(void **state)
{
	(void)state;
	clear_net(3);
	fan(1, 2, 1);
	fan(2, 10, 2);
	fan(10, 20, 2);
	fan(11, 22, 1);
	fan(20, 30, 1);
	fan(21, 30, 1);
	fan(22, 31, 1);
	fan(30, 4, 1);
	fan(31, 4, 1);
	fan(4, 0, 1);
	expect("tracelb -W 0 -c 99 20.9.9.9",
	       "1>2 2>10 2>11 4>D 10>20 10>21 11>22 20>30 21>30 22>31 30>4 "
	       "31>4");
}

/* Branches of unequal length: 10 > 20 > 4 and 11 > 4. */
static void test_unequal(void **state)
{
	(void)state;
	clear_net(4);
	fan(1, 2, 1);
	fan(2, 10, 2);
	fan(10, 20, 1);
	fan(20, 4, 1);
	fan(11, 4, 1);
	fan(4, 5, 1);
	fan(5, 0, 1);
	expect("tracelb -W 0 -c 99 20.9.9.9",
	       "1>2 2>10 2>11 4>5 5>D 10>20 11>4 20>4");
}

/* A mesh: both branches lead to both routers behind. */
static void test_mesh(void **state)
{
	(void)state;
	clear_net(9);
	fan(1, 2, 1);
	fan(2, 10, 2);
	fan(10, 20, 2);
	fan(11, 20, 2);
	fan(20, 4, 1);
	fan(21, 4, 1);
	fan(4, 0, 1);
	expect("tracelb -W 0 -c 99 20.9.9.9",
	       "1>2 2>10 2>11 4>D 10>20 10>21 11>20 11>21 20>4 21>4");
}

/* The destination at one of the branches. */
static void test_branch_ends(void **state)
{
	(void)state;
	clear_net(2);
	fan(1, 2, 1);
	fan(2, 10, 2);
	fan(10, 0, 1);
	fan(11, 20, 1);
	fan(20, 0, 1);
	expect("tracelb -W 0 -c 99 20.9.9.9", "1>2 2>10 2>11 10>D 11>20 20>D");
}

static void test_silence(void **state)
{
	(void)state;
	clear_net(1);
	fan(1, 2, 1);
	fan(2, 3, 1);
	net.routers[3].silent = true;
	fan(3, 4, 1);
	fan(4, 0, 1);
	expect("tracelb -W 0 -w 1 20.9.9.9", "1>2 2>(*)>4 4>D");
	/* One branch of two is silent: flows cannot be followed. */
	clear_net(1);
	fan(1, 2, 1);
	fan(2, 10, 2);
	net.routers[10].silent = true;
	fan(10, 4, 1);
	fan(11, 4, 1);
	fan(4, 0, 1);
	expect("tracelb -W 0 -w 1 20.9.9.9", "1>2 2>(11 )>4 4>D");
	/* The gap limit. */
	clear_net(1);
	fan(1, 2, 1);
	fan(2, 0, 1);
	net.dst_silent = true;
	expect("tracelb -W 0 -w 1 -g 2 -q 1 20.9.9.9", "1>2 2>(*)>(*)>");
}

/* The first hop that answers is the root. */
static void test_silent_first(void **state)
{
	struct scamper_tracelb *t;
	struct fake *fake;

	(void)state;
	make_chain();
	net.routers[1].silent = true;
	fake = run("tracelb -W 0 -w 1 20.9.9.9", &t);
	assert_string_equal(describe(t), "2>3 3>D");
	check_whole(fake, t, 3);
	fake_free(fake);
	/* Nobody at all. */
	net.routers[2].silent = true;
	net.routers[3].silent = true;
	fake = run("tracelb -W 0 -w 1 20.9.9.9", &t);
	assert_int_equal(t->nodes_used, 0);
	assert_int_equal(t->probe_count, 6);
	fake_free(fake);
}

static void test_refusal_and_loop(void **state)
{
	(void)state;
	clear_net(1);
	fan(1, 2, 1);
	fan(2, 3, 1);
	net.routers[3].refuses = true;
	fan(3, 0, 1);
	/* 3 answers for itself, then for what it does not forward. */
	expect("tracelb -W 0 20.9.9.9", "1>2 2>3 3>(3 )>");
	clear_net(1);
	fan(1, 2, 1);
	fan(2, 3, 1);
	fan(3, 2, 1);
	expect("tracelb -W 0 20.9.9.9", "1>2 2>3 3>2");
	clear_net(1);
	fan(1, 2, 1);
	fan(2, 2, 1);
	expect("tracelb -W 0 20.9.9.9", "1>2 2>(2 )>2");
	/* A router that is met twice in a row. */
	make_chain();
	net.routers[3].alias = 2;
	expect("tracelb -W 0 20.9.9.9", "1>2 2>(2 )>D");
}

static void test_destination_first(void **state)
{
	struct scamper_tracelb *t;
	struct fake *fake;

	(void)state;
	make_chain();
	fake = run("tracelb -f 4 20.9.9.9", &t);
	assert_int_equal(t->nodes_used, 1);
	assert_int_equal(t->links_used, 0);
	assert_int_equal(t->probe_count, 1);
	fake_free(fake);
}

/* Replies that are lost, and replies that come twice, change nothing. */
static void test_loss(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 10; seed++) {
		make_diamond(3, seed);
		for (int i = 1; i < 20; i++)
			net.routers[i].loss = 20;
		net.routers[10].copies = 1;
		expect("tracelb -W 0 -w 1 -q 8 -c 99 20.9.9.9",
		       "1>2 2>10 2>11 2>12 4>D 10>4 11>4 12>4");
	}
}

/* At most -Q probes; what was being explored is kept, its end is open. */
static void test_most_probes(void **state)
{
	struct scamper_tracelb *t;
	struct fake *fake;

	(void)state;
	make_diamond(30, 1);
	fake = run("tracelb -W 0 -Q 50 20.9.9.9", &t);
	assert_int_equal(t->probe_count, 50);
	check_whole(fake, t, 1);
	assert_int_equal(t->links_used, 2);
	assert_true(t->links[1]->open);
	fake_free(fake);
}

static void test_halted(void **state)
{
	struct scamper_engine_options o = {.features = &scamper_all_features};

	(void)state;
	for (int ms = 0; ms < 900; ms += 7) {
		struct fake *fake = fake_new(&o);
		struct scamper_tracelb *t;
		uint32_t id;

		make_diamond(3, 1);
		fake->respond = respond;
		id = fake_submit(fake, "tracelb -W 1 20.9.9.9");
		fake_run_until(fake, fake->now + (uint64_t)ms * MS);
		assert_true(scamper_source_halt(fake->source, id, NULL));
		fake_run(fake);
		assert_int_equal(fake->results_used, 1);
		t = fake->results[0] ? fake->results[0]->tracelb : NULL;
		if (t)
			for (uint32_t i = 0; i < t->links_used; i++)
				assert_true(t->links[i]->sets_used > 0);
		fake_free(fake);
	}
}

/* The tables of Augustin et al. (2007) and Veitch et al. (2009). */
static void test_stopping_points(void **state)
{
	static const unsigned int points[2][16] = {
		{6, 11, 16, 21, 27, 33, 38, 44, 51, 57, 63, 70, 76, 83, 90, 96},
		{8, 15, 21, 28, 36, 43, 51, 58, 66, 74, 82, 90, 98, 106, 115,
		 123},
	};

	(void)state;
	for (unsigned int n = 1; n <= 16; n++) {
		assert_int_equal(stopping_point(95, n), points[0][n - 1]);
		assert_int_equal(stopping_point(99, n), points[1][n - 1]);
	}
	assert_int_equal(stopping_point(95, 0), 6);
	assert_true(stopping_point(99, 300) > stopping_point(99, 200));
}

/*
 * A balancer of two branches is missed when the stopping point is reached
 * with one interface: 2 * (1/2)^6 = 1/32 of the runs at 95 %, 1/128 at 99 %.
 * Over 800 runs the share must lie within four standard deviations.
 */
static void test_miss_rate(void **state)
{
	static const struct {
		const char *command;
		double share;
	} cases[] = {
		{"tracelb -W 0 20.9.9.9", 1.0 / 32},
		{"tracelb -W 0 -c 99 20.9.9.9", 1.0 / 128},
	};

	(void)state;
	for (int c = 0; c < 2; c++) {
		const int runs = 800;
		double p = cases[c].share, sd = sqrt(runs * p * (1 - p));
		int missed = 0;

		for (int i = 0; i < runs; i++) {
			struct scamper_tracelb *t;
			struct fake *fake;

			make_diamond(2, (uint32_t)(i * 2654435761u));
			fake = run(cases[c].command, &t);
			missed += t->links_used == 4;
			fake_free(fake);
		}
		if (fabs(missed - runs * p) > 4 * sd)
			fail_msg("%s: %d of %d missed", cases[c].command,
				 missed, runs);
	}
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_chain),
	cmocka_unit_test(test_methods),
	cmocka_unit_test(test_diamonds),
	cmocka_unit_test(test_behind_first),
	cmocka_unit_test(test_by_packet),
	cmocka_unit_test(test_nested),
	cmocka_unit_test(test_unequal),
	cmocka_unit_test(test_mesh),
	cmocka_unit_test(test_branch_ends),
	cmocka_unit_test(test_silence),
	cmocka_unit_test(test_silent_first),
	cmocka_unit_test(test_refusal_and_loop),
	cmocka_unit_test(test_destination_first),
	cmocka_unit_test(test_loss),
	cmocka_unit_test(test_most_probes),
	cmocka_unit_test(test_halted),
	cmocka_unit_test(test_stopping_points),
	cmocka_unit_test(test_miss_rate),
};

TEST_GROUP(tracelb_tests, tests);
