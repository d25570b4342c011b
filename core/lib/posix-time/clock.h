/* SPDX-License-Identifier: BSD-3-Clause */
/* Shared by the files of posix-time. */
#ifndef POSIX_TIME_CLOCK_H
#define POSIX_TIME_CLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <uk/abi.h>
#include <uk/time.h>

/* clockid_t of the Linux ABI */
#define UK_CLOCK_REALTIME         0
#define UK_CLOCK_MONOTONIC        1
#define UK_CLOCK_PROCESS_CPUTIME  2
#define UK_CLOCK_THREAD_CPUTIME   3
#define UK_CLOCK_MONOTONIC_RAW    4
#define UK_CLOCK_REALTIME_COARSE  5
#define UK_CLOCK_MONOTONIC_COARSE 6
#define UK_CLOCK_BOOTTIME         7

bool uk_clock_is_wall(int clock);

/** Reads a clock in nanoseconds; 0, or -EINVAL for an unknown one. */
int uk_clock_now(int clock, uint64_t *ns);

/** -EINVAL for negative times and nanoseconds of a second or more. */
int uk_timespec_to_ns(const struct uk_timespec *ts, uint64_t *ns);
void uk_ns_to_timespec(uint64_t ns, struct uk_timespec *ts);

#endif /* POSIX_TIME_CLOCK_H */
