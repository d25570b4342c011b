/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Messages of the store through its ring (io/xs_wire.h). Nothing here sleeps;
 * the caller waits for events of the port and tries again.
 */
#ifndef XENSTORE_WIRE_H
#define XENSTORE_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define XS_RING_BYTES  1024u
#define XS_PAYLOAD_MAX 4096u

enum xs_type {
	XS_DIRECTORY = 1,
	XS_READ = 2,
	XS_WATCH = 4,
	XS_UNWATCH = 5,
	XS_WRITE = 11,
	XS_WATCH_EVENT = 15,
	XS_ERROR = 16,
};

/* struct xsd_sockmsg */
struct xs_header {
	uint32_t type;
	uint32_t id;
	uint32_t transaction;
	uint32_t len;
};

/* struct xenstore_domain_interface */
struct xs_ring {
	char req[XS_RING_BYTES];
	char rsp[XS_RING_BYTES];
	uint32_t req_cons, req_prod;
	uint32_t rsp_cons, rsp_prod;
};

/* A message on its way in. */
struct xs_incoming {
	struct xs_header header;
	uint32_t got; /* of header and body */
	/* One byte more: a text is always ended */
	char body[XS_PAYLOAD_MAX + 1];
};

/*
 * Puts a whole message: @text1 with its zero byte, then @len2 bytes of @text2.
 * Returns 0; -EAGAIN: no room yet; -E2BIG: larger than the ring can hold;
 * -EPROTO: the other side broke the ring.
 */
int xs_put(volatile struct xs_ring *ring, uint32_t type, uint32_t id,
	   const char *text1, const char *text2, size_t len2);

/*
 * Takes what has come. Returns 1 when @in is complete (then, to go on, set
 * @in->got to 0), 0: more is to come, -EPROTO.
 */
int xs_get(volatile struct xs_ring *ring, struct xs_incoming *in);

/* The error number of an XS_ERROR reply, negated. */
int xs_error(const char *name);

#endif
