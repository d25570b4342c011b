/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The sequence of a trace on a made-up network. The verdicts were compared
 * with those of Debian's scamper 20211212 on the same behaviour.
 */
#include "test.h"

#include <errno.h>

#include "../../../lib-scamper/src/bytes.h"
#include "../../../lib-scamper/src/packet.h"
#include "fake.h"

enum { DEST_TTL = 6, HOP = 0x1e000000 /* 30.0.0.x */ };

static struct scamper_trace *run(struct fake *fake, const char *command)
{
	struct scamper_trace *trace = fake_one(fake, command)->trace;

	assert_non_null(trace);
	return trace;
}

static struct fake *network(void (*respond)(struct fake *,
					    const struct fake_sent *))
{
	struct fake *fake = fake_new(NULL);

	fake->respond = respond;
	return fake;
}

static void expect_end(const struct scamper_trace *t, int reason, int data,
		       int hop_count, int probes)
{
	assert_int_equal(t->stop_reason, reason);
	assert_int_equal(t->stop_data, data);
	assert_int_equal(t->hop_count, hop_count);
	assert_int_equal(t->probe_count, probes);
}

/* A chain of routers 30.0.0.TTL, 10 ms to each. */
static void chain(struct fake *fake, const struct fake_sent *probe)
{
	if (probe->ttl >= DEST_TTL)
		fake_answer(fake, probe, 10 * MS);
	else
		fake_time_exceeded(fake, probe, HOP + probe->ttl, 10 * MS);
}

static void test_chain(void **state)
{
	static const char *const commands[] = {
		"trace -P icmp-paris 20.0.0.1", "trace -P udp-paris 20.0.0.1",
		"trace -P icmp 20.0.0.1", "trace -P udp 20.0.0.1"};

	(void)state;
	for (int i = 0; i < 4; i++) {
		struct fake *fake = network(chain);
		struct scamper_trace *t = run(fake, commands[i]);

		expect_end(t, SCAMPER_TRACE_COMPLETED, 0, 6, 6);
		assert_int_equal(t->hops_used, 6);
		for (unsigned int n = 0; n < 6; n++) {
			const struct scamper_hop *hop = t->hops[n];

			assert_int_equal(hop->probe_ttl, n + 1);
			assert_int_equal(hop->attempt, 0);
			assert_int_equal(hop->rtt_us, 10000);
			assert_int_equal(hop->flags, 0x11);
			/* One probe at a time, at once after the answer. */
			assert_int_equal(fake->sent[n].at,
					 5 * SEC + n * 10 * MS);
			assert_int_equal(hop->tx.sec, 1005);
			assert_int_equal(hop->tx.usec, n * 10000);
		}
		assert_int_equal(t->hops[1]->quoted_ttl, 1);
		assert_int_equal(t->hops[1]->quoted_len, 44);
		fake_free(fake);
	}
}

/* Flow fields stay, the number of the probe moves (section 3, Probes). */
static void test_paris_fields(void **state)
{
	struct fake *fake = network(chain);

	(void)state;
	run(fake, "trace -P icmp-paris -s 34199 20.0.0.1");
	for (unsigned int i = 0; i < 6; i++) {
		const uint8_t *p = fake->sent[i].bytes;

		assert_int_equal(get16(p + 4), i + 1);
		assert_int_equal(p[8], i + 1);
		assert_int_equal(get16(p + 22), 34199);
		assert_int_equal(get16(p + 24), 34199);
		assert_int_equal(get16(p + 26), i);
	}
	fake_free(fake);
	fake = network(chain);
	run(fake, "trace -P udp-paris -s 34199 -d 1234 20.0.0.1");
	for (unsigned int i = 0; i < 6; i++) {
		const uint8_t *p = fake->sent[i].bytes;

		assert_int_equal(get16(p + 20), 34199);
		assert_int_equal(get16(p + 22), 1234);
		assert_int_equal(get16(p + 26), i + 1);
		assert_int_equal(get16(p + 4), i + 1);
	}
	fake_free(fake);
}

static void silent_from_4(struct fake *fake, const struct fake_sent *probe)
{
	if (probe->ttl < 4)
		fake_time_exceeded(fake, probe, HOP + probe->ttl, MS);
	else if (probe->ttl == 255)
		fake_answer(fake, probe, MS);
}

static void test_gap(void **state)
{
	struct fake *fake = network(silent_from_4);
	struct scamper_trace *t =
		run(fake, "trace -w 1 -q 3 -g 5 -l 1 20.0.0.1");

	(void)state;
	expect_end(t, SCAMPER_TRACE_GAPLIMIT, 0, 8, 3 + 15);
	/* 15 waits of one second: "stop after 5 silent TTLs in a row". */
	assert_int_equal((fake->now - 5 * SEC) / SEC, 15);
	assert_int_equal(t->lastditch_used, 0);
	fake_free(fake);
}

static void test_gap_lastditch(void **state)
{
	struct fake *fake = network(silent_from_4);
	struct scamper_trace *t =
		run(fake, "trace -w 1 -q 3 -g 2 -G 2 1.2.3.4");

	(void)state;
	expect_end(t, SCAMPER_TRACE_GAPLIMIT, 0, 5, 3 + 6 + 1);
	assert_int_equal(t->hops_used, 3);
	assert_int_equal(t->lastditch_used, 1);
	assert_int_equal(t->lastditch[0]->probe_ttl, 255);
	fake_free(fake);
}

static void only_odd(struct fake *fake, const struct fake_sent *probe)
{
	if (probe->ttl % 2 && probe->ttl < 6)
		fake_time_exceeded(fake, probe, HOP + probe->ttl, MS);
}

static void test_gap_counts_in_a_row(void **state)
{
	struct fake *fake = network(only_odd);

	(void)state;
	expect_end(run(fake, "trace -w 1 -q 2 -g 3 20.0.0.1"),
		   SCAMPER_TRACE_GAPLIMIT, 0, 8, 13);
	fake_free(fake);
	fake = network(only_odd); /* the last one allowed, then the end */
	expect_end(run(fake, "trace -w 1 -q 1 -g 5 -m 7 20.0.0.1"),
		   SCAMPER_TRACE_HOPLIMIT, 0, 7, 7);
	fake_free(fake);
}

static void nobody(struct fake *fake, const struct fake_sent *probe)
{
	(void)fake;
	(void)probe;
}

static void test_last_ttl_is_255(void **state)
{
	struct fake *fake = network(nobody);

	(void)state;
	expect_end(run(fake, "trace -w 1 -q 1 -g 255 20.0.0.1"),
		   SCAMPER_TRACE_GAPLIMIT, 0, 255, 255);
	fake_free(fake);
	fake = network(nobody);
	expect_end(run(fake, "trace -w 1 -q 1 -g 255 -f 2 20.0.0.1"),
		   SCAMPER_TRACE_HOPLIMIT, 0, 255, 254);
	fake_free(fake);
}

static void same_three_times(struct fake *fake, const struct fake_sent *probe)
{
	unsigned int from = probe->ttl;

	if (from >= 2 && from <= 4)
		from = 2;
	fake_time_exceeded(fake, probe, HOP + from, MS);
}

static void twice_then_on(struct fake *fake, const struct fake_sent *probe)
{
	if (probe->ttl == 3)
		fake_time_exceeded(fake, probe, HOP + 2, MS);
	else
		chain(fake, probe);
}

/* Adjacent TTLs make no loop; one TTL between them makes one. */
static void test_loop(void **state)
{
	struct fake *fake = network(same_three_times);

	(void)state;
	expect_end(run(fake, "trace -l 1 20.0.0.1"), SCAMPER_TRACE_LOOP, 0, 4,
		   4);
	fake_free(fake);
	fake = network(twice_then_on);
	expect_end(run(fake, "trace -l 1 20.0.0.1"), SCAMPER_TRACE_COMPLETED, 0,
		   6, 6);
	fake_free(fake);
}

static void circle_of_three(struct fake *fake, const struct fake_sent *probe)
{
	fake_time_exceeded(fake, probe, HOP + probe->ttl % 3, MS);
}

static void test_loop_count(void **state)
{
	static const struct {
		const char *command;
		int reason, hops;
	} cases[] = {
		{"trace 20.0.0.1", SCAMPER_TRACE_LOOP, 4},
		{"trace -l 2 20.0.0.1", SCAMPER_TRACE_LOOP, 5},
		{"trace -l 3 20.0.0.1", SCAMPER_TRACE_LOOP, 6},
		{"trace -l 0 -m 30 20.0.0.1", SCAMPER_TRACE_HOPLIMIT, 30},
	};

	(void)state;
	for (int i = 0; i < 4; i++) {
		struct fake *fake = network(circle_of_three);

		expect_end(run(fake, cases[i].command), cases[i].reason, 0,
			   cases[i].hops, cases[i].hops);
		fake_free(fake);
	}
}

static void filtered_at_3(struct fake *fake, const struct fake_sent *probe)
{
	if (probe->ttl == 3)
		fake_unreachable(fake, probe, HOP + 3, 13, MS);
	else
		chain(fake, probe);
}

static void port_from_other(struct fake *fake, const struct fake_sent *probe)
{
	if (probe->ttl >= DEST_TTL)
		fake_unreachable(fake, probe, HOP + 99, 3, MS);
	else
		chain(fake, probe);
}

static void test_unreachables(void **state)
{
	struct fake *fake = network(filtered_at_3);

	(void)state;
	expect_end(run(fake, "trace 20.0.0.1"), SCAMPER_TRACE_UNREACH, 13, 3,
		   3);
	fake_free(fake);
	fake = network(port_from_other);
	expect_end(run(fake, "trace 20.0.0.1"), SCAMPER_TRACE_COMPLETED, 0, 6,
		   6);
	fake_free(fake);
	/* A port unreachable for an ICMP probe is an unreachable. */
	fake = network(port_from_other);
	expect_end(run(fake, "trace -P icmp-paris 20.0.0.1"),
		   SCAMPER_TRACE_UNREACH, 3, 6, 6);
	fake_free(fake);
}

static void te_from_dest(struct fake *fake, const struct fake_sent *probe)
{
	if (probe->ttl == 3)
		fake_time_exceeded(fake, probe, probe->dst, MS);
	else
		chain(fake, probe);
}

static void test_te_from_destination(void **state)
{
	struct fake *fake = network(te_from_dest);

	(void)state;
	expect_end(run(fake, "trace 20.0.0.1"), SCAMPER_TRACE_COMPLETED, 0, 3,
		   3);
	fake_free(fake);
	fake = network(te_from_dest);
	expect_end(run(fake, "trace -T 20.0.0.1"), SCAMPER_TRACE_COMPLETED, 0,
		   6, 6);
	fake_free(fake);
}

/* TTL 2 answers its first probe late; others answer twice. */
static void late_and_twice(struct fake *fake, const struct fake_sent *probe)
{
	if (probe->ttl == 2 && fake->sent_used == 2) {
		fake_time_exceeded(fake, probe, HOP + 2, 1500 * MS);
		return;
	}
	chain(fake, probe);
	chain(fake, probe);
}

static void test_late_and_duplicates(void **state)
{
	static const uint8_t expected[][2] = {
		{1, 0}, {1, 0}, {2, 0}, {2, 1}, {2, 1}, {3, 0},
		{3, 0}, {4, 0}, {4, 0}, {5, 0}, {5, 0}, {6, 0},
	};
	struct fake *fake = network(late_and_twice);
	struct scamper_trace *t =
		run(fake, "trace -P icmp-paris -w 1 -q 2 -W 60 20.0.0.1");

	(void)state;
	expect_end(t, SCAMPER_TRACE_COMPLETED, 0, 6, 7);
	assert_int_equal(t->hops_used, 12);
	for (unsigned int i = 0; i < 12; i++) {
		assert_int_equal(t->hops[i]->probe_ttl, expected[i][0]);
		assert_int_equal(t->hops[i]->attempt, expected[i][1]);
	}
	assert_int_equal(t->hops[2]->rtt_us, 1500000);
	assert_ptr_equal(scamper_trace_hop(t, 2), t->hops[2]);
	assert_null(scamper_trace_hop(t, 7));
	fake_free(fake);
}

static void dest_is_late(struct fake *fake, const struct fake_sent *probe)
{
	if (probe->ttl < 3)
		chain(fake, probe);
	else if (probe->ttl == 3 && fake->sent_used == 4)
		fake_answer(fake, probe, 1400 * MS);
}

/* An answer to an earlier TTL ends the trace, too; TTLs are counted up to
 * the last that answered. */
static void test_late_end(void **state)
{
	struct fake *fake = network(dest_is_late);

	(void)state;
	expect_end(run(fake, "trace -P icmp-paris -w 1 20.0.0.1"),
		   SCAMPER_TRACE_COMPLETED, 0, 3, 5);
	fake_free(fake);
}

static void test_all_attempts(void **state)
{
	struct fake *fake = network(chain);
	struct scamper_trace *t = run(fake, "trace -Q -q 3 20.0.0.1");

	(void)state;
	expect_end(t, SCAMPER_TRACE_COMPLETED, 0, 6, 18);
	assert_int_equal(t->hops_used, 18);
	assert_int_equal(t->hops[17]->attempt, 2);
	fake_free(fake);
	fake = network(filtered_at_3);
	expect_end(run(fake, "trace -Q -q 3 20.0.0.1"), SCAMPER_TRACE_UNREACH,
		   13, 3, 9);
	fake_free(fake);
}

static void test_wait_probe(void **state)
{
	struct fake *fake = network(chain);

	(void)state;
	run(fake, "trace -W 50 20.0.0.1");
	for (unsigned int i = 0; i < 6; i++)
		assert_int_equal(fake->sent[i].at, 5 * SEC + i * 500 * MS);
	fake_free(fake);
}

static void test_errors(void **state)
{
	struct fake *fake = network(chain);

	(void)state;
	fake->send_error = -EMSGSIZE;
	expect_end(run(fake, "trace 20.0.0.1"), SCAMPER_TRACE_ERROR, EMSGSIZE,
		   0, 0);
	fake_free(fake);
	fake = network(chain);
	expect_end(run(fake, "trace 99.0.0.1"), SCAMPER_TRACE_ERROR,
		   ENETUNREACH, 0, 0);
	fake_free(fake);
}

/* Replies that are not for this trace, or not for any probe of it. */
static void strangers(struct fake *fake, const struct fake_sent *probe)
{
	struct fake_sent other = *probe;

	put16(other.bytes + 24, (uint16_t)(get16(other.bytes + 24) + 1));
	fake_time_exceeded(fake, &other, HOP + 77, MS / 2); /* other id */
	other = *probe;
	put16(other.bytes + 26, 1000);
	fake_time_exceeded(fake, &other, HOP + 77, MS / 2); /* not yet sent */
	other = *probe;
	other.bytes[19]++;
	fake_time_exceeded(fake, &other, HOP + 77, MS / 2); /* other target */
	other = *probe;
	other.bytes[15]++;
	fake_time_exceeded(fake, &other, HOP + 77, MS / 2); /* other source */
	other = *probe;
	other.dst++;
	fake_echo_reply(fake, &other, MS / 2); /* from another address */
	other = *probe;
	other.bytes[9] = PROTO_UDP;
	fake_time_exceeded(fake, &other, HOP + 77, MS / 2); /* not ICMP */
	other = *probe;
	other.bytes[20] = ICMP_ECHO_REPLY;
	fake_time_exceeded(fake, &other, HOP + 77, MS / 2); /* quotes reply */
	chain(fake, probe);
}

static void test_strangers_are_ignored(void **state)
{
	struct fake *fake = network(strangers);
	struct scamper_trace *t = run(fake, "trace -P icmp-paris 20.0.0.1");

	(void)state;
	expect_end(t, SCAMPER_TRACE_COMPLETED, 0, 6, 6);
	assert_int_equal(t->hops_used, 6);
	fake_free(fake);
}

/* The UDP checksum was rewritten on the way: the IP id tells the number. */
static void no_checksum(struct fake *fake, const struct fake_sent *probe)
{
	struct fake_sent other = *probe;

	put16(other.bytes + 26, probe->ttl == 3 ? 0 : 0x7777);
	if (probe->ttl == 2) /* the id counted on, or swapped */
		put16(other.bytes + 4, 3);
	if (probe->ttl == 4)
		put16(other.bytes + 4, 4 << 8);
	chain(fake, &other);
}

static void test_udp_paris_by_ip_id(void **state)
{
	struct fake *fake = network(no_checksum);
	struct scamper_trace *t = run(fake, "trace 20.0.0.1");

	(void)state;
	expect_end(t, SCAMPER_TRACE_COMPLETED, 0, 6, 6);
	for (unsigned int i = 0; i < 6; i++)
		assert_int_equal(t->hops[i]->probe_ttl, i + 1);
	fake_free(fake);
}

/* -O const-payload: checksum and payload stay, too; the IP id tells. */
static void test_constant_payload(void **state)
{
	struct fake *fake = network(chain);
	struct scamper_trace *t =
		run(fake, "trace -O const-payload -p 0102030405 20.0.0.1");

	(void)state;
	expect_end(t, SCAMPER_TRACE_COMPLETED, 0, 6, 6);
	assert_int_equal(t->flags, SCAMPER_TRACE_CONST_PAYLOAD);
	for (unsigned int i = 0; i < 6; i++) {
		const uint8_t *p = fake->sent[i].bytes;

		assert_int_equal(get16(p + 4), i + 1);
		assert_memory_equal(p + 20, fake->sent[0].bytes + 20, 8 + 5);
		assert_memory_equal(p + 28, "\1\2\3\4\5", 5);
		assert_int_equal(t->hops[i]->probe_ttl, i + 1);
	}
	fake_free(fake);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_chain),
	cmocka_unit_test(test_paris_fields),
	cmocka_unit_test(test_gap),
	cmocka_unit_test(test_gap_lastditch),
	cmocka_unit_test(test_gap_counts_in_a_row),
	cmocka_unit_test(test_last_ttl_is_255),
	cmocka_unit_test(test_loop),
	cmocka_unit_test(test_loop_count),
	cmocka_unit_test(test_unreachables),
	cmocka_unit_test(test_te_from_destination),
	cmocka_unit_test(test_late_and_duplicates),
	cmocka_unit_test(test_late_end),
	cmocka_unit_test(test_all_attempts),
	cmocka_unit_test(test_wait_probe),
	cmocka_unit_test(test_errors),
	cmocka_unit_test(test_strangers_are_ignored),
	cmocka_unit_test(test_udp_paris_by_ip_id),
	cmocka_unit_test(test_constant_payload),
};

TEST_GROUP(trace_tests, tests);
