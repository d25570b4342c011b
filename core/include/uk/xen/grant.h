/* SPDX-License-Identifier: BSD-3-Clause */
/* Grant table, version 1 (grant_table.h): pages that another domain may use. */
#ifndef UK_XEN_GRANT_H
#define UK_XEN_GRANT_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Lets @domain use the page at @page (page aligned). Returns the reference
 * for the other side (8 or more), or -ENOSPC, -ENOMEM. Not from interrupt
 * handlers.
 */
int uk_xen_grant(uint16_t domain, const void *page, bool read_only);

/*
 * Takes the page back. Returns 0, or -EBUSY while the other side has it
 * mapped: the grant and the page then stay as they are.
 */
int uk_xen_grant_end(int ref);

#endif
