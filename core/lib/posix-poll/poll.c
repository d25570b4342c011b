/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * poll(2), ppoll(2): one waiter in the queue of each open file. A file wakes
 * its queue when its state changes, so nothing is looked at twice in vain.
 */
#include <stddef.h>
#include <uk/alloc.h>
#include <uk/errno.h>
#include <uk/file.h>
#include <uk/posix_thread.h>
#include <uk/syscall.h>
#include <uk/time.h>
#include "poll.h"

/* Entries for which the waiters fit on the stack. */
#define FEW 8
/* RLIMIT_NOFILE has no meaning here; this bounds the memory of one call. */
#define MANY 65536

/* Reported whether asked for or not (poll(2)). */
#define ALWAYS (UK_POLLERR | UK_POLLHUP | UK_POLLNVAL)

struct place {
	struct uk_file *file; /* NULL: ignored, or not open */
	struct uk_waiter waiter;
};

static unsigned state_of(struct uk_file *f)
{
	return f->ops->poll ? f->ops->poll(f) : UK_POLLIN | UK_POLLOUT;
}

/* Fills in revents; returns how many are not 0. */
static int scan(struct uk_pollfd *fds, const struct place *places, unsigned n)
{
	int count = 0;
	unsigned i;

	for (i = 0; i < n; i++) {
		unsigned state = 0;

		if (places[i].file)
			state = state_of(places[i].file);
		else if (fds[i].fd >= 0)
			state = UK_POLLNVAL;
		state &= (uint16_t)fds[i].events | ALWAYS;
		fds[i].revents = (int16_t)state;
		count += state != 0;
	}
	return count;
}

static void enter(const struct uk_pollfd *fds, struct place *places, unsigned n)
{
	unsigned i;

	for (i = 0; i < n; i++) {
		places[i].file = fds[i].fd >= 0 ? uk_fd_get(fds[i].fd) : NULL;
		uk_waiter_init(&places[i].waiter);
		if (places[i].file)
			uk_waitq_add(&places[i].file->pollq, &places[i].waiter);
	}
}

static void leave(struct place *places, unsigned n)
{
	unsigned i;

	for (i = 0; i < n; i++) {
		if (!places[i].file)
			continue;
		uk_waitq_remove(&places[i].file->pollq, &places[i].waiter);
		uk_file_put(places[i].file);
	}
}

struct scan_args {
	struct uk_pollfd *fds;
	struct place *places;
	unsigned n;
	int count;
};

static bool any_ready(void *arg)
{
	struct scan_args *a = arg;

	a->count = scan(a->fds, a->places, a->n);
	return a->count > 0;
}

int uk_poll_wait(struct uk_pollfd *fds, unsigned n, uint64_t deadline_mono_ns)
{
	struct place few[FEW];
	struct scan_args a = {.fds = fds, .places = few, .n = n};
	int r;

	if (n > FEW)
		a.places = uk_malloc(n * sizeof(*a.places));
	if (!a.places)
		return -ENOMEM;
	enter(fds, a.places, n);
	/* Any waiter of this thread ends the sleep, not only those of the
	 * queue that is given: see uk/waitq.h. */
	r = uk_posix_wait(NULL, deadline_mono_ns, any_ready, &a);
	leave(a.places, n);
	if (n > FEW)
		uk_free(a.places);
	if (r == -EINTR)
		return r;
	return a.count;
}

int uk_poll_deadline(const struct uk_timespec *ts, uint64_t *deadline)
{
	uint64_t now;

	*deadline = UK_TIME_NEVER;
	if (!ts)
		return 0;
	if (ts->sec < 0 || ts->nsec < 0 || ts->nsec >= (int64_t)UK_NSEC_PER_SEC)
		return -EINVAL;
	now = uk_time_mono_ns();
	if ((uint64_t)ts->sec < (UK_TIME_NEVER - now) / UK_NSEC_PER_SEC - 1)
		*deadline = now + (uint64_t)ts->sec * UK_NSEC_PER_SEC +
			    (uint64_t)ts->nsec;
	return 0;
}

UK_SYSCALL_R_DEFINE(int, poll, struct uk_pollfd *, fds, unsigned long, n, int,
		    timeout_ms)
{
	uint64_t deadline = UK_TIME_NEVER;

	if (n > MANY)
		return -EINVAL;
	if (timeout_ms >= 0)
		deadline = uk_time_mono_ns() +
			   (uint64_t)timeout_ms * UK_NSEC_PER_MSEC;
	return uk_poll_wait(fds, (unsigned)n, deadline);
}

/* Signals are delivered synchronously: the mask has no race to close. */
UK_SYSCALL_R_DEFINE(int, ppoll, struct uk_pollfd *, fds, unsigned long, n,
		    const struct uk_timespec *, timeout, const void *, mask,
		    size_t, mask_bytes)
{
	uint64_t deadline;
	int r = uk_poll_deadline(timeout, &deadline);

	(void)mask;
	(void)mask_bytes;
	if (r || n > MANY)
		return r ? r : -EINVAL;
	return uk_poll_wait(fds, (unsigned)n, deadline);
}
