/* SPDX-License-Identifier: BSD-3-Clause */
/* nanosleep(2), clock_nanosleep(2). */
#include <uk/errno.h>
#include <uk/posix_thread.h>
#include <uk/syscall.h>
#include "clock.h"

#define TIMER_ABSTIME 1

/* Now plus a duration; a sum beyond the clock's range is "never". */
static uint64_t after(uint64_t ns)
{
	uint64_t now = uk_time_mono_ns();

	return ns > UK_TIME_NEVER - now ? UK_TIME_NEVER : now + ns;
}

/* A deadline of the clock as one of the monotonic clock. */
static uint64_t mono_deadline(int clock, uint64_t ns)
{
	uint64_t wall;

	if (!uk_clock_is_wall(clock))
		return ns;
	wall = uk_time_wall_ns();
	return ns > wall ? after(ns - wall) : 0;
}

static int sleep_until(uint64_t deadline)
{
	int r = uk_posix_wait(NULL, deadline, NULL, NULL);

	return r == -ETIMEDOUT ? 0 : r;
}

static int sleep_for(uint64_t ns, struct uk_timespec *left)
{
	uint64_t deadline = after(ns);
	int r = sleep_until(deadline);

	if (r == -EINTR && left) {
		uint64_t now = uk_time_mono_ns();

		uk_ns_to_timespec(deadline > now ? deadline - now : 0, left);
	}
	return r;
}

UK_SYSCALL_R_DEFINE(int, clock_nanosleep, int, clock, int, flags,
		    const struct uk_timespec *, ts, struct uk_timespec *, left)
{
	uint64_t ns, now;
	int r = uk_timespec_to_ns(ts, &ns);

	if (!r)
		r = uk_clock_now(clock, &now);
	if (r)
		return r;
	if (flags & TIMER_ABSTIME)
		return sleep_until(mono_deadline(clock, ns));
	return sleep_for(ns, left);
}

UK_SYSCALL_R_DEFINE(int, nanosleep, const struct uk_timespec *, ts,
		    struct uk_timespec *, left)
{
	uint64_t ns;
	int r = uk_timespec_to_ns(ts, &ns);

	return r ? r : sleep_for(ns, left);
}
