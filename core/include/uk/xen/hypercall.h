/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Calls to the hypervisor. Numbers and layouts are those of Xen's public
 * interface (xen/include/public: xen.h, sched.h, memory.h, vcpu.h,
 * hvm/hvm_op.h, hvm/params.h); only what is used stands here.
 */
#ifndef UK_XEN_HYPERCALL_H
#define UK_XEN_HYPERCALL_H

#include <stdint.h>

/* xen.h, enum hypercall_num */
#define UK_XEN_MEMORY_OP 12
#define UK_XEN_GRANT_OP  20
#define UK_XEN_VCPU_OP   24
#define UK_XEN_SCHED_OP  29
#define UK_XEN_EVENT_OP  32
#define UK_XEN_HVM_OP    34

/* xen.h: the domain itself, wherever a domain is asked for */
#define UK_XEN_SELF 0x7ff0u

/* sched.h */
#define UK_XEN_SCHED_YIELD    0
#define UK_XEN_SCHED_SHUTDOWN 2
#define UK_XEN_SCHED_POLL     3

#define UK_XEN_SHUTDOWN_POWEROFF 0u
#define UK_XEN_SHUTDOWN_REBOOT   1u
#define UK_XEN_SHUTDOWN_CRASH    3u

/* memory.h */
#define UK_XEN_MEMORY_ADD_TO_PHYSMAP 7
#define UK_XEN_MEMORY_MAP            9

#define UK_XEN_SPACE_SHARED_INFO 0u
#define UK_XEN_SPACE_GRANT_TABLE 1u

/* hvm/params.h */
#define UK_XEN_PARAM_CALLBACK_IRQ  0u
#define UK_XEN_PARAM_STORE_PFN     1u
#define UK_XEN_PARAM_STORE_EVENT   2u
#define UK_XEN_PARAM_CONSOLE_PFN   17u
#define UK_XEN_PARAM_CONSOLE_EVENT 18u

/*
 * Hypercall @number of the list above with up to three arguments; structures
 * are passed by address and may be changed. Returns 0 or more, or the negated
 * error number of Xen (those of uk/errno.h). Callable from everywhere once
 * the platform has started.
 */
long uk_xen_hypercall(unsigned number, uint64_t a, uint64_t b, uint64_t c);

/* Parameter @index of the domain (HVMOP_get_param); 0: none, or no Xen. */
uint64_t uk_xen_param(uint32_t index);

/*
 * Makes page @index of @space (UK_XEN_SPACE_...) appear at @page, which is a
 * page of our own RAM; what it held is lost. Returns 0 or a negative errno.
 */
int uk_xen_map(uint32_t space, uint64_t index, void *page);

/*
 * The page of another domain or of Xen at frame number @frame (of the map of
 * this domain), mapped where it is: RW, cached. NULL: no page table.
 */
void *uk_xen_map_frame(uint64_t frame);

#endif
