/* SPDX-License-Identifier: BSD-3-Clause */
/* Scheduling calls: one CPU, one policy (SCHED_OTHER), no priorities. */
#include <stdint.h>
#include <string.h>
#include <uk/errno.h>
#include <uk/sched.h>
#include <uk/syscall.h>

UK_SYSCALL_R_DEFINE(int, sched_yield)
{
	uk_thread_yield();
	return 0;
}

/* Returns the bytes filled in, as the kernel call (not its wrapper) does. */
UK_SYSCALL_R_DEFINE(int, sched_getaffinity, int, tid, size_t, len, uint64_t *,
		    mask)
{
	(void)tid;
	if (len < sizeof(*mask))
		return -EINVAL;
	*mask = 1;
	return (int)sizeof(*mask);
}

UK_SYSCALL_R_DEFINE(int, sched_getscheduler, int, tid)
{
	(void)tid;
	return 0;
}

UK_SYSCALL_R_DEFINE(int, getcpu, unsigned *, cpu, unsigned *, node, void *,
		    unused)
{
	(void)unused;
	if (cpu)
		*cpu = 0;
	if (node)
		*node = 0;
	return 0;
}
