/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef UK_XEN_SHUTDOWN_H
#define UK_XEN_SHUTDOWN_H

#include <stdbool.h>

/* uk_plat_exit() that tells the tools to start the guest anew. */
_Noreturn void uk_xen_shutdown(int status, bool reboot);

#endif
