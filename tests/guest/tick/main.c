/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * For a clock outside of the guest: prints `tick N at T ns` when it starts
 * and after each of argv[1] seconds, half of them asleep, half of them busy.
 */
#include <stdint.h>
#include <uk/param.h>
#include <uk/sched.h>
#include <uk/time.h>

#include "check.h"

static void wait_until(uint64_t until, int busy)
{
	if (!busy)
		uk_thread_sleep_until(until);
	while (uk_time_mono_ns() < until)
		;
}

int main(int argc, char **argv)
{
	uint64_t ticks = 4;
	uint64_t start = uk_time_mono_ns();

	if (argc > 1)
		CHECK(uk_param_u64(argv[1], &ticks) == 0);
	for (uint64_t i = 0; i <= ticks; i++) {
		wait_until(start + i * UK_NSEC_PER_SEC, i % 2);
		printf("tick %lu at %lu ns\n", i, uk_time_mono_ns());
	}
	return check_result("tick");
}
