/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wait queues: threads wait, other threads or interrupt handlers wake them.
 * A wake-up is a hint: who waits checks its condition again.
 */
#ifndef UK_WAITQ_H
#define UK_WAITQ_H

#include <stdbool.h>
#include <stdint.h>

struct uk_thread;
struct uk_waiter;

struct uk_waitq {
	struct uk_waiter *first;
	struct uk_waiter *last;
};

/* One thread's place in one queue, mostly on the stack of that thread. */
struct uk_waiter {
	struct uk_waiter *prev;
	struct uk_waiter *next;
	struct uk_waitq *queue; /* NULL: in no queue */
	struct uk_thread *thread;
	bool woken;
};

/* For queues of static storage; zeroed memory is an empty queue, too. */
#define UK_WAITQ_INITIALIZER                                                   \
	{                                                                      \
		0, 0                                                           \
	}

void uk_waitq_init(struct uk_waitq *q);

/*
 * Blocks until @ready(@arg) is true or the monotonic clock reaches
 * @deadline_mono_ns (UK_TIME_NEVER: no limit). @ready runs in the waiting
 * thread, first before any waiting, and may take what it waits for. A
 * @ready of NULL means: return at the first wake-up.
 * Returns 0, or -ETIMEDOUT when @ready was still false at the deadline.
 */
int uk_waitq_wait_until(struct uk_waitq *q, uint64_t deadline_mono_ns,
			bool (*ready)(void *arg), void *arg);

/* Both are callable from threads and interrupt handlers. wake_one takes the
 * longest waiting thread that has not been woken yet. */
void uk_waitq_wake_one(struct uk_waitq *q);
void uk_waitq_wake_all(struct uk_waitq *q);

/*
 * Waiting on several queues (poll): initialise and add one waiter for each
 * queue, check all conditions, sleep, check again, at last remove all.
 * No wake-up after uk_waitq_add() is lost: the sleep then returns at once.
 */
void uk_waiter_init(struct uk_waiter *w); /* for the current thread */
void uk_waitq_add(struct uk_waitq *q, struct uk_waiter *w);
void uk_waitq_remove(struct uk_waitq *q, struct uk_waiter *w);

/*
 * Sleeps until any waiter of the current thread was woken; @w is any one of
 * them. Returns 0 when woken (by any queue, or earlier than needed), else
 * -ETIMEDOUT at @deadline_mono_ns.
 */
int uk_waiter_sleep_until(struct uk_waiter *w, uint64_t deadline_mono_ns);

#endif
