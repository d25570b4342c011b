/* SPDX-License-Identifier: BSD-3-Clause */
#include "driver_internal.h"

void tnt_wait_for(struct tnt_waiters *waiters, struct tnt_waiter *waiter)
{
	waiters->at =
		tnt_grow(waiters->at, waiters->count, sizeof(*waiters->at));
	waiters->at[waiters->count++] = waiter;
	waiter->pending++;
}

void tnt_stop_waiting(struct tnt_waiters *waiters, struct tnt_waiter *waiter)
{
	size_t left = 0;

	for (size_t i = 0; i < waiters->count; i++)
		if (waiters->at[i] != waiter)
			waiters->at[left++] = waiters->at[i];
	waiter->pending -= waiters->count - left;
	waiters->count = left;
}

void tnt_wake_all(struct tnt_driver *driver, struct tnt_waiters *waiters)
{
	/* One by one: who is woken may make others stop waiting. */
	while (waiters->count) {
		struct tnt_waiter *first = waiters->at[0];

		tnt_stop_waiting(waiters, first);
		if (!first->pending)
			first->ready(driver, first);
	}
	free(waiters->at);
	*waiters = (struct tnt_waiters){0};
}
