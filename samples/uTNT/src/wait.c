/* SPDX-License-Identifier: BSD-3-Clause */
#include "driver_internal.h"

void tnt_wait_for(struct tnt_waiters *waiters, struct tnt_waiter *waiter)
{
	waiters->at =
		tnt_grow(waiters->at, waiters->count, sizeof(*waiters->at));
	waiters->at[waiters->count++] = waiter;
	waiter->pending++;
}

void tnt_wake_all(struct tnt_driver *driver, struct tnt_waiters *waiters)
{
	struct tnt_waiters all = *waiters;

	*waiters = (struct tnt_waiters){0};
	for (size_t i = 0; i < all.count; i++)
		if (--all.at[i]->pending == 0)
			all.at[i]->ready(driver, all.at[i]);
	free(all.at);
}
