/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Watches. An event only marks its watch; the thread calls it. So however
 * many events come, they take no memory, and a watch may use the store.
 */
#include <uk/errno.h>
#include <uk/param.h>
#include <uk/print.h>
#include <uk/sched.h>
#include <uk/time.h>
#include <uk/xen/store.h>

#include "internal.h"

#define TOKEN_MAX 12

static struct uk_xen_watch *watches;
static uint32_t last_token;

void xs_watch_fired(const char *token)
{
	struct uk_xen_watch *w = watches;
	uint64_t number;

	if (uk_param_u64(token, &number))
		return;
	while (w && w->token != number)
		w = w->next;
	if (w)
		w->fired = true;
}

static long request(uint32_t type, const struct uk_xen_watch *w)
{
	char token[TOKEN_MAX];
	int n = uk_snprintf(token, sizeof(token), "%u", w->token);

	/* With the zero byte, unlike a value */
	return xs_request(type, w->path, token, (size_t)n + 1, NULL, 0);
}

static bool forget(struct uk_xen_watch *w)
{
	struct uk_xen_watch **link = &watches;

	while (*link && *link != w)
		link = &(*link)->next;
	if (!*link)
		return false;
	*link = w->next;
	w->fired = false;
	return true;
}

int uk_xen_store_watch(struct uk_xen_watch *w)
{
	long r;

	w->token = ++last_token;
	w->fired = false;
	w->next = watches;
	watches = w;
	r = request(XS_WATCH, w);
	if (r < 0) {
		forget(w);
		uk_pr_err("UK8511: xenstore refuses to watch %s (error %ld). "
			  "Look at the permissions and quota of the domain.\n",
			  w->path, -r);
	}
	return (int)r;
}

int uk_xen_store_unwatch(struct uk_xen_watch *w)
{
	return forget(w) ? (int)request(XS_UNWATCH, w) : -ENOENT;
}

static struct uk_xen_watch *first_fired(void)
{
	struct uk_xen_watch *w = watches;

	while (w && !w->fired)
		w = w->next;
	return w;
}

static bool any_fired(void *arg)
{
	(void)arg;
	xs_pump();
	return first_fired() != NULL;
}

static void serve(void *arg)
{
	(void)arg;
	for (;;) {
		struct uk_xen_watch *w;

		uk_waitq_wait_until(&xs_arrived, UK_TIME_NEVER, any_fired,
				    NULL);
		w = first_fired();
		w->fired = false;
		w->changed(w->arg);
	}
}

int uk_xen_store_serve(void)
{
	return uk_thread_create("xenstore", serve, NULL, 0) ? 0 : -ENOMEM;
}
