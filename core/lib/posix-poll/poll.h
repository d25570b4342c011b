/* SPDX-License-Identifier: BSD-3-Clause */
/* Shared by poll(2) and select(2). */
#ifndef POSIX_POLL_POLL_H
#define POSIX_POLL_POLL_H

#include <stdint.h>
#include <uk/abi.h>

struct uk_pollfd {
	int fd;
	int16_t events;
	int16_t revents;
};

/**
 * Waits until a descriptor has an event, the deadline is reached or a signal
 * interrupts.
 *
 * @return how many entries have revents, 0 at the deadline, -EINTR, -ENOMEM
 */
int uk_poll_wait(struct uk_pollfd *fds, unsigned n, uint64_t deadline_mono_ns);

/** A duration as a deadline; NULL waits for ever. 0 or -EINVAL. */
int uk_poll_deadline(const struct uk_timespec *ts, uint64_t *deadline);

#endif /* POSIX_POLL_POLL_H */
