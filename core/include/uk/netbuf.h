/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Packet buffers: one frame, in one piece of memory.
 *
 *   buf            data                      data + len     data + cap
 *    |<- headroom ->|<- frame, len bytes ------>|<- room ------>|
 *
 * A buffer has one owner at a time; whoever takes it over says so. None of
 * these functions may be called from an interrupt handler.
 */
#ifndef UK_NETBUF_H
#define UK_NETBUF_H

#include <stdint.h>

struct uk_netbuf {
	/** First byte of the frame (the Ethernet header); writable. */
	uint8_t *data;
	/** Bytes of the frame. */
	uint16_t len;
	/** Bytes that may be used from data on; len <= cap. */
	uint16_t cap;
	/** Writable bytes in front of data. */
	uint16_t headroom;
	/** Arrival, monotonic nanoseconds; 0 in a buffer to be sent. */
	uint64_t rx_mono_ns;
	/** For lists of the owner; not looked at by drivers. */
	struct uk_netbuf *next;
	/** Free for the owner (for example the pbuf around it). */
	void *priv;
	/**
	 * Gives the memory back; called once, by uk_netbuf_free(). Set by
	 * whoever made the buffer, so that a driver's pool and memory of a
	 * protocol stack can be sent and freed alike.
	 */
	void (*release)(struct uk_netbuf *nb);
};

/**
 * Makes an empty buffer (len 0) with room for size bytes behind headroom
 * writable bytes.
 *
 * @return the buffer, owned by the caller, or NULL without memory
 */
struct uk_netbuf *uk_netbuf_alloc(uint16_t size, uint16_t headroom);

/** Gives a buffer back to where it came from. NULL does nothing. */
void uk_netbuf_free(struct uk_netbuf *nb);

/**
 * Puts n bytes in front of the frame (their content is undefined).
 *
 * @return the new first byte, or NULL if the headroom is smaller
 */
static inline uint8_t *uk_netbuf_push(struct uk_netbuf *nb, uint16_t n)
{
	if (n > nb->headroom || n > UINT16_MAX - nb->cap)
		return 0;
	nb->data -= n;
	nb->headroom = (uint16_t)(nb->headroom - n);
	nb->len = (uint16_t)(nb->len + n);
	nb->cap = (uint16_t)(nb->cap + n);
	return nb->data;
}

/**
 * Takes n bytes off the front of the frame.
 *
 * @return the new first byte, or NULL if the frame is shorter
 */
static inline uint8_t *uk_netbuf_pull(struct uk_netbuf *nb, uint16_t n)
{
	if (n > nb->len)
		return 0;
	nb->data += n;
	nb->headroom = (uint16_t)(nb->headroom + n);
	nb->len = (uint16_t)(nb->len - n);
	nb->cap = (uint16_t)(nb->cap - n);
	return nb->data;
}

#endif /* UK_NETBUF_H */
