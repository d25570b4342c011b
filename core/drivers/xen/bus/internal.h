/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef XENBUS_INTERNAL_H
#define XENBUS_INTERNAL_H

/* control.c: requests of the host (power off, reboot, suspend) */
int xen_control_start(void);

/* frontend.c: finds all devices of all drivers */
int xen_frontends_start(void);

#endif
