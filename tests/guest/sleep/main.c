/* SPDX-License-Identifier: BSD-3-Clause */
/* Sleeps of many lengths: never too short, rarely late. */
#include <stdint.h>
#include <uk/sched.h>
#include <uk/time.h>

#include "check.h"

#define SLEEPS     60
#define LATE_LIMIT (20 * UK_NSEC_PER_MSEC)

int main(void)
{
	uint64_t sum = 0, worst = 0;
	unsigned very_late = 0;

	for (unsigned i = 0; i < SLEEPS; i++) {
		uint64_t ns = 1ull << (10 + i % 15); /* 1 us to 17 ms */
		uint64_t until = uk_time_mono_ns() + ns;
		uint64_t late;

		uk_thread_sleep_until(until);
		late = uk_time_mono_ns() - until;
		CHECK(late < UINT64_MAX / 2); /* else it was too short */
		sum += late;
		worst = late > worst ? late : worst;
		very_late += late > LATE_LIMIT;
	}
	printf("late by %lu us on average, %lu us at worst\n",
	       sum / SLEEPS / 1000, worst / 1000);
	/* The host may hold up the emulator now and then */
	CHECK(very_late <= SLEEPS / 10);
	uk_thread_sleep_until(0);
	return check_result("sleep");
}
