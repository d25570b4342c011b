/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Rates of time stamp counter and local APIC timer for machines whose
 * hypervisor does not tell: measured for 20 ms against the ACPI PM timer
 * (ACPI 6.4, 4.8.3.3) or channel 0 of the PIT (8254 data sheet).
 */
#include <uk/arch/cpu.h>
#include <uk/io.h>

#include "internal.h"

#define PM_TIMER_HZ   3579545u
#define PM_TIMER_MASK 0xffffffu /* all have at least 24 bits */

#define PIT_HZ       1193182u
#define PIT_MASK     0xffffu
#define PIT_CHANNEL0 0x40
#define PIT_COMMAND  0x43
#define PIT_FREE_RUN 0x34 /* channel 0, low then high byte, mode 2 */
#define PIT_LATCH    0x00 /* channel 0 */

#define SPANS_PER_SECOND 50 /* 20 ms */
#define SAMPLE_TRIES     8
#define MAX_POLLS        100000 /* then the device does not count */

/* A counter of a known rate that counts up. */
struct counter {
	uint32_t (*read)(void);
	uint32_t mask;
	uint32_t hz;
};

struct sample {
	uint64_t tsc;
	uint32_t lapic;
	uint32_t count;
};

static uint16_t pm_timer_port;

static uint32_t read_pm_timer(void)
{
	return uk_inl(pm_timer_port);
}

static uint32_t read_pit(void)
{
	uint32_t low;

	uk_outb(PIT_COMMAND, PIT_LATCH);
	low = uk_inb(PIT_CHANNEL0);
	/* It counts down */
	return ~(low | (uint32_t)uk_inb(PIT_CHANNEL0) << 8);
}

/* All three at one moment: the try that took the shortest time. */
static struct sample take_sample(const struct counter *c)
{
	struct sample best = {0, 0, 0};
	uint64_t best_width = UINT64_MAX;

	for (unsigned i = 0; i < SAMPLE_TRIES; i++) {
		uint64_t before = uk_rdtsc();
		uint32_t lapic = kvm_lapic_timer_read();
		uint32_t count = c->read();
		uint64_t width = uk_rdtsc() - before;

		if (width >= best_width)
			continue;
		best_width = width;
		best = (struct sample){before + width / 2, lapic, count};
	}
	return best;
}

static bool wait_span(const struct counter *c, uint32_t start)
{
	uint32_t last = start;
	unsigned still = 0;

	while (((last - start) & c->mask) < c->hz / SPANS_PER_SECOND) {
		uint32_t now = c->read();

		still = now == last ? still + 1 : 0;
		if (still == MAX_POLLS)
			return false;
		last = now;
	}
	return true;
}

static bool measure(const struct counter *c, uint64_t *tsc_hz,
		    uint64_t *lapic_hz)
{
	struct sample a = take_sample(c);
	struct sample b;
	uint64_t ticks;

	if (!wait_span(c, a.count))
		return false;
	b = take_sample(c);
	ticks = (b.count - a.count) & c->mask;
	if (!ticks)
		return false;
	*tsc_hz = (b.tsc - a.tsc) * c->hz / ticks;
	*lapic_hz = (uint64_t)(a.lapic - b.lapic) * c->hz / ticks;
	return true;
}

static bool by_pm_timer(uint64_t *tsc_hz, uint64_t *lapic_hz)
{
	static const struct counter c = {read_pm_timer, PM_TIMER_MASK,
					 PM_TIMER_HZ};

	pm_timer_port = (uint16_t)kvm_acpi_pm_timer_port();
	return pm_timer_port && measure(&c, tsc_hz, lapic_hz);
}

static bool by_pit(uint64_t *tsc_hz, uint64_t *lapic_hz)
{
	static const struct counter c = {read_pit, PIT_MASK, PIT_HZ};

	uk_outb(PIT_COMMAND, PIT_FREE_RUN);
	uk_outb(PIT_CHANNEL0, 0); /* 65536 */
	uk_outb(PIT_CHANNEL0, 0);
	return measure(&c, tsc_hz, lapic_hz);
}

bool kvm_calibrate(uint64_t *tsc_hz, uint64_t *lapic_hz)
{
	bool ok;

	kvm_lapic_timer_load(UINT32_MAX);
	ok = by_pm_timer(tsc_hz, lapic_hz) || by_pit(tsc_hz, lapic_hz);
	kvm_lapic_timer_load(0);
	return ok && *tsc_hz && *lapic_hz;
}
