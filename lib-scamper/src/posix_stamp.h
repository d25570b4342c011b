/* SPDX-License-Identifier: BSD-3-Clause */
/* Times that the kernel adds to packets, on the monotonic clock. */
#ifndef SCAMPER_POSIX_STAMP_H
#define SCAMPER_POSIX_STAMP_H

#include <sys/uio.h>

#include "posix_state.h"

/* A message with room for them. */
struct posix_stamped {
	struct msghdr message;
	union {
		struct cmsghdr align;
		char bytes[256];
	} control;
};

/* Makes it ready to receive into `vec`; NULL: nothing but the times. */
struct msghdr *posix_stamped(struct posix_stamped *s, struct iovec *vec);

/*
 * The kernel's stamp on the monotonic clock, the only one RTTs are made of
 * (scamper.md section 5, "Use one clock"); 0: none in the message, or one
 * from the future or too old, because the wall clock was set.
 */
uint64_t posix_kernel_stamp(struct msghdr *message, uint64_t now,
			    int64_t wall_offset);

/*
 * When the packet sent after `before` was given to the device: without the
 * way through the kernel, which is long the first time. A stamp that comes
 * later than the call, from a queue of the kernel, is waited for with -O dl
 * only, and not again after that was in vain; it is older than the next packet
 * and dropped there.
 */
uint64_t posix_time_sent(struct scamper_posix *posix, bool ipv6,
			 uint64_t before);

/* Asks for times of transmission; false: there are none. */
bool posix_ask_sent(int fd);

#endif
