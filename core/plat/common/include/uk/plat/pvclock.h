/* SPDX-License-Identifier: BSD-3-Clause */
/* The paravirtual clock that KVM and Xen share. */
#ifndef UK_PLAT_PVCLOCK_H
#define UK_PLAT_PVCLOCK_H

#include <stdint.h>

/*
 * Xen public interface, xen.h, struct vcpu_time_info; KVM documentation,
 * MSR_KVM_SYSTEM_TIME_NEW. Written by the hypervisor; the version is odd
 * while it writes.
 */
struct uk_pvclock {
	uint32_t version;
	uint32_t pad0;
	uint64_t tsc_timestamp;
	uint64_t system_time; /* ns at that time stamp */
	uint32_t tsc_to_system_mul;
	int8_t tsc_shift;
	uint8_t flags;
	uint8_t pad[2];
};

/* Nanoseconds on the hypervisor's clock now. */
uint64_t uk_pvclock_read(const volatile struct uk_pvclock *clock);

#endif
