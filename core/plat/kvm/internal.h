/* SPDX-License-Identifier: BSD-3-Clause */
/* What the parts of the platform offer each other. */
#ifndef KVMPLAT_INTERNAL_H
#define KVMPLAT_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* console.c */
void kvm_console_init(void);

/* hypervisor.c */
enum kvm_hypervisor { KVM_HV_NONE, KVM_HV_KVM, KVM_HV_TCG, KVM_HV_OTHER };
enum kvm_hypervisor kvm_hypervisor(void);

/* irq.c */
void kvm_irq_set_handler(unsigned vector, void (*fn)(void *), void *arg);

/* lapic.c: timer counts down; 0 stops it */
int kvm_lapic_init(void);
void kvm_lapic_eoi(void);
uint32_t kvm_lapic_id(void);
void kvm_lapic_timer_load(uint32_t count);
uint32_t kvm_lapic_timer_read(void);
void kvm_lapic_timer_mode(bool periodic);

/*
 * timer.c: the local APIC timer as wake-up and, where its rate is known to be
 * exact, as the reference for the time stamp counter.
 */
struct kvm_time_pair {
	uint64_t tsc;   /* at the same moment */
	uint64_t ns;    /* on the reference */
	uint64_t doubt; /* ticks that may lie between the two */
};
void kvm_timer_init(bool is_reference, uint64_t counts_per_second);
struct kvm_time_pair kvm_timer_sample(void);

/* clock.c: nanoseconds of @ticks of the time stamp counter, and back */
uint64_t kvm_clock_ticks_to_ns(uint64_t ticks);

/* kvmclock.c: false if the hypervisor has none */
bool kvm_pvclock_init(void);
uint64_t kvm_pvclock_ns(void);
uint64_t kvm_pvclock_wall_ns(void); /* 0: unknown */

/*
 * calibrate.c: rates of time stamp counter and local APIC timer, measured
 * against the ACPI PM timer or the PIT. False: the machine has neither.
 */
bool kvm_calibrate(uint64_t *tsc_hz, uint64_t *lapic_hz);

/* rtc.c: seconds since 1970 of the CMOS clock, 0: none */
uint64_t kvm_rtc_seconds(void);

/* acpi.c: 0 if the machine has no such register */
uint32_t kvm_acpi_pm_timer_port(void);
void kvm_acpi_power_off(void); /* returns if it is not possible */

#endif
