/* SPDX-License-Identifier: BSD-3-Clause */
/* Ping on a made-up network (scamper.md section 4). */
#include "test.h"

#include <errno.h>

#include "../../../lib-scamper/src/bytes.h"
#include "../../../lib-scamper/src/packet.h"
#include "fake.h"

static void answer(struct fake *fake, const struct fake_sent *probe)
{
	fake_answer(fake, probe, 20 * MS);
}

static void answer_thrice(struct fake *fake, const struct fake_sent *probe)
{
	fake_answer(fake, probe, 20 * MS);
	fake_answer(fake, probe, 30 * MS);
	fake_time_exceeded(fake, probe, 0x1e000005, 40 * MS);
}

static struct fake *network(bool early,
			    void (*respond)(struct fake *,
					    const struct fake_sent *))
{
	struct scamper_engine_options o = {
		.pps = 1000, .pid = 7, .ping_ends_early = early};
	struct fake *fake = fake_new(&o);

	fake->respond = respond;
	return fake;
}

static struct scamper_ping *run(struct fake *fake, const char *command)
{
	struct scamper_ping *ping = fake_one(fake, command)->ping;

	assert_non_null(ping);
	return ping;
}

/* "ping -c 1 takes 1.00 s", although the answer came at once. */
static void test_waits_after_last(void **state)
{
	struct fake *fake = network(false, answer);
	struct scamper_ping *p = run(fake, "ping -c 1 20.0.0.1");

	(void)state;
	assert_int_equal(p->stop_reason, SCAMPER_PING_COMPLETED);
	assert_int_equal(fake->now, 6 * SEC);
	assert_int_equal(p->replies_used, 1);
	assert_int_equal(p->replies[0]->rtt_us, 20000);
	assert_int_equal(p->replies[0]->reply_ttl, 60);
	assert_int_equal(p->replies[0]->reply_ipid, 0x1234);
	assert_int_equal(p->replies[0]->flags, 7);
	assert_int_equal(p->replies[0]->probe_ipid,
			 get16(fake->sent[0].bytes + 4));
	assert_int_equal(fake->sent[0].len, 84);
	assert_int_equal(get16(fake->sent[0].bytes + 24), 7);
	fake_free(fake);
}

static void test_ends_early_when_asked(void **state)
{
	struct fake *fake = network(true, answer);
	struct scamper_ping *p = run(fake, "ping -c 2 20.0.0.1");

	(void)state;
	assert_int_equal(p->stop_reason, SCAMPER_PING_COMPLETED);
	assert_int_equal(p->sent, 2);
	assert_int_equal(fake->now, 6 * SEC + 20 * MS);
	fake_free(fake);
}

static void test_no_answer(void **state)
{
	struct fake *fake = network(true, NULL);
	struct scamper_ping *p = run(fake, "ping -c 3 -W 2 20.0.0.1");

	(void)state;
	assert_int_equal(p->stop_reason, SCAMPER_PING_COMPLETED);
	assert_int_equal(p->sent, 3);
	assert_int_equal(p->replies_used, 0);
	assert_int_equal(fake->now, 9 * SEC);
	fake_free(fake);
}

static void test_interval_and_numbers(void **state)
{
	struct fake *fake = network(false, answer);
	struct scamper_ping *p =
		run(fake,
		    "ping -c 4 -i 0.25 -d 65534 -F 9 -z 3 -m 5 -s 28 20.0.0.1");

	(void)state;
	for (unsigned int i = 0; i < 4; i++) {
		const struct fake_sent *s = &fake->sent[i];

		assert_int_equal(s->at, 5 * SEC + i * 250 * MS);
		assert_int_equal(get16(s->bytes + 24), 9);
		assert_int_equal(get16(s->bytes + 26), (65534 + i) & 0xffff);
		assert_int_equal(s->bytes[1], 3);
		assert_int_equal(s->bytes[8], 5);
		assert_int_equal(s->len, 28);
		assert_int_equal(p->replies[i]->probe, i);
		assert_int_not_equal(get16(s->bytes + 4), 0);
	}
	fake_free(fake);
}

/* -o counts the probes with an answer, not the answers. */
static void test_stop_count(void **state)
{
	struct fake *fake = network(false, answer_thrice);
	struct scamper_ping *p = run(fake, "ping -c 5 -o 2 20.0.0.1");

	(void)state;
	assert_int_equal(p->stop_reason, SCAMPER_PING_COMPLETED);
	assert_int_equal(p->sent, 2);
	assert_int_equal(p->replies_used, 4);
	assert_int_equal(p->replies[2]->icmp_type, ICMP_TIME_EXCEEDED);
	assert_int_equal(p->replies[3]->probe, 1);
	fake_free(fake);
}

static void answer_without_end(struct fake *fake, const struct fake_sent *probe)
{
	for (int i = 0; i < 1000; i++)
		fake_answer(fake, probe, MS);
}

/* 100 replies to a probe are kept, a flood of duplicates is not. */
static void test_flood_of_duplicates(void **state)
{
	struct fake *fake = network(false, answer_without_end);

	(void)state;
	assert_int_equal(run(fake, "ping -c 2 20.0.0.1")->replies_used, 200);
	fake_free(fake);
}

static void test_errors(void **state)
{
	struct fake *fake = network(false, answer);
	struct scamper_ping *p;

	(void)state;
	fake->send_error = -EMSGSIZE;
	p = run(fake, "ping 20.0.0.1");
	assert_int_equal(p->stop_reason, SCAMPER_PING_ERROR);
	assert_int_equal(p->stop_data, EMSGSIZE);
	assert_int_equal(p->sent, 0);
	fake_free(fake);
}

static void strangers(struct fake *fake, const struct fake_sent *probe)
{
	struct fake_sent other = *probe;

	put16(other.bytes + 24, 8); /* other id */
	fake_answer(fake, &other, MS);
	other = *probe;
	put16(other.bytes + 26, 1); /* not sent */
	fake_answer(fake, &other, MS);
	other = *probe;
	other.dst++; /* from another address */
	fake_answer(fake, &other, MS);
}

static void test_strangers_are_ignored(void **state)
{
	struct fake *fake = network(true, strangers);

	(void)state;
	assert_int_equal(run(fake, "ping -c 1 20.0.0.1")->replies_used, 0);
	fake_free(fake);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_waits_after_last),
	cmocka_unit_test(test_ends_early_when_asked),
	cmocka_unit_test(test_no_answer),
	cmocka_unit_test(test_interval_and_numbers),
	cmocka_unit_test(test_stop_count),
	cmocka_unit_test(test_flood_of_duplicates),
	cmocka_unit_test(test_errors),
	cmocka_unit_test(test_strangers_are_ignored),
};

TEST_GROUP(ping_tests, tests);
