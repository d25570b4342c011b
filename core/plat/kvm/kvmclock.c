/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The paravirtual clock of KVM, as its MSR interface documents it
 * (MSR_KVM_SYSTEM_TIME_NEW and MSR_KVM_WALL_CLOCK_NEW).
 */
#include <uk/arch/cpu.h>
#include <uk/plat/pvclock.h>
#include <uk/time.h>

#include "internal.h"

#define FEATURES_LEAF        0x40000001u
#define FEATURE_CLOCKSOURCE2 (1u << 3)
#define MSR_WALL_CLOCK       0x4b564d00u
#define MSR_SYSTEM_TIME      0x4b564d01u
#define SYSTEM_TIME_ENABLE   1u

struct wall_clock {
	uint32_t version;
	uint32_t sec;
	uint32_t nsec;
};

static volatile struct uk_pvclock system_time __attribute__((aligned(64)));
static volatile struct wall_clock wall_clock __attribute__((aligned(64)));
static uint64_t start_ns; /* system time when the guest's clock began */
static uint64_t last_ns;

bool kvm_pvclock_init(void)
{
	if (kvm_hypervisor() != KVM_HV_KVM ||
	    !(uk_cpuid(FEATURES_LEAF).eax & FEATURE_CLOCKSOURCE2))
		return false;
	uk_wrmsr(MSR_SYSTEM_TIME, (uint64_t)&system_time | SYSTEM_TIME_ENABLE);
	start_ns = uk_pvclock_read(&system_time);
	return true;
}

uint64_t kvm_pvclock_ns(void)
{
	uint64_t ns = uk_pvclock_read(&system_time) - start_ns;

	/* After a migration the new host may be a little behind */
	if (ns < last_ns)
		return last_ns;
	last_ns = ns;
	return ns;
}

uint64_t kvm_pvclock_wall_ns(void)
{
	uk_wrmsr(MSR_WALL_CLOCK, (uint64_t)&wall_clock);
	if (!wall_clock.sec)
		return 0;
	return wall_clock.sec * UK_NSEC_PER_SEC + wall_clock.nsec +
	       uk_pvclock_read(&system_time);
}
