/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Time. One monotonic clock for every duration; the wall clock is the same
 * clock plus an offset. All values are nanoseconds.
 */
#ifndef UK_TIME_H
#define UK_TIME_H

#include <stdint.h>

#define UK_NSEC_PER_SEC  1000000000ul
#define UK_NSEC_PER_MSEC 1000000ul
#define UK_NSEC_PER_USEC 1000ul

/* A deadline that never comes. */
#define UK_TIME_NEVER UINT64_MAX

/*
 * Nanoseconds since shortly after the entry of the guest. Never goes back,
 * never jumps. Callable from interrupt handlers; costs a time stamp counter
 * read and a multiplication.
 */
uint64_t uk_time_mono_ns(void);

/*
 * Nanoseconds since 1970-01-01 00:00:00 UTC. The source is, in this order: the
 * kernel parameter time.wall_ns, the hypervisor's wall clock, the CMOS clock;
 * without any of them the epoch is the start of the guest.
 */
uint64_t uk_time_wall_ns(void);

/* Makes @wall_ns the wall time of now. The monotonic clock is untouched. */
void uk_time_set_wall_ns(uint64_t wall_ns);

/* Busy waiting, for hardware delays below a scheduler's reach. */
void uk_time_spin_ns(uint64_t ns);

#endif
