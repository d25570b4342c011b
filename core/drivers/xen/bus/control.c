/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Requests of the host (docs/misc/xenstore-paths, ~/control/shutdown): the
 * tools write one word, the guest takes it away and does what it says.
 * Suspending (for save and migrate) is not possible; leaving the word alone
 * is the refusal: the tools give up after their time limit and the guest
 * goes on.
 */
#include <string.h>
#include <uk/plat.h>
#include <uk/print.h>
#include <uk/xen/shutdown.h>
#include <uk/xen/store.h>

#include "internal.h"

#define REQUEST      "control/shutdown"
#define REQUEST_MAX  16
#define ENDED_STATUS 143 /* as a program that SIGTERM ended */

static void end(const char *word, bool reboot)
{
	uk_pr_warn("UK8505: the host asked for %s; the guest ends.\n", word);
	/* docs: "the guest [...] should acknowledge" by clearing it */
	uk_xen_store_write(REQUEST, "");
	uk_xen_shutdown(ENDED_STATUS, reboot);
}

static void requested(void *arg)
{
	char word[REQUEST_MAX];

	(void)arg;
	/* Absent or empty: nothing is asked for */
	if (uk_xen_store_read(REQUEST, word, sizeof(word)) <= 0)
		return;
	if (!strcmp(word, "poweroff") || !strcmp(word, "halt"))
		end(word, false);
	else if (!strcmp(word, "reboot"))
		end(word, true);
	else
		uk_pr_warn("UK8506: the host asked for %s, which this guest "
			   "cannot do; it goes on. Use xl shutdown or xl "
			   "destroy.\n",
			   word);
}

int xen_control_start(void)
{
	static struct uk_xen_watch watch = {.path = REQUEST,
					    .changed = requested};

	return uk_xen_store_watch(&watch);
}
