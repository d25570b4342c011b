/* SPDX-License-Identifier: BSD-3-Clause */
#include <stddef.h>
#include <uk/assert.h>
#include <uk/lock.h>
#include <uk/sched.h>
#include <uk/time.h>

void uk_mutex_init(struct uk_mutex *m)
{
	m->owner = NULL;
	uk_waitq_init(&m->waiters);
}

static bool take(void *arg)
{
	return uk_mutex_trylock(arg);
}

bool uk_mutex_trylock(struct uk_mutex *m)
{
	if (m->owner)
		return false;
	m->owner = uk_thread_current();
	return true;
}

void uk_mutex_lock(struct uk_mutex *m)
{
	if (m->owner == uk_thread_current())
		uk_panic("UK9005: thread '%s' locks a mutex that it holds",
			 uk_thread_name(m->owner));
	uk_waitq_wait_until(&m->waiters, UK_TIME_NEVER, take, m);
}

void uk_mutex_unlock(struct uk_mutex *m)
{
	if (m->owner != uk_thread_current())
		uk_panic("UK9005: thread '%s' unlocks a mutex that it does "
			 "not hold",
			 uk_thread_name(uk_thread_current()));
	m->owner = NULL;
	uk_waitq_wake_one(&m->waiters);
}
