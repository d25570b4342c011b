/* SPDX-License-Identifier: BSD-3-Clause */
/* What the parts of the platform offer each other. */
#ifndef XENPLAT_INTERNAL_H
#define XENPLAT_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>
#include <uk/plat/memory.h>

/* hypercall.c: false if this is not Xen; protect: once paging is on */
bool xen_hypercall_init(void);
void xen_hypercall_protect(void);

/* memory.c */
unsigned xen_memory_map(struct uk_memmap_entry *map, unsigned max);
void xen_shared_init(void);

#endif
