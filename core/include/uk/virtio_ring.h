/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Split virtqueues (VirtIO 1.2, 2.7). Everything the device writes is
 * checked against a private record of what it was given: a device that
 * answers nonsense breaks its own queue, never the guest.
 *
 * A queue belongs to one thread at a time; uk_virtq_used_idx() alone may be
 * called from an interrupt handler.
 */
#ifndef UK_VIRTIO_RING_H
#define UK_VIRTIO_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 2.7.5: the descriptor table; little endian, as this processor is. */
struct uk_virtq_desc {
	uint64_t addr;
	uint32_t len;
	uint16_t flags;
	uint16_t next;
};
#define UK_VIRTQ_DESC_F_NEXT  1
#define UK_VIRTQ_DESC_F_WRITE 2

/* 2.7.6: the available ring. */
struct uk_virtq_avail {
	uint16_t flags;
	uint16_t idx;
	uint16_t ring[];
};
#define UK_VIRTQ_AVAIL_F_NO_INTERRUPT 1

/* 2.7.8: the used ring. */
struct uk_virtq_used_elem {
	uint32_t id;
	uint32_t len;
};
struct uk_virtq_used {
	uint16_t flags;
	uint16_t idx;
	struct uk_virtq_used_elem ring[];
};
#define UK_VIRTQ_USED_F_NO_NOTIFY 1

/** Alignment of the used ring; also told to legacy devices. */
#define UK_VIRTQ_ALIGN 64

/** Largest queue the drivers use (2.7: a power of two). */
#define UK_VIRTQ_MAX_SIZE 1024

/** What the driver remembers of a chain, indexed by its first descriptor. */
struct uk_virtq_chain {
	/** Given back with the chain; NULL: not in the hands of the device. */
	void *cookie;
	/** Bytes the device may write. */
	uint32_t writable;
	/** Descriptors of the chain. */
	uint16_t count;
	/** Private copy of the descriptor's next field, also the free list. */
	uint16_t next;
};

struct uk_virtq {
	struct uk_virtq_desc *desc;
	struct uk_virtq_avail *avail;
	struct uk_virtq_used *used;
	struct uk_virtq_chain *chain;
	uint16_t size;
	uint16_t free_head;
	uint16_t free_count;
	/** Chains the device holds. */
	uint16_t in_flight;
	/** Index of the next entry to fill, and to read. */
	uint16_t avail_idx;
	uint16_t used_idx;
	/** The device broke the rules; the queue is not used any more. */
	bool broken;
};

/** One piece of memory of a request. */
struct uk_virtq_seg {
	/** Identity mapped: the address is the device's as well. */
	void *addr;
	uint32_t len;
};

/** Bytes of ring memory for a queue of size entries. */
size_t uk_virtq_bytes(uint16_t size);

/**
 * Sets up an empty queue.
 *
 * @param size number of entries, a power of two up to UK_VIRTQ_MAX_SIZE
 * @param mem uk_virtq_bytes(size) zeroed bytes, aligned to 4096; shared with
 *	the device
 * @param chain size elements; private
 */
void uk_virtq_init(struct uk_virtq *vq, uint16_t size, void *mem,
		   struct uk_virtq_chain *chain);

/**
 * Adds a request: first out segments the device reads, then in segments it
 * writes. The device does not see it before uk_virtq_publish(). Segments
 * belong to the device until the cookie comes back.
 *
 * @param cookie not NULL
 * @return 0, -ENOSPC if there are too few free descriptors, -EIO if broken
 */
int uk_virtq_add(struct uk_virtq *vq, const struct uk_virtq_seg *segs,
		 unsigned out, unsigned in, void *cookie);

/**
 * Shows the device all requests added.
 *
 * @return true if the device wants to be notified
 */
bool uk_virtq_publish(struct uk_virtq *vq);

/**
 * Takes back the next finished request.
 *
 * @param len bytes the device says it wrote, at most what the segments hold
 * @return its cookie, or NULL if none is finished or the queue is broken
 */
void *uk_virtq_take(struct uk_virtq *vq, uint32_t *len);

/** The device's used index now; the next to be taken is vq->used_idx. */
uint16_t uk_virtq_used_idx(const struct uk_virtq *vq);

/** True if uk_virtq_take() would have something to do. */
bool uk_virtq_pending(const struct uk_virtq *vq);

/** Asks the device for no interrupts (a hint it need not follow). */
void uk_virtq_mute(struct uk_virtq *vq);

/**
 * Asks for interrupts again.
 *
 * @return true if something was finished meanwhile: take it, no interrupt
 *	will tell
 */
bool uk_virtq_unmute(struct uk_virtq *vq);

#endif /* UK_VIRTIO_RING_H */
