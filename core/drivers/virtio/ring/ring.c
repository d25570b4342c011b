/* SPDX-License-Identifier: BSD-3-Clause */
/* Split virtqueues; section numbers are of VirtIO 1.2. */
#include <uk/errno.h>
#include <uk/virtio_ring.h>

#define END UINT16_MAX

/* Shared with the device: read and written once, exactly here. */
#define SHARED_LOAD(x)     (*(const volatile __typeof__(x) *)&(x))
#define SHARED_STORE(x, v) (*(volatile __typeof__(x) *)&(x) = (v))

static size_t used_offset(uint16_t size)
{
	/* 2.7.6: the last field (used_event) is there even if unused */
	size_t n = sizeof(struct uk_virtq_desc) * size +
		   sizeof(struct uk_virtq_avail) +
		   sizeof(uint16_t) * (size + 1UL);

	return (n + UK_VIRTQ_ALIGN - 1) & ~(size_t)(UK_VIRTQ_ALIGN - 1);
}

size_t uk_virtq_bytes(uint16_t size)
{
	/* 2.7.8: as above, avail_event */
	return used_offset(size) + sizeof(struct uk_virtq_used) +
	       sizeof(struct uk_virtq_used_elem) * size + sizeof(uint16_t);
}

void uk_virtq_init(struct uk_virtq *vq, uint16_t size, void *mem,
		   struct uk_virtq_chain *chain)
{
	char *base = mem;

	*vq = (struct uk_virtq){
		.desc = mem,
		.avail = (void *)(base + sizeof(struct uk_virtq_desc) * size),
		.used = (void *)(base + used_offset(size)),
		.chain = chain,
		.size = size,
		.free_count = size,
	};
	for (uint16_t i = 0; i < size; i++) {
		chain[i].cookie = 0;
		chain[i].next = (uint16_t)(i + 1 < size ? i + 1 : END);
	}
}

static void describe(struct uk_virtq *vq, uint16_t i,
		     const struct uk_virtq_seg *seg, bool in, bool last)
{
	struct uk_virtq_desc *d = &vq->desc[i];

	d->addr = (uintptr_t)seg->addr;
	d->len = seg->len;
	d->flags = (uint16_t)((in ? UK_VIRTQ_DESC_F_WRITE : 0) |
			      (last ? 0 : UK_VIRTQ_DESC_F_NEXT));
	d->next = last ? 0 : vq->chain[i].next;
}

int uk_virtq_add(struct uk_virtq *vq, const struct uk_virtq_seg *segs,
		 unsigned out, unsigned in, void *cookie)
{
	unsigned n = out + in;
	uint16_t head = vq->free_head, i = head, last = head;
	uint32_t writable = 0;

	if (vq->broken)
		return -EIO;
	if (n == 0 || n > vq->free_count)
		return -ENOSPC;
	for (unsigned k = 0; k < n; k++) {
		describe(vq, i, &segs[k], k >= out, k + 1 == n);
		if (k >= out)
			writable += segs[k].len;
		last = i;
		i = vq->chain[i].next;
	}
	vq->free_head = i;
	vq->free_count = (uint16_t)(vq->free_count - n);
	vq->chain[last].next = END;
	vq->chain[head].cookie = cookie;
	vq->chain[head].writable = writable;
	vq->chain[head].count = (uint16_t)n;
	vq->avail->ring[vq->avail_idx & (vq->size - 1)] = head;
	vq->avail_idx++;
	vq->in_flight++;
	return 0;
}

bool uk_virtq_publish(struct uk_virtq *vq)
{
	/*
	 * 2.7.13.3: "The driver performs a suitable memory barrier to ensure
	 * the device sees the updated descriptor table and available ring
	 * before the next step." (idx)
	 */
	__atomic_thread_fence(__ATOMIC_RELEASE);
	SHARED_STORE(vq->avail->idx, vq->avail_idx);
	/*
	 * 2.7.13.4.1: "The driver MUST perform a suitable memory barrier
	 * before reading flags or avail_event, to avoid missing a
	 * notification." A store followed by a load: a full barrier.
	 */
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	return !(SHARED_LOAD(vq->used->flags) & UK_VIRTQ_USED_F_NO_NOTIFY);
}

uint16_t uk_virtq_used_idx(const struct uk_virtq *vq)
{
	return SHARED_LOAD(vq->used->idx);
}

bool uk_virtq_pending(const struct uk_virtq *vq)
{
	return !vq->broken && uk_virtq_used_idx(vq) != vq->used_idx;
}

/* Gives the descriptors of a finished chain back to the free list. */
static void release(struct uk_virtq *vq, uint16_t head)
{
	uint16_t last = head;

	while (vq->chain[last].next != END)
		last = vq->chain[last].next;
	vq->chain[last].next = vq->free_count ? vq->free_head : END;
	vq->free_head = head;
	vq->free_count = (uint16_t)(vq->free_count + vq->chain[head].count);
	vq->chain[head].cookie = 0;
	vq->in_flight--;
}

void *uk_virtq_take(struct uk_virtq *vq, uint32_t *len)
{
	struct uk_virtq_used_elem *shared;
	uint32_t id, n;
	uint16_t ready;
	void *cookie;

	if (vq->broken)
		return 0;
	ready = (uint16_t)(uk_virtq_used_idx(vq) - vq->used_idx);
	if (ready == 0)
		return 0;
	/*
	 * 2.7.14 takes it from an entry only behind a barrier: idx was read
	 * above, the entry it announces must not be read earlier.
	 */
	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	shared = &vq->used->ring[vq->used_idx & (vq->size - 1)];
	id = SHARED_LOAD(shared->id);
	n = SHARED_LOAD(shared->len);
	/*
	 * 2.7.8.2 forbids each of these to the device: more entries than it
	 * was given, a chain it does not hold, more bytes than there is room.
	 */
	if (ready > vq->in_flight || id >= vq->size || !vq->chain[id].cookie ||
	    n > vq->chain[id].writable) {
		vq->broken = true;
		return 0;
	}
	cookie = vq->chain[id].cookie;
	release(vq, (uint16_t)id);
	vq->used_idx++;
	*len = n;
	return cookie;
}

void uk_virtq_mute(struct uk_virtq *vq)
{
	SHARED_STORE(vq->avail->flags, UK_VIRTQ_AVAIL_F_NO_INTERRUPT);
}

bool uk_virtq_unmute(struct uk_virtq *vq)
{
	SHARED_STORE(vq->avail->flags, 0);
	/* 2.7.7 leaves it to the driver: the store above and the load below
	 * must not change places, or a completion between them is missed */
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	return uk_virtq_pending(vq);
}
