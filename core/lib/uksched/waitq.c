/* SPDX-License-Identifier: BSD-3-Clause */
/* Wait queues: a list of waiters, changed with interrupts off. */
#include <stddef.h>
#include <uk/assert.h>
#include <uk/irq.h>
#include <uk/waitq.h>

#include "internal.h"

void uk_waitq_init(struct uk_waitq *q)
{
	q->first = q->last = NULL;
}

void uk_waiter_init(struct uk_waiter *w)
{
	*w = (struct uk_waiter){.thread = uk_thread_current()};
}

void uk_waitq_add(struct uk_waitq *q, struct uk_waiter *w)
{
	unsigned long irq = uk_irq_save();

	UK_ASSERT(!w->queue);
	w->queue = q;
	w->woken = false;
	w->next = NULL;
	w->prev = q->last;
	if (q->last)
		q->last->next = w;
	else
		q->first = w;
	q->last = w;
	uk_irq_restore(irq);
}

void uk_waitq_remove(struct uk_waitq *q, struct uk_waiter *w)
{
	unsigned long irq = uk_irq_save();

	UK_ASSERT(w->queue == q);
	if (w->prev)
		w->prev->next = w->next;
	else
		q->first = w->next;
	if (w->next)
		w->next->prev = w->prev;
	else
		q->last = w->prev;
	w->queue = NULL;
	uk_irq_restore(irq);
}

static void wake(struct uk_waiter *w)
{
	w->woken = true;
	uk_sched_wake(w->thread);
}

void uk_waitq_wake_one(struct uk_waitq *q)
{
	unsigned long irq = uk_irq_save();
	struct uk_waiter *w = q->first;

	/* A thread that is awake already looks at its condition anyway */
	while (w && w->thread->wake)
		w = w->next;
	if (w)
		wake(w);
	uk_irq_restore(irq);
}

void uk_waitq_wake_all(struct uk_waitq *q)
{
	unsigned long irq = uk_irq_save();

	for (struct uk_waiter *w = q->first; w; w = w->next)
		wake(w);
	uk_irq_restore(irq);
}

int uk_waiter_sleep_until(struct uk_waiter *w, uint64_t deadline_mono_ns)
{
	unsigned long irq = uk_irq_save();
	int r;

	UK_ASSERT(w->thread == uk_thread_current());
	r = uk_sched_block(deadline_mono_ns);
	uk_irq_restore(irq);
	return r;
}

/* The condition without a predicate: the queue itself woke this waiter. */
static bool was_woken(void *arg)
{
	return ((struct uk_waiter *)arg)->woken;
}

int uk_waitq_wait_until(struct uk_waitq *q, uint64_t deadline_mono_ns,
			bool (*ready)(void *arg), void *arg)
{
	struct uk_thread *self = uk_thread_current();
	struct uk_waiter w;
	bool outer;
	int r = 0;

	if (ready && ready(arg))
		return 0;
	uk_waiter_init(&w);
	/* A wake-up for a poll around this wait must outlive it */
	outer = self->wake;
	self->wake = false;
	uk_waitq_add(q, &w);
	if (!ready) {
		ready = was_woken;
		arg = &w;
	}
	/* Between the add and the sleep a wake-up may come: it is not lost */
	for (;;) {
		if (ready(arg)) {
			r = 0;
			break;
		}
		if (r)
			break;
		r = uk_waiter_sleep_until(&w, deadline_mono_ns);
		outer |= r == 0;
	}
	uk_waitq_remove(q, &w);
	self->wake |= outer;
	return r;
}
