/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The timers of lwIP, in place of src/core/timeouts.c: one deadline each, no
 * list, no memory that could be missing. The one of TCP runs only while there
 * is a connection.
 */
#include <uk/essentials.h>
#include <uk/time.h>
#include "lwip/etharp.h"
#include "lwip/ip4_frag.h"
#include "lwip/ip6_frag.h"
#include "lwip/mld6.h"
#include "lwip/nd6.h"
#include "lwip/priv/tcp_priv.h"
#include "lwip/sys.h"
#include "lwip/timeouts.h"
#include "stack.h"

#define TCP_TIMER 0
/* From here on they run only if a device has IPv6. */
#define IPV6_TIMERS 3

static const struct lwip_cyclic_timer timers[] = {
	[TCP_TIMER] = {TCP_TMR_INTERVAL, tcp_tmr},
	{IP_TMR_INTERVAL, ip_reass_tmr},
	{ARP_TMR_INTERVAL, etharp_tmr},
#if LWIP_IPV6
	{ND6_TMR_INTERVAL, nd6_tmr},
	{IP6_REASS_TMR_INTERVAL, ip6_reass_tmr},
	{MLD6_TMR_INTERVAL, mld6_tmr},
#endif
};

#define TIMERS UK_ARRAY_SIZE(timers)

/* When each is due; UK_TIME_NEVER: it does not run. */
static uint64_t due[TIMERS];

static uint64_t interval_ns(size_t i)
{
	return timers[i].interval_ms * UK_NSEC_PER_MSEC;
}

u32_t sys_now(void)
{
	return (u32_t)(uk_time_mono_ns() / UK_NSEC_PER_MSEC);
}

void sys_timeouts_init(void)
{
	size_t i;

	due[TCP_TIMER] = UK_TIME_NEVER;
	for (i = TCP_TIMER + 1; i < TIMERS; i++)
		due[i] = i < IPV6_TIMERS ? uk_time_mono_ns() + interval_ns(i)
					 : UK_TIME_NEVER;
}

#if LWIP_IPV6
void uk_lwip_timers_start6(void)
{
	size_t i;

	for (i = IPV6_TIMERS; i < TIMERS; i++)
		due[i] = uk_time_mono_ns();
}
#endif

/** Called by lwIP whenever a connection appears. */
void tcp_timer_needed(void)
{
	if (due[TCP_TIMER] == UK_TIME_NEVER)
		due[TCP_TIMER] = uk_time_mono_ns() + interval_ns(TCP_TIMER);
}

static void run(size_t i, uint64_t now)
{
	timers[i].handler();
	if (i == TCP_TIMER && !tcp_active_pcbs && !tcp_tw_pcbs) {
		due[i] = UK_TIME_NEVER;
		return;
	}
	due[i] += interval_ns(i);
	/* After a long pause once is enough. */
	if (due[i] <= now)
		due[i] = now + interval_ns(i);
}

bool uk_lwip_timers_run(void)
{
	uint64_t now = uk_time_mono_ns();
	bool any = false;
	size_t i;

	for (i = 0; i < TIMERS; i++) {
		if (due[i] <= now) {
			run(i, now);
			any = true;
		}
	}
	return any;
}

uint64_t uk_lwip_timers_next(void)
{
	uint64_t next = UK_TIME_NEVER;
	size_t i;

	for (i = 0; i < TIMERS; i++)
		next = UK_MIN(next, due[i]);
	return next;
}
