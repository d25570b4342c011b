/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Files of the host by 9P2000.L. A transport (virtio-9p, Xen's 9pfs) finds a
 * share and registers it; the client mounts one of them on "/".
 */
#ifndef UK_9P_H
#define UK_9P_H

#include <stdint.h>

/** Longest name of a share, with its end. */
#define UK_9P_TAG_MAX 64

struct uk_9p_transport {
	/**
	 * Sends a request and waits for its reply. Called by one thread at a
	 * time.
	 *
	 * @param request request_len bytes; memory of an allocator
	 * @param reply room for reply_room bytes; memory of an allocator
	 * @return the bytes of the reply (at most reply_room), or a negative
	 *	errno; the buffers may then still belong to the device, and the
	 *	share is not used any more
	 */
	long (*exchange)(void *priv, const void *request, uint32_t request_len,
			 void *reply, uint32_t reply_room);
};

/**
 * Makes a share known; at UK_INIT_BUS.
 *
 * @param tag its name; copied
 * @return 0, -EEXIST, -ENOMEM, or -EINVAL for a name too long
 */
int uk_9p_register(const char *tag, const struct uk_9p_transport *transport,
		   void *priv);

#endif /* UK_9P_H */
