/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The page that Xen and the guest share (xen.h, struct shared_info, as a
 * 64-bit guest sees it). One CPU: only the first vcpu_info is of interest.
 */
#ifndef UK_XEN_SHARED_H
#define UK_XEN_SHARED_H

#include <stdint.h>
#include <uk/plat/pvclock.h>

#define UK_XEN_EVENT_WORDS 64 /* of 64 ports each */

/* struct vcpu_info, 64 bytes */
struct uk_xen_vcpu {
	uint8_t upcall_pending;
	uint8_t pad[7];
	uint64_t pending_sel; /* a bit for each word of event_pending */
	uint64_t arch[2];
	struct uk_pvclock time;
};

struct uk_xen_shared {
	struct uk_xen_vcpu vcpu[32];
	uint64_t event_pending[UK_XEN_EVENT_WORDS];
	uint64_t event_mask[UK_XEN_EVENT_WORDS];
	/* Unix time at system time 0; the version is odd while it changes */
	uint32_t wc_version;
	uint32_t wc_sec;
	uint32_t wc_nsec;
	uint32_t wc_sec_hi;
};

_Static_assert(sizeof(struct uk_xen_vcpu) == 64, "vcpu_info");
_Static_assert(__builtin_offsetof(struct uk_xen_shared, wc_version) == 3072,
	       "shared_info");

/* Valid from the start of uk_boot() on. */
extern volatile struct uk_xen_shared *uk_xen_shared;

#endif
