/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * futex(2) for threads of one address space on one CPU. The check of the
 * value and the start of the wait cannot be separated by another thread:
 * threads are cooperative, and interrupt handlers touch no futex.
 */
#include <uk/abi.h>
#include <uk/errno.h>
#include <uk/posix_thread.h>
#include <uk/syscall.h>
#include <uk/time.h>

#define FUTEX_WAIT           0
#define FUTEX_WAKE           1
#define FUTEX_REQUEUE        3
#define FUTEX_CMP_REQUEUE    4
#define FUTEX_WAIT_BITSET    9
#define FUTEX_WAKE_BITSET    10
#define FUTEX_PRIVATE        128
#define FUTEX_CLOCK_REALTIME 256
#define FUTEX_ANY            0xffffffffu

/* A few dozen threads at most: the chains stay short. */
#define BUCKETS 16

/* One waiting thread, on its stack, in the order of arrival. */
struct sleeper {
	struct sleeper *next;
	const int *addr;
	uint32_t bits;
	bool woken;
	struct uk_waitq q;
};

static struct sleeper *buckets[BUCKETS];

static struct sleeper **bucket_of(const int *addr)
{
	return &buckets[((uintptr_t)addr >> 2) % BUCKETS];
}

static void append(struct sleeper *s)
{
	struct sleeper **at = bucket_of(s->addr);

	while (*at)
		at = &(*at)->next;
	s->next = NULL;
	*at = s;
}

static void unlink_sleeper(struct sleeper *s)
{
	struct sleeper **at = bucket_of(s->addr);

	while (*at && *at != s)
		at = &(*at)->next;
	if (*at)
		*at = s->next;
}

static bool is_woken(void *arg)
{
	return ((struct sleeper *)arg)->woken;
}

static int futex_wait(const int *addr, int value, uint64_t deadline,
		      uint32_t bits)
{
	struct sleeper s = {.addr = addr, .bits = bits};
	int r;

	if (*(volatile const int *)addr != value)
		return -EAGAIN;
	uk_waitq_init(&s.q);
	append(&s);
	r = uk_posix_wait(&s.q, deadline, is_woken, &s);
	if (!s.woken)
		unlink_sleeper(&s);
	return r;
}

static int wake(const int *addr, int n, uint32_t bits)
{
	struct sleeper **at = bucket_of(addr);
	int woken = 0;

	while (*at && woken < n) {
		struct sleeper *s = *at;

		if (s->addr != addr || !(s->bits & bits)) {
			at = &s->next;
			continue;
		}
		*at = s->next;
		s->woken = true;
		uk_waitq_wake_all(&s->q);
		woken++;
	}
	return woken;
}

int uk_futex_wake(const int *addr, int n)
{
	return wake(addr, n, FUTEX_ANY);
}

/* Wakes n threads and lets up to limit others wait at another address. */
static int requeue(const int *from, int n, int limit, const int *to)
{
	struct sleeper **at = bucket_of(from);
	int moved = 0;
	int woken = wake(from, n, FUTEX_ANY);

	if (from == to)
		return woken;
	while (*at && moved < limit) {
		struct sleeper *s = *at;

		if (s->addr != from) {
			at = &s->next;
			continue;
		}
		*at = s->next;
		s->addr = to;
		append(s);
		moved++;
	}
	return woken + moved;
}

/* FUTEX_WAIT has a duration, FUTEX_WAIT_BITSET a point in time. */
static int deadline_of(const struct uk_timespec *ts, int op, uint64_t *deadline)
{
	uint64_t now = uk_time_mono_ns();
	uint64_t ns;

	*deadline = UK_TIME_NEVER;
	if (!ts)
		return 0;
	if (ts->sec < 0 || ts->nsec < 0 || ts->nsec >= (int64_t)UK_NSEC_PER_SEC)
		return -EINVAL;
	if ((uint64_t)ts->sec >= UK_TIME_NEVER / UK_NSEC_PER_SEC / 2)
		return 0;
	ns = (uint64_t)ts->sec * UK_NSEC_PER_SEC + (uint64_t)ts->nsec;
	if ((op & ~(FUTEX_PRIVATE | FUTEX_CLOCK_REALTIME)) == FUTEX_WAIT) {
		*deadline = now + ns;
	} else if (op & FUTEX_CLOCK_REALTIME) {
		uint64_t wall = uk_time_wall_ns();

		*deadline = ns > wall ? now + (ns - wall) : now;
	} else {
		*deadline = ns;
	}
	return 0;
}

UK_SYSCALL_R_DEFINE(int, futex, int *, addr, int, op, int, value,
		    const struct uk_timespec *, timeout, int *, addr2, int,
		    value3)
{
	/* For the requeue calls the fourth argument is a number. */
	int limit = (int)(intptr_t)timeout;
	uint32_t bits = FUTEX_ANY;
	uint64_t deadline;
	int r;

	if (!addr || (uintptr_t)addr % sizeof(int))
		return -EINVAL;
	switch (op & ~(FUTEX_PRIVATE | FUTEX_CLOCK_REALTIME)) {
	case FUTEX_WAIT_BITSET:
		bits = (uint32_t)value3;
		/* fallthrough */
	case FUTEX_WAIT:
		r = deadline_of(timeout, op, &deadline);
		if (r || !bits)
			return r ? r : -EINVAL;
		return futex_wait(addr, value, deadline, bits);
	case FUTEX_WAKE:
		return wake(addr, value, FUTEX_ANY);
	case FUTEX_WAKE_BITSET:
		return value3 ? wake(addr, value, (uint32_t)value3) : -EINVAL;
	case FUTEX_CMP_REQUEUE:
		if (*(volatile int *)addr != value3)
			return -EAGAIN;
		/* fallthrough */
	case FUTEX_REQUEUE:
		return requeue(addr, value, limit, addr2);
	default:
		return -ENOSYS;
	}
}
