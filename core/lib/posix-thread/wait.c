/* SPDX-License-Identifier: BSD-3-Clause */
/* Waits that a signal or a cancellation ends early. */
#include <uk/errno.h>
#include <uk/posix_thread.h>
#include <uk/time.h>

/* posix-process overrides it: runs the handlers of pending signals. */
__attribute__((weak)) void uk_posix_signal_deliver(void)
{
}

bool uk_posix_interrupted(void)
{
	struct uk_posix_thread *self = uk_posix_thread_self();
	bool was;

	if (!self)
		return false;
	was = self->interrupted;
	self->interrupted = false;
	if (was)
		uk_posix_signal_deliver();
	return was;
}

int uk_posix_wait(struct uk_waitq *q, uint64_t deadline_mono_ns,
		  bool (*ready)(void *arg), void *arg)
{
	struct uk_posix_thread *self = uk_posix_thread_self();
	struct uk_waiter on_queue, on_interrupt;
	int r = 0;

	uk_waiter_init(&on_queue);
	uk_waiter_init(&on_interrupt);
	if (q)
		uk_waitq_add(q, &on_queue);
	if (self)
		uk_waitq_add(&self->interrupt_q, &on_interrupt);
	for (;;) {
		if (ready && ready(arg)) {
			r = 0;
			break;
		}
		if (r)
			break;
		if (uk_posix_interrupted()) {
			r = -EINTR;
			break;
		}
		/* Once more round the loop: ready() has the last word. */
		r = uk_waiter_sleep_until(&on_interrupt, deadline_mono_ns);
	}
	if (self)
		uk_waitq_remove(&self->interrupt_q, &on_interrupt);
	if (q)
		uk_waitq_remove(q, &on_queue);
	return r;
}
