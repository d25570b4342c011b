/* SPDX-License-Identifier: BSD-3-Clause */
/* Does nothing for argv[1] seconds; the host looks at the CPU time. */
#include <uk/param.h>
#include <uk/sched.h>
#include <uk/time.h>

#include "check.h"

int main(int argc, char **argv)
{
	uint64_t seconds = 5;

	if (argc > 1)
		CHECK(uk_param_u64(argv[1], &seconds) == 0);
	uk_thread_sleep_until(uk_time_mono_ns() + seconds * UK_NSEC_PER_SEC);
	return check_result("idle");
}
