/* SPDX-License-Identifier: BSD-3-Clause */
/* select(2), pselect6(2) on top of poll. */
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <uk/alloc.h>
#include <uk/errno.h>
#include <uk/syscall.h>
#include <uk/time.h>
#include "poll.h"

#define FD_SETSIZE   1024
#define BITS_PER_SET (8 * sizeof(unsigned long))

/* What poll calls readable, writable and exceptional (select(2)). */
#define READABLE    (UK_POLLIN | UK_POLLHUP | UK_POLLERR)
#define WRITABLE    (UK_POLLOUT | UK_POLLERR)
#define EXCEPTIONAL UK_POLLPRI

struct timeval_abi {
	int64_t sec, usec;
};

/* The three sets, any of which may be NULL. */
struct sets {
	unsigned long *read, *write, *except;
};

static bool has(const unsigned long *set, int fd)
{
	return set && (set[(unsigned)fd / BITS_PER_SET] >>
			       ((unsigned)fd % BITS_PER_SET) &
		       1);
}

static int put(unsigned long *set, int fd, bool on)
{
	if (!on)
		return 0;
	set[(unsigned)fd / BITS_PER_SET] |= 1ul
					    << ((unsigned)fd % BITS_PER_SET);
	return 1;
}

static void clear(unsigned long *set, int n)
{
	if (set)
		memset(set, 0,
		       ((unsigned)n + BITS_PER_SET - 1) / BITS_PER_SET *
			       sizeof(*set));
}

/* One entry for each descriptor in any set; returns their number. */
static unsigned to_poll(const struct sets *s, int n, struct uk_pollfd *fds)
{
	unsigned count = 0;
	int fd;

	for (fd = 0; fd < n; fd++) {
		unsigned events = (has(s->read, fd) ? UK_POLLIN : 0) |
				  (has(s->write, fd) ? UK_POLLOUT : 0) |
				  (has(s->except, fd) ? UK_POLLPRI : 0);

		if (events)
			fds[count++] = (struct uk_pollfd){
				.fd = fd, .events = (int16_t)events};
	}
	return count;
}

/* Returns the number of bits set, or -EBADF if a descriptor is not open. */
static int from_poll(const struct sets *s, int n, const struct uk_pollfd *fds,
		     unsigned count)
{
	int bits = 0;
	unsigned i;

	for (i = 0; i < count; i++)
		if ((uint16_t)fds[i].revents & UK_POLLNVAL)
			return -EBADF;
	clear(s->read, n);
	clear(s->write, n);
	clear(s->except, n);
	for (i = 0; i < count; i++) {
		unsigned asked = (uint16_t)fds[i].events;
		unsigned got = (uint16_t)fds[i].revents;

		bits += put(s->read, fds[i].fd,
			    (asked & UK_POLLIN) && (got & READABLE));
		bits += put(s->write, fds[i].fd,
			    (asked & UK_POLLOUT) && (got & WRITABLE));
		bits += put(s->except, fds[i].fd,
			    (asked & UK_POLLPRI) && (got & EXCEPTIONAL));
	}
	return bits;
}

static int select_until(int n, const struct sets *s, uint64_t deadline)
{
	struct uk_pollfd *fds;
	unsigned count;
	int r;

	if (n < 0 || n > FD_SETSIZE)
		return -EINVAL;
	fds = uk_malloc((unsigned)n * sizeof(*fds));
	if (!fds)
		return -ENOMEM;
	count = to_poll(s, n, fds);
	r = uk_poll_wait(fds, count, deadline);
	if (r >= 0)
		r = from_poll(s, n, fds, count);
	uk_free(fds);
	return r;
}

UK_SYSCALL_R_DEFINE(int, select, int, n, unsigned long *, rd, unsigned long *,
		    wr, unsigned long *, ex, const struct timeval_abi *, tv)
{
	struct sets s = {rd, wr, ex};
	struct uk_timespec ts;
	uint64_t deadline;
	int r;

	if (tv) {
		/* Linux takes microseconds of more than a second, too. */
		ts.sec = tv->sec + tv->usec / 1000000;
		ts.nsec = tv->usec % 1000000 * 1000;
	}
	r = uk_poll_deadline(tv ? &ts : NULL, &deadline);
	return r ? r : select_until(n, &s, deadline);
}

UK_SYSCALL_R_DEFINE(int, pselect6, int, n, unsigned long *, rd, unsigned long *,
		    wr, unsigned long *, ex, const struct uk_timespec *, ts,
		    const void *, mask)
{
	struct sets s = {rd, wr, ex};
	uint64_t deadline;
	int r = uk_poll_deadline(ts, &deadline);

	(void)mask;
	return r ? r : select_until(n, &s, deadline);
}
