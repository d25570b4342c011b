/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Monotonic clock: the hypervisor's paravirtual clock, or the time stamp
 * counter at a calibrated rate. Under QEMU's emulation the rate is measured
 * against the local APIC timer, first over the time the boot takes, then over
 * ever longer spans; a new rate starts from the present reading, so the clock
 * neither steps nor goes back.
 */
#include <uk/arch/cpu.h>
#include <uk/errno.h>
#include <uk/init.h>
#include <uk/irq.h>
#include <uk/plat.h>
#include <uk/print.h>
#include <uk/time.h>

#include "internal.h"

#define QEMU_LAPIC_HZ 1000000000ull
#define FIRST_SPAN_NS 200000 /* shortest for the first rate */

static bool paravirtual;
static bool refining;
static volatile unsigned sequence; /* changes with the three below */
static uint64_t base_tsc;
static uint64_t base_ns;
static uint64_t rate; /* nanoseconds per tick, 32 fractional bits */

static struct kvm_time_pair origin;
static uint64_t best_doubt, best_span; /* of the present rate, ticks */
static uint64_t next_refinement;       /* as time stamp */

static uint64_t scale(uint64_t ticks, uint64_t by)
{
	return (uint64_t)((unsigned __int128)ticks * by >> 32);
}

/* @ns / @ticks with 32 fractional bits; at least one tick a nanosecond / 2^32,
 * which every counter has, so the quotient fits. */
static uint64_t ratio(uint64_t ns, uint64_t ticks)
{
	uint64_t quotient, remainder;

	__asm__("divq %4"
		: "=a"(quotient), "=d"(remainder)
		: "a"(ns << 32), "d"(ns >> 32), "r"(ticks)
		: "cc");
	return quotient;
}

uint64_t kvm_clock_ticks_to_ns(uint64_t ticks)
{
	return scale(ticks, rate);
}

static void set_rate(uint64_t new_rate)
{
	unsigned long irq = uk_irq_save();
	uint64_t now = uk_rdtsc();

	base_ns += scale(now - base_tsc, rate);
	base_tsc = now;
	rate = new_rate;
	sequence++;
	uk_irq_restore(irq);
}

/* True if the doubt about the rate is at most half of that of the present. */
static bool is_better(uint64_t doubt, uint64_t span)
{
	return !best_span || (unsigned __int128)doubt * best_span * 2 <
				     (unsigned __int128)best_doubt * span;
}

static void refine(void)
{
	unsigned long irq = uk_irq_save();
	struct kvm_time_pair now = kvm_timer_sample();
	uint64_t span = now.tsc - origin.tsc;
	uint64_t doubt = now.doubt + 1;

	next_refinement = now.tsc + span / 2;
	if (is_better(doubt, span)) {
		best_doubt = doubt;
		best_span = span;
		set_rate(ratio(now.ns - origin.ns, span));
	}
	uk_irq_restore(irq);
}

static uint64_t tsc_ns(void)
{
	uint64_t now, ns;
	unsigned before;

	if (refining && uk_rdtsc() > next_refinement)
		refine();
	do {
		before = sequence;
		uk_barrier();
		now = uk_rdtsc();
		ns = base_ns + scale(now - base_tsc, rate);
		uk_barrier();
	} while (before != sequence);
	return ns;
}

uint64_t uk_time_mono_ns(void)
{
	return paravirtual ? kvm_pvclock_ns() : tsc_ns();
}

uint64_t uk_plat_wall_ns(void)
{
	uint64_t ns = paravirtual ? kvm_pvclock_wall_ns() : 0;

	return ns ? ns : kvm_rtc_seconds() * UK_NSEC_PER_SEC;
}

/* Early: the rest of the boot is the first span of the measurement. */
static int clock_start(void)
{
	int r = kvm_lapic_init();

	if (r)
		return r;
	base_tsc = uk_rdtsc();
	if (kvm_hypervisor() == KVM_HV_TCG) {
		kvm_timer_init(true, QEMU_LAPIC_HZ);
		origin = kvm_timer_sample();
	}
	return 0;
}

static int clock_from_reference(void)
{
	while (kvm_timer_sample().ns - origin.ns < FIRST_SPAN_NS)
		__asm__ volatile("pause");
	refine();
	refining = true;
	return 0;
}

static int clock_from_measurement(void)
{
	uint64_t tsc_hz, lapic_hz;

	if (!kvm_calibrate(&tsc_hz, &lapic_hz)) {
		uk_pr_err("UK8006: no clock of a known rate: neither a "
			  "hypervisor clock, nor ACPI PM timer, nor PIT. "
			  "Start the guest with one of them.\n");
		return -ENODEV;
	}
	set_rate(ratio(UK_NSEC_PER_SEC, tsc_hz));
	kvm_timer_init(false, lapic_hz);
	return 0;
}

/* KVM's local APIC timer counts nanoseconds as well. */
static int clock_ready(void)
{
	int r = 0;

	if (kvm_pvclock_init()) {
		paravirtual = true;
		kvm_timer_init(false, QEMU_LAPIC_HZ);
	} else if (kvm_hypervisor() == KVM_HV_TCG) {
		r = clock_from_reference();
	} else {
		r = clock_from_measurement();
	}
	if (!r)
		uk_irq_restore(UK_IRQ_FLAG_ENABLED);
	return r;
}

UK_INIT(UK_INIT_EARLY, clock_start);
UK_INIT(UK_INIT_PLAT, clock_ready);
