/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Rates of time stamp counter and local APIC timer for machines whose
 * hypervisor does not tell: measured for 10 ms against the ACPI PM timer
 * (ACPI 6.4, 4.8.3.3) or channel 2 of the PIT (8254 data sheet).
 */
#include <uk/arch/cpu.h>
#include <uk/io.h>

#include "internal.h"

#define PM_TIMER_HZ   3579545u
#define PM_TIMER_MASK 0xffffffu /* all have at least 24 bits */
#define PM_TICKS      (PM_TIMER_HZ / 100)

#define PIT_HZ             1193182u
#define PIT_TICKS          (PIT_HZ / 100)
#define PIT_CHANNEL2       0x42
#define PIT_COMMAND        0x43
#define PIT_MODE0_CHANNEL2 0xb0 /* low then high byte, one shot */
#define PORT_B             0x61
#define PORT_B_GATE2       0x01
#define PORT_B_SPEAKER     0x02
#define PORT_B_OUT2        0x20

#define MAX_POLLS 10000000u /* without such a device: give up */

struct counts {
	uint64_t tsc;
	uint32_t lapic;
};

static struct counts read_counts(void)
{
	return (struct counts){uk_rdtsc(), kvm_lapic_timer_read()};
}

/* Both rates from what @a to @b counted while @ticks of @hz went by. */
static void set_rates(struct counts a, struct counts b, uint64_t ticks,
		      uint64_t hz, uint64_t *tsc_hz, uint64_t *lapic_hz)
{
	*tsc_hz = (b.tsc - a.tsc) * hz / ticks;
	*lapic_hz = (uint64_t)(a.lapic - b.lapic) * hz / ticks;
}

static bool by_pm_timer(uint64_t *tsc_hz, uint64_t *lapic_hz)
{
	uint16_t port = (uint16_t)kvm_acpi_pm_timer_port();
	struct counts a;
	uint32_t first, passed = 0;

	if (!port)
		return false;
	first = uk_inl(port);
	a = read_counts();
	for (unsigned i = 0; i < MAX_POLLS; i++) {
		passed = (uk_inl(port) - first) & PM_TIMER_MASK;
		if (passed >= PM_TICKS) {
			set_rates(a, read_counts(), passed, PM_TIMER_HZ, tsc_hz,
				  lapic_hz);
			return true;
		}
	}
	return false;
}

static bool by_pit(uint64_t *tsc_hz, uint64_t *lapic_hz)
{
	struct counts a;
	uint8_t gate = uk_inb(PORT_B) & (uint8_t)~PORT_B_SPEAKER;

	/* A floating bus shows the output high before it was started */
	uk_outb(PORT_B, gate | PORT_B_GATE2);
	uk_outb(PIT_COMMAND, PIT_MODE0_CHANNEL2);
	if (uk_inb(PORT_B) & PORT_B_OUT2)
		return false;
	uk_outb(PIT_CHANNEL2, PIT_TICKS & 0xff);
	uk_outb(PIT_CHANNEL2, PIT_TICKS >> 8);
	a = read_counts();
	for (unsigned i = 0; i < MAX_POLLS; i++) {
		if (uk_inb(PORT_B) & PORT_B_OUT2) {
			set_rates(a, read_counts(), PIT_TICKS, PIT_HZ, tsc_hz,
				  lapic_hz);
			return true;
		}
	}
	return false;
}

bool kvm_calibrate(uint64_t *tsc_hz, uint64_t *lapic_hz)
{
	bool ok;

	kvm_lapic_timer_load(UINT32_MAX);
	ok = by_pm_timer(tsc_hz, lapic_hz) || by_pit(tsc_hz, lapic_hz);
	kvm_lapic_timer_load(0);
	return ok && *tsc_hz && *lapic_hz;
}
