/* SPDX-License-Identifier: BSD-3-Clause */
/* The input is what a device writes into a ring while requests come and go:
 * no chain may come back twice, none with more bytes than it has. */
#include <stdlib.h>
#include <string.h>
#include <uk/virtio_ring.h>

#define SIZE 16

struct request {
	bool in_flight;
	uint32_t room;
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void add(struct uk_virtq *vq, struct request *requests, uint8_t how)
{
	static char memory[4][64];
	struct request *r = 0;
	struct uk_virtq_seg segs[4];
	unsigned out = how & 1, in = how >> 1 & 3;

	for (unsigned i = 0; i < SIZE && !r; i++)
		if (!requests[i].in_flight)
			r = &requests[i];
	if (!r)
		return;
	r->room = 0;
	for (unsigned i = 0; i < 4; i++) {
		segs[i] = (struct uk_virtq_seg){memory[i], 1 + how % 64u};
		if (i >= out && i < out + in)
			r->room += segs[i].len;
	}
	if (uk_virtq_add(vq, segs, out, in, r) == 0)
		r->in_flight = true;
}

static void take(struct uk_virtq *vq)
{
	struct request *r;
	uint32_t len;

	while ((r = uk_virtq_take(vq, &len))) {
		if (!r->in_flight || len > r->room)
			abort();
		r->in_flight = false;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct request requests[SIZE] = {0};
	struct uk_virtq_chain chain[SIZE];
	size_t bytes = uk_virtq_bytes(SIZE);
	uint8_t *mem = aligned_alloc(4096, 4096);
	struct uk_virtq vq;

	memset(mem, 0, 4096);
	uk_virtq_init(&vq, SIZE, mem, chain);
	for (size_t i = 0; i + 3 <= n; i += 3) {
		switch (data[i] & 3) {
		case 0:
			add(&vq, requests, data[i + 1]);
			break;
		case 1: /* the device writes anywhere into its memory */
			mem[(data[i] >> 2 << 8 | data[i + 1]) % bytes] =
				data[i + 2];
			break;
		case 2: /* a well-formed completion */
			vq.used->ring[vq.used->idx % SIZE].id = data[i + 1];
			vq.used->ring[vq.used->idx % SIZE].len = data[i + 2];
			vq.used->idx++;
			break;
		default:
			uk_virtq_publish(&vq);
			take(&vq);
		}
		if (vq.free_count > SIZE || vq.in_flight > SIZE)
			abort();
	}
	free(mem);
	return 0;
}
