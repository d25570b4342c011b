/* SPDX-License-Identifier: BSD-3-Clause */
/* The console of the domain; what the platform asks of its driver. */
#ifndef UK_XEN_CONSOLE_H
#define UK_XEN_CONSOLE_H

/*
 * Finds the ring. Until uk_xen_console_map() it is used through a window of
 * the boot page tables, so that every message of the start is seen.
 */
void uk_xen_console_init(void);

/* To be called once our own page tables are in use. */
void uk_xen_console_map(void);

/* Waits, within limits, until the other side has read everything. */
void uk_xen_console_flush(void);

#endif
