/* SPDX-License-Identifier: BSD-3-Clause */
/* Mutex and counting semaphore for threads that block while they hold them. */
#ifndef UK_LOCK_H
#define UK_LOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <uk/waitq.h>

/* Not recursive: locking it twice in one thread ends the guest (UK9005). */
struct uk_mutex {
	struct uk_thread *owner; /* NULL: free */
	struct uk_waitq waiters;
};

#define UK_MUTEX_INITIALIZER                                                   \
	{                                                                      \
		0, UK_WAITQ_INITIALIZER                                        \
	}

void uk_mutex_init(struct uk_mutex *m);
void uk_mutex_lock(struct uk_mutex *m);
bool uk_mutex_trylock(struct uk_mutex *m); /* true: locked */
void uk_mutex_unlock(struct uk_mutex *m);  /* by the owner only */

struct uk_sem {
	long count;
	struct uk_waitq waiters;
};

void uk_sem_init(struct uk_sem *s, long count);
void uk_sem_down(struct uk_sem *s);
bool uk_sem_try_down(struct uk_sem *s); /* true: taken */

/* 0 when taken, -ETIMEDOUT at the deadline (UK_TIME_NEVER: no limit). */
int uk_sem_down_until(struct uk_sem *s, uint64_t deadline_mono_ns);

/* Callable from interrupt handlers. */
void uk_sem_up(struct uk_sem *s);

#endif
