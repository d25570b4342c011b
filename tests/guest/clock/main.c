/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The monotonic clock against another clock of the machine: the seconds of
 * the CMOS clock (argv[1] = "rtc"). Without one only order and plausibility
 * are checked.
 */
#include <stdint.h>
#include <uk/io.h>
#include <uk/time.h>
#include <uk/sched.h>

#include "check.h"

#define READS   200000
#define GROUP   4 /* seconds */
#define MAX_PPM 1000

static void check_order(void)
{
	uint64_t last = uk_time_mono_ns();
	uint64_t steps = 0;

	for (unsigned i = 0; i < READS; i++) {
		uint64_t now = uk_time_mono_ns();

		if (now < last) {
			printf("FAIL back by %lu ns\n", last - now);
			check_failures++;
		}
		steps += now > last;
		last = now;
	}
	CHECK(steps > READS / 2);
}

static uint8_t rtc_second(void)
{
	uk_outb(0x70, 0);
	return uk_inb(0x71);
}

/* The monotonic clock when the CMOS clock begins a second. */
static uint64_t second_edge(void)
{
	uint8_t before = rtc_second();

	while (rtc_second() == before)
		;
	return uk_time_mono_ns();
}

/*
 * An edge is seen late when the host holds up the emulator, never early. So
 * the earliest of a few edges is exact, and two such groups give the rate.
 */
static int64_t earliest_edge(uint64_t start, uint64_t *second)
{
	int64_t best = INT64_MAX;

	for (unsigned i = 0; i < GROUP; i++) {
		int64_t offset;

		/* Half of the time asleep: the timer must not disturb */
		uk_thread_sleep_until(uk_time_mono_ns() + UK_NSEC_PER_SEC / 2);
		offset = (int64_t)(second_edge() - start -
				   ++*second * UK_NSEC_PER_SEC);
		best = offset < best ? offset : best;
	}
	return best;
}

static void check_rate(void)
{
	uint64_t second = 0;
	uint64_t start = second_edge();
	int64_t first = earliest_edge(start, &second);
	int64_t error = earliest_edge(start, &second) - first;
	int64_t ppm = error / (GROUP * 1000);

	printf("error %ld us in %d s, %ld ppm\n", error / 1000, GROUP, ppm);
	CHECK(ppm < MAX_PPM && ppm > -MAX_PPM);
}

static void check_wall(void)
{
	uint64_t wall = uk_time_wall_ns();
	uint64_t mono = uk_time_mono_ns();
	uint64_t later;

	uk_time_spin_ns(UK_NSEC_PER_MSEC);
	later = uk_time_wall_ns();
	CHECK(later - wall >= UK_NSEC_PER_MSEC);
	CHECK(uk_time_mono_ns() - mono >= UK_NSEC_PER_MSEC);
	uk_time_set_wall_ns(1000000000ull * UK_NSEC_PER_SEC);
	later = uk_time_wall_ns();
	CHECK(later - 1000000000ull * UK_NSEC_PER_SEC < UK_NSEC_PER_SEC);
	uk_time_set_wall_ns(wall);
	printf("wall %lu s\n", wall / UK_NSEC_PER_SEC);
}

int main(int argc, char **argv)
{
	CHECK(uk_time_mono_ns() < 10 * UK_NSEC_PER_SEC);
	check_order();
	check_wall();
	if (argc > 1 && !strcmp(argv[1], "rtc"))
		check_rate();
	return check_result("clock");
}
