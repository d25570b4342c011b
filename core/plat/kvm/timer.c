/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The one timer: wakes the CPU at the next deadline, nothing else.
 *
 * Under QEMU's emulation the local APIC timer counts nanoseconds of virtual
 * time exactly, and a lean microvm has no other clock of a known rate. There
 * the timer runs periodically and never stops, so that its count remains a
 * clock: elapsed time = what passed before the last load + whole periods +
 * the part of the current one. The time stamp counter tells how many periods
 * went by, and how long a load took.
 */
#include <uk/arch/cpu.h>
#include <uk/essentials.h>
#include <uk/irq.h>
#include <uk/plat.h>
#include <uk/time.h>

#include "internal.h"

#define LONGEST      UINT32_MAX
#define SHORTEST_NS  1000
#define SAMPLE_TRIES 4

static bool reference;
static uint64_t counts_per_ns; /* 32 fractional bits */
static uint32_t loaded;        /* counts of the current period */
static uint64_t load_tsc;      /* when it was loaded */
static uint64_t load_ns;       /* reference time at that moment */
static uint64_t load_doubt;    /* ticks of doubt, summed up over all loads */

/* Reads the count between two time stamps; the nearest of a few tries. */
static uint32_t read_count(uint64_t *tsc, uint64_t *doubt)
{
	uint32_t best = 0;

	*doubt = UINT64_MAX;
	*tsc = 0;
	for (unsigned i = 0; i < SAMPLE_TRIES; i++) {
		uint64_t before = uk_rdtsc();
		uint32_t count = kvm_lapic_timer_read();
		uint64_t width = uk_rdtsc() - before;

		/* A second try that is no better ends it: nobody disturbs */
		if (width < *doubt) {
			bool clear = i && width > *doubt / 2;

			*doubt = width;
			*tsc = before + width / 2;
			best = count;
			if (clear)
				break;
		} else {
			break;
		}
	}
	return best;
}

/* Reference time at @tsc, when the timer showed @count. */
static uint64_t reference_ns(uint64_t tsc, uint32_t count)
{
	uint64_t period = (uint64_t)loaded + 1;
	uint64_t part = loaded - count;
	uint64_t guess = kvm_clock_ticks_to_ns(tsc - load_tsc);
	uint64_t periods = 0;

	if (guess > part)
		periods = (guess - part + period / 2) / period;
	return load_ns + periods * period + part;
}

struct kvm_time_pair kvm_timer_sample(void)
{
	unsigned long irq = uk_irq_save();
	struct kvm_time_pair p;
	uint32_t count = read_count(&p.tsc, &p.doubt);

	p.ns = reference_ns(p.tsc, count);
	p.doubt += load_doubt;
	uk_irq_restore(irq);
	return p;
}

/* Loads a new period; the time that the load itself takes is not lost. */
static void load(uint32_t count)
{
	uint64_t tsc, doubt, before, width;
	uint32_t old;

	if (!reference) {
		loaded = count;
		kvm_lapic_timer_load(count);
		return;
	}
	old = read_count(&tsc, &doubt);
	load_ns = reference_ns(tsc, old);
	before = uk_rdtsc();
	kvm_lapic_timer_load(count);
	width = uk_rdtsc() - before;
	load_tsc = before + width / 2;
	load_ns += kvm_clock_ticks_to_ns(load_tsc - tsc);
	load_doubt += doubt + width;
	loaded = count;
}

static void timer_fired(void *arg)
{
	(void)arg;
	/* It has done its work: no further interrupts from a short period */
	if (reference && loaded != LONGEST)
		load(LONGEST);
}

void kvm_timer_init(bool is_reference, uint64_t counts_per_second)
{
	reference = is_reference;
	counts_per_ns = (counts_per_second << 32) / UK_NSEC_PER_SEC;
	kvm_irq_set_handler(UK_VECTOR_TIMER, timer_fired, NULL);
	if (!reference)
		return;
	kvm_lapic_timer_mode(true);
	loaded = LONGEST;
	load_tsc = uk_rdtsc();
	kvm_lapic_timer_load(LONGEST);
}

static uint32_t counts_of(uint64_t ns)
{
	unsigned __int128 counts = (unsigned __int128)ns * counts_per_ns >> 32;

	return counts > LONGEST ? LONGEST : (uint32_t)counts;
}

void uk_plat_idle(uint64_t deadline)
{
	uint64_t now;

	if (deadline != UK_TIME_NEVER) {
		now = uk_time_mono_ns();
		if (deadline <= now)
			return;
		load(counts_of(UK_MAX(deadline - now, (uint64_t)SHORTEST_NS)));
	}
	uk_cpu_halt();
}
