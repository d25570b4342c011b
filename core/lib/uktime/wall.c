/* SPDX-License-Identifier: BSD-3-Clause */
/* Wall clock: the monotonic clock plus an offset, found at the first use. */
#include <stdbool.h>
#include <uk/param.h>
#include <uk/plat.h>
#include <uk/time.h>

static uint64_t offset;
static bool known;

/* The launcher's clock when it started the guest: that is our zero. */
static int set_wall_ns(const char *value)
{
	known = true;
	return uk_param_u64(value, &offset);
}

UK_PARAM(time_wall_ns, "time.wall_ns",
	 "nanoseconds since 1970-01-01 UTC at the start of the guest",
	 set_wall_ns);

void uk_time_set_wall_ns(uint64_t wall_ns)
{
	known = true;
	offset = wall_ns - uk_time_mono_ns();
}

uint64_t uk_time_wall_ns(void)
{
	if (!known) {
		uint64_t now = uk_plat_wall_ns();

		known = true;
		if (now)
			uk_time_set_wall_ns(now);
	}
	return uk_time_mono_ns() + offset;
}

void uk_time_spin_ns(uint64_t ns)
{
	uint64_t end = uk_time_mono_ns() + ns;

	while (uk_time_mono_ns() < end)
		__asm__ volatile("pause");
}
