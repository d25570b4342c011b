/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Clock and wake-up: Xen's system time (xen.h, struct vcpu_time_info) and the
 * single-shot timer that runs on it (vcpu.h). No tick, no local APIC.
 */
#include <uk/arch/cpu.h>
#include <uk/init.h>
#include <uk/irq.h>
#include <uk/plat.h>
#include <uk/time.h>
#include <uk/xen/event.h>
#include <uk/xen/hypercall.h>
#include <uk/xen/shared.h>

#define VCPUOP_SET_SINGLESHOT_TIMER 8

struct singleshot {
	uint64_t system_time;
	uint32_t flags; /* 0: a time that has passed fires at once */
};

static uint64_t start_ns; /* system time when the guest's clock began */
static uint64_t last_ns;
static uint64_t armed; /* deadline of the timer; UK_TIME_NEVER: none */

static uint64_t system_time(void)
{
	return uk_pvclock_read(&uk_xen_shared->vcpu[0].time);
}

uint64_t uk_time_mono_ns(void)
{
	uint64_t ns;

	if (!start_ns)
		start_ns = system_time();
	ns = system_time() - start_ns;
	/* Physical CPUs may differ by some nanoseconds */
	if (ns < last_ns)
		return last_ns;
	last_ns = ns;
	return ns;
}

uint64_t uk_plat_wall_ns(void)
{
	const volatile struct uk_xen_shared *s = uk_xen_shared;
	uint32_t version;
	uint64_t sec, ns;

	do {
		version = s->wc_version;
		uk_barrier();
		sec = (uint64_t)s->wc_sec_hi << 32 | s->wc_sec;
		ns = s->wc_nsec;
		uk_barrier();
	} while (version & 1 || version != s->wc_version);
	return sec ? sec * UK_NSEC_PER_SEC + ns + system_time() : 0;
}

static void timer_fired(void *arg)
{
	(void)arg;
	armed = UK_TIME_NEVER;
}

static void arm(uint64_t deadline)
{
	struct singleshot s = {.system_time = deadline + start_ns};

	armed = deadline;
	uk_xen_hypercall(UK_XEN_VCPU_OP, VCPUOP_SET_SINGLESHOT_TIMER, 0,
			 (uint64_t)&s);
}

/* A timer that still runs for an earlier deadline wakes once too often; that
 * costs less than stopping it. */
void uk_plat_idle(uint64_t deadline)
{
	if (deadline != UK_TIME_NEVER) {
		if (deadline <= uk_time_mono_ns())
			return;
		if (deadline != armed)
			arm(deadline);
	}
	uk_cpu_halt();
}

static int clock_start(void)
{
	int port = uk_xen_event_virq(UK_XEN_VIRQ_TIMER, timer_fired, NULL);

	if (port < 0)
		return port;
	armed = UK_TIME_NEVER;
	uk_irq_restore(UK_IRQ_FLAG_ENABLED);
	return 0;
}
UK_INIT(UK_INIT_PLAT, clock_start);
