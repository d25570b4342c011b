/* SPDX-License-Identifier: BSD-3-Clause */
#define _GNU_SOURCE /* MSG_ERRQUEUE */
#include "posix_stamp.h"

#include <poll.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>

enum {
	LATE_MS = 5,       /* of a time of transmission */
	OLDEST_STAMP = 10, /* seconds */
	/*
	 * Flags of SO_TIMESTAMPING for the time of transmission without a copy
	 * of the packet (Linux, networking/timestamping): TX_SOFTWARE,
	 * SOFTWARE, OPT_TSONLY. musl has no header for them.
	 */
	STAMP_SENT = 1 << 1 | 1 << 4 | 1 << 11,
};

static const uint64_t second = UINT64_C(1000000000);

/* The first time of a control message as wall time in ns. */
static uint64_t wall_time(struct cmsghdr *c)
{
	struct timespec t;
	struct timeval u;

	if (c->cmsg_type == SO_TIMESTAMP) {
		memcpy(&u, CMSG_DATA(c), sizeof(u));
		return (uint64_t)u.tv_sec * second + (uint64_t)u.tv_usec * 1000;
	}
	memcpy(&t, CMSG_DATA(c), sizeof(t));
	return (uint64_t)t.tv_sec * second + (uint64_t)t.tv_nsec;
}

uint64_t posix_kernel_stamp(struct msghdr *message, uint64_t now,
			    int64_t wall_offset)
{
	struct cmsghdr *c;

	for (c = CMSG_FIRSTHDR(message); c; c = CMSG_NXTHDR(message, c)) {
		uint64_t age;

		if (c->cmsg_level != SOL_SOCKET ||
		    (c->cmsg_type != SO_TIMESTAMPNS &&
		     c->cmsg_type != SO_TIMESTAMP &&
		     c->cmsg_type != SO_TIMESTAMPING))
			continue;
		age = now + (uint64_t)wall_offset - wall_time(c);
		/* Neither does one fit that is older than the clock. */
		return age > OLDEST_STAMP * second || age > now ? 0 : now - age;
	}
	return 0;
}

struct msghdr *posix_stamped(struct posix_stamped *s, struct iovec *vec)
{
	s->message = (struct msghdr){
		.msg_iov = vec,
		.msg_iovlen = vec ? 1 : 0,
		.msg_control = s->control.bytes,
		.msg_controllen = sizeof(s->control.bytes),
	};
	return &s->message;
}

/* The latest time of transmission that the kernel tells, or `before`. */
static uint64_t read_sent(int fd, uint64_t before)
{
	struct posix_stamped s;
	uint64_t sent = before;

	while (recvmsg(fd, posix_stamped(&s, NULL),
		       MSG_ERRQUEUE | MSG_DONTWAIT) >= 0) {
		uint64_t stamp =
			posix_kernel_stamp(&s.message, scamper_posix_now(),
					   scamper_posix_wall_offset());

		if (stamp > sent)
			sent = stamp;
	}
	return sent;
}

uint64_t posix_time_sent(struct scamper_posix *posix, bool ipv6,
			 uint64_t before)
{
	struct pollfd fd = {.fd = ipv6 ? posix->send6_fd : posix->send_fd};
	uint64_t sent;

	if (!(ipv6 ? posix->sent6_stamps : posix->sent_stamps))
		return before;
	sent = read_sent(fd.fd, before);
	if (sent > before || !posix->datalink || posix->late_sent)
		return sent;
	if (poll(&fd, 1, LATE_MS) > 0)
		sent = read_sent(fd.fd, before);
	posix->late_sent = sent == before;
	return sent;
}

bool posix_ask_sent(int fd)
{
	int sent = STAMP_SENT;

	return setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, &sent,
			  sizeof(sent)) == 0;
}
