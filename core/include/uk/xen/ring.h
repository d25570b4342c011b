/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A ring of requests and responses in one page (io/ring.h): this header, then
 * entries that requests and their responses share. Indices run on and wrap at
 * 2^32; the entry is the index modulo the size, a power of two.
 */
#ifndef UK_XEN_RING_H
#define UK_XEN_RING_H

#include <stdbool.h>
#include <stdint.h>
#include <uk/io.h>

struct uk_xen_ring {
	uint32_t req_prod, req_event;
	uint32_t rsp_prod, rsp_event;
	uint8_t pad[48];
};

_Static_assert(sizeof(struct uk_xen_ring) == 64, "ring");

/* Requests up to @prod are complete. True: the other side wants an event. */
static inline bool uk_xen_ring_push(volatile struct uk_xen_ring *r,
				    uint32_t prod)
{
	uint32_t old = r->req_prod;

	uk_io_wmb();
	r->req_prod = prod;
	uk_io_mb();
	return prod - r->req_event < prod - old;
}

#endif
