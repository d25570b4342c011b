/* SPDX-License-Identifier: BSD-3-Clause */
/* uname(2), sysinfo(2), resource limits and usage; the end of the guest. */
#include <stdint.h>
#include <string.h>
#include <uk/alloc.h>
#include <uk/errno.h>
#include <uk/plat.h>
#include <uk/sched.h>
#include <uk/syscall.h>
#include <uk/time.h>

#define STRING_(x)    #x
#define STRING(x)     STRING_(x)
#define RELEASE       STRING(UK_FULLVERSION)
#define UTS_LEN       65
#define LIMITS        16
#define RLIM_INFINITY UINT64_MAX

struct uts_abi {
	char sysname[UTS_LEN], nodename[UTS_LEN], release[UTS_LEN];
	char version[UTS_LEN], machine[UTS_LEN], domainname[UTS_LEN];
};

struct sysinfo_abi {
	uint64_t uptime, loads[3], totalram, freeram, sharedram, bufferram;
	uint64_t totalswap, freeswap;
	uint16_t procs, pad;
	uint64_t totalhigh, freehigh;
	uint32_t mem_unit;
};

struct rlimit_abi {
	uint64_t current, max;
};

struct rusage_abi {
	int64_t user_sec, user_usec, system_sec, system_usec;
	int64_t counters[14];
};

UK_SYSCALL_R_DEFINE(int, uname, struct uts_abi *, uts)
{
	memset(uts, 0, sizeof(*uts));
	memcpy(uts->sysname, "Unikraft", sizeof("Unikraft"));
	memcpy(uts->nodename, "unikraft", sizeof("unikraft"));
	memcpy(uts->release, RELEASE, sizeof(RELEASE));
	memcpy(uts->version, UK_CODENAME, sizeof(UK_CODENAME));
	memcpy(uts->machine, "x86_64", sizeof("x86_64"));
	return 0;
}

UK_SYSCALL_R_DEFINE(int, sysinfo, struct sysinfo_abi *, info)
{
	memset(info, 0, sizeof(*info));
	info->uptime = uk_time_mono_ns() / UK_NSEC_PER_SEC;
	info->totalram = uk_alloc_total_bytes();
	info->freeram = uk_alloc_free_bytes();
	info->procs = (uint16_t)uk_thread_count();
	info->mem_unit = 1;
	return 0;
}

/* Nothing is limited; a request to limit something is refused, not ignored. */
UK_SYSCALL_R_DEFINE(int, prlimit64, int, pid, int, resource,
		    const struct rlimit_abi *, set, struct rlimit_abi *, old)
{
	if (pid != 0 && pid != 1)
		return -3 /* ESRCH */;
	if (resource < 0 || resource >= LIMITS)
		return -EINVAL;
	if (set && (set->current != RLIM_INFINITY || set->max != RLIM_INFINITY))
		return -EPERM;
	if (old)
		*old = (struct rlimit_abi){RLIM_INFINITY, RLIM_INFINITY};
	return 0;
}

/* Processor time is not accounted: the time since boot is its upper limit. */
UK_SYSCALL_R_DEFINE(int, getrusage, int, who, struct rusage_abi *, usage)
{
	uint64_t now = uk_time_mono_ns();

	if (who < -1 || who > 1)
		return -EINVAL;
	memset(usage, 0, sizeof(*usage));
	if (who == -1) /* RUSAGE_CHILDREN */
		return 0;
	usage->user_sec = (int64_t)(now / UK_NSEC_PER_SEC);
	usage->user_usec = (int64_t)(now % UK_NSEC_PER_SEC / UK_NSEC_PER_USEC);
	return 0;
}

UK_SYSCALL_R_DEFINE(int, exit_group, int, status)
{
	uk_plat_exit(status & 0xff);
	return 0;
}
