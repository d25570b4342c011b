/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * clock_gettime(2) and its relatives on the core's two clocks. Processor time
 * is not accounted; both CPU clocks are the monotonic clock, so differences
 * are elapsed time.
 */
#include <uk/errno.h>
#include <uk/syscall.h>
#include "clock.h"

struct timezone_abi {
	int minutes_west, dst_time;
};

struct timeval_abi {
	int64_t sec, usec;
};

bool uk_clock_is_wall(int clock)
{
	return clock == UK_CLOCK_REALTIME || clock == UK_CLOCK_REALTIME_COARSE;
}

static bool is_mono(int clock)
{
	switch (clock) {
	case UK_CLOCK_MONOTONIC:
	case UK_CLOCK_PROCESS_CPUTIME:
	case UK_CLOCK_THREAD_CPUTIME:
	case UK_CLOCK_MONOTONIC_RAW:
	case UK_CLOCK_MONOTONIC_COARSE:
	case UK_CLOCK_BOOTTIME:
		return true;
	default:
		return false;
	}
}

int uk_clock_now(int clock, uint64_t *ns)
{
	if (uk_clock_is_wall(clock))
		*ns = uk_time_wall_ns();
	else if (is_mono(clock))
		*ns = uk_time_mono_ns();
	else
		return -EINVAL;
	return 0;
}

int uk_timespec_to_ns(const struct uk_timespec *ts, uint64_t *ns)
{
	if (ts->sec < 0 || ts->nsec < 0 || ts->nsec >= (int64_t)UK_NSEC_PER_SEC)
		return -EINVAL;
	/* Beyond 292 years everything is "never". */
	if ((uint64_t)ts->sec >= (uint64_t)INT64_MAX / UK_NSEC_PER_SEC)
		*ns = INT64_MAX;
	else
		*ns = (uint64_t)ts->sec * UK_NSEC_PER_SEC + (uint64_t)ts->nsec;
	return 0;
}

void uk_ns_to_timespec(uint64_t ns, struct uk_timespec *ts)
{
	ts->sec = (int64_t)(ns / UK_NSEC_PER_SEC);
	ts->nsec = (int64_t)(ns % UK_NSEC_PER_SEC);
}

UK_SYSCALL_R_DEFINE(int, clock_gettime, int, clock, struct uk_timespec *, ts)
{
	uint64_t ns;
	int r = uk_clock_now(clock, &ns);

	if (!r)
		uk_ns_to_timespec(ns, ts);
	return r;
}

UK_SYSCALL_R_DEFINE(int, clock_getres, int, clock, struct uk_timespec *, ts)
{
	uint64_t ns;
	int r = uk_clock_now(clock, &ns);

	if (!r && ts)
		uk_ns_to_timespec(1, ts);
	return r;
}

UK_SYSCALL_R_DEFINE(int, clock_settime, int, clock, const struct uk_timespec *,
		    ts)
{
	uint64_t ns;
	int r = uk_timespec_to_ns(ts, &ns);

	if (r)
		return r;
	if (clock != UK_CLOCK_REALTIME)
		return -EINVAL;
	uk_time_set_wall_ns(ns);
	return 0;
}

UK_SYSCALL_R_DEFINE(int, gettimeofday, struct timeval_abi *, tv,
		    struct timezone_abi *, tz)
{
	uint64_t ns = uk_time_wall_ns();

	if (tv) {
		tv->sec = (int64_t)(ns / UK_NSEC_PER_SEC);
		tv->usec = (int64_t)(ns % UK_NSEC_PER_SEC / UK_NSEC_PER_USEC);
	}
	if (tz)
		*tz = (struct timezone_abi){0, 0};
	return 0;
}

UK_SYSCALL_R_DEFINE(int, settimeofday, const struct timeval_abi *, tv,
		    const struct timezone_abi *, tz)
{
	(void)tz;
	if (!tv)
		return 0;
	if (tv->sec < 0 || tv->usec < 0 || tv->usec >= 1000000)
		return -EINVAL;
	uk_time_set_wall_ns((uint64_t)tv->sec * UK_NSEC_PER_SEC +
			    (uint64_t)tv->usec * UK_NSEC_PER_USEC);
	return 0;
}

UK_SYSCALL_R_DEFINE(long, time, int64_t *, out)
{
	int64_t now = (int64_t)(uk_time_wall_ns() / UK_NSEC_PER_SEC);

	if (out)
		*out = now;
	return now;
}
