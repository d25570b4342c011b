/* SPDX-License-Identifier: BSD-3-Clause */
#include <uk/irq.h>
#include <uk/lock.h>
#include <uk/time.h>

void uk_sem_init(struct uk_sem *s, long count)
{
	s->count = count;
	uk_waitq_init(&s->waiters);
}

bool uk_sem_try_down(struct uk_sem *s)
{
	unsigned long irq = uk_irq_save();
	bool taken = s->count > 0;

	if (taken)
		s->count--;
	uk_irq_restore(irq);
	return taken;
}

static bool take(void *arg)
{
	return uk_sem_try_down(arg);
}

int uk_sem_down_until(struct uk_sem *s, uint64_t deadline_mono_ns)
{
	return uk_waitq_wait_until(&s->waiters, deadline_mono_ns, take, s);
}

void uk_sem_down(struct uk_sem *s)
{
	uk_sem_down_until(s, UK_TIME_NEVER);
}

void uk_sem_up(struct uk_sem *s)
{
	unsigned long irq = uk_irq_save();

	s->count++;
	uk_waitq_wake_one(&s->waiters);
	uk_irq_restore(irq);
}
