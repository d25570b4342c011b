/* SPDX-License-Identifier: BSD-3-Clause */
/* Packet buffers on the heap: the structure and the bytes in one block. */
#include <uk/alloc.h>
#include <uk/netbuf.h>

static void release(struct uk_netbuf *nb)
{
	uk_free(nb);
}

struct uk_netbuf *uk_netbuf_alloc(uint16_t size, uint16_t headroom)
{
	struct uk_netbuf *nb;

	nb = uk_malloc(sizeof(*nb) + headroom + size);
	if (!nb)
		return 0;
	*nb = (struct uk_netbuf){
		.data = (uint8_t *)(nb + 1) + headroom,
		.cap = size,
		.headroom = headroom,
		.release = release,
	};
	return nb;
}

void uk_netbuf_free(struct uk_netbuf *nb)
{
	if (nb)
		nb->release(nb);
}
