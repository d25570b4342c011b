/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Times of the kernel; the rate on a real clock, exact to 1 %: a second and a
 * half at each rate (scamper.md section 5; a minute of virtual time:
 * test_schedule.c). A run during which the machine held this program up for
 * longer than missed slots are made up for says nothing and is repeated.
 */
#define _GNU_SOURCE /* struct timespec, SO_TIMESTAMPNS */
#include "test.h"

#include <stdio.h>
#include <time.h>

#include <scamper/engine.h>

#include "../../../lib-scamper/src/posix_stamp.h"
#include "fake.h"

enum { MOST_LATE_MS = 200, MOST_RUNS = 20 };

static uint32_t sent;

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * SEC + (uint64_t)t.tv_nsec;
}

static int count_send(void *backend, const uint8_t *packet, size_t len,
		      const struct scamper_probe *probe, uint64_t *tx_ns)
{
	(void)backend;
	(void)packet;
	(void)len;
	(void)probe;
	sent++;
	*tx_ns = now_ns();
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

static void sleep_until(uint64_t at)
{
	uint64_t now = now_ns();
	struct timespec t = {0};

	if (at <= now)
		return;
	t.tv_sec = (time_t)((at - now) / SEC);
	t.tv_nsec = (long)((at - now) % SEC);
	nanosleep(&t, NULL);
}

/* Probes in a second and a half at a rate; -1: the machine was too busy. */
static int run_at(uint32_t pps)
{
	static const struct scamper_backend counting = {.send = count_send,
							.source = give_source};
	struct scamper_engine_options o = {.pps = pps, .ops = &counting};
	struct scamper_source_options so = {0};
	struct scamper_engine *engine = scamper_engine_new(&o, NULL);
	struct scamper_source *source = scamper_source_open(engine, &so, NULL);
	uint64_t start, end, latest = 0;

	assert_non_null(source);
	for (unsigned int i = 0; i < pps * 2; i++) {
		char line[64];

		snprintf(line, sizeof(line), "ping -c 1 20.0.%u.%u", i >> 8,
			 i & 255);
		assert_int_not_equal(
			scamper_source_submit(source, line, NULL, NULL), 0);
	}
	sent = 0;
	start = now_ns();
	end = start + 3 * SEC / 2;
	for (;;) {
		uint64_t at = scamper_engine_next_deadline(engine), now;

		if (at >= end)
			break;
		sleep_until(at);
		now = now_ns();
		if (at && now > at && now - at > latest)
			latest = now - at;
		scamper_engine_poll(engine, now);
	}
	scamper_engine_free(engine);
	return latest > MOST_LATE_MS * MS ? -1 : (int)sent;
}

static void test_real_rate(void **state)
{
	static const uint32_t rates[] = {10, 1000, 10000};

	(void)state;
	for (size_t r = 0; r < sizeof(rates) / sizeof(rates[0]); r++) {
		int expected = (int)rates[r] * 3 / 2, got = -1;
		int slack = expected / 100 + 1; /* of slots: both ends */

		for (int i = 0; got < 0 && i < MOST_RUNS; i++)
			got = run_at(rates[r]);
		if (got < expected - slack || got > expected + slack)
			fail_msg("%u pps: %d probes, not %d", rates[r], got,
				 expected);
	}
}

/* What comes of a stamp of that wall time, `now` after the start of the clock;
 * the wall clock was at a million seconds then. */
static uint64_t stamp_at(uint64_t wall, uint64_t now)
{
	struct timespec t = {.tv_sec = (time_t)(wall / SEC),
			     .tv_nsec = (long)(wall % SEC)};
	struct posix_stamped s = {0};
	struct msghdr *message = posix_stamped(&s, NULL);
	struct cmsghdr *c = CMSG_FIRSTHDR(message);

	message->msg_controllen = CMSG_SPACE(sizeof(t));
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SO_TIMESTAMPNS;
	c->cmsg_len = CMSG_LEN(sizeof(t));
	memcpy(CMSG_DATA(c), &t, sizeof(t));
	return posix_kernel_stamp(message, now, 1000000 * (int64_t)SEC);
}

static void test_kernel_stamps(void **state)
{
	const uint64_t begin = 1000000 * SEC;

	(void)state;
	assert_int_equal(stamp_at(begin + 99 * SEC + 7, 100 * SEC),
			 99 * SEC + 7);
	assert_int_equal(stamp_at(begin + 100 * SEC, 100 * SEC), 100 * SEC);
	/* The wall clock was set: the stamp is of the future, too old, or
	 * older than the clock of a machine that has just started. */
	assert_int_equal(stamp_at(begin + 101 * SEC, 100 * SEC), 0);
	assert_int_equal(stamp_at(begin + 89 * SEC, 100 * SEC), 0);
	assert_int_equal(stamp_at(begin - 3 * SEC, 2 * SEC), 0);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_kernel_stamps),
	cmocka_unit_test(test_real_rate),
};

TEST_GROUP(clock_tests, tests);
