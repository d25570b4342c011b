/* SPDX-License-Identifier: BSD-3-Clause */
/* The store, the host's requests, the devices: in this order. */
#include <uk/config.h>
#include <uk/errno.h>
#include <uk/init.h>
#include <uk/print.h>
#include <uk/xen/store.h>

#include "internal.h"

/* Each part that fails has said so; a program that needs it ends by itself. */
static int xen_bus_start(void)
{
	int r = uk_xen_store_start();

	if (r == -ENODEV) {
		uk_pr_warn("UK8513: the domain has no xenstore, so it has no "
			   "devices. Start it with xl.\n");
		return 0;
	}
	if (!r)
		r = uk_xen_store_serve();
	if (!r)
		r = xen_control_start();
#ifdef CONFIG_LIBXEN_BUS
	if (!r)
		r = xen_frontends_start();
#endif
	return r;
}
UK_INIT(UK_INIT_BUS, xen_bus_start);
