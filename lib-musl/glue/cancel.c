/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Thread cancellation without signals. A cancelled thread notices at its next
 * cancellation point (POSIX.1-2017, XSH 2.9.5); one that sleeps in a system
 * call is woken, and the call fails with EINTR. Asynchronous cancellation
 * acts at the same points: threads are cooperative.
 */
#include <uk/posix_thread.h>
#include "pthread_impl.h"

hidden long __uk_cancel_before(void);
hidden long __uk_cancel_after(long);

static int wanted(pthread_t self)
{
	return self->cancel && self->canceldisable != PTHREAD_CANCEL_DISABLE;
}

/*
 * Ends the thread, or, in the masked state musl uses inside stdio, makes the
 * call fail once with ECANCELED.
 */
static long act(pthread_t self)
{
	if (self->canceldisable == PTHREAD_CANCEL_ENABLE)
		pthread_exit(PTHREAD_CANCELED);
	self->canceldisable = PTHREAD_CANCEL_DISABLE;
	return -ECANCELED;
}

long __uk_cancel_before(void)
{
	pthread_t self = __pthread_self();

	return wanted(self) ? act(self) : 0;
}

long __uk_cancel_after(long r)
{
	pthread_t self = __pthread_self();

	return wanted(self) ? act(self) : r;
}

void __testcancel(void)
{
	pthread_t self = __pthread_self();

	if (self->cancel && self->canceldisable == PTHREAD_CANCEL_ENABLE)
		act(self);
}

int pthread_cancel(pthread_t t)
{
	t->cancel = 1;
	if (t != __pthread_self())
		uk_posix_thread_interrupt(t->tid);
	else if (t->cancelasync && t->canceldisable == PTHREAD_CANCEL_ENABLE)
		act(t);
	return 0;
}
