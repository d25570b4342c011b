/* SPDX-License-Identifier: BSD-3-Clause */
/* Blocking where the socket blocks, once for all drivers. */
#include <uk/errno.h>
#include <uk/posix_thread.h>
#include <uk/time.h>
#include "socket_internal.h"

struct awaited {
	struct uk_socket *s;
	unsigned events;
};

static bool has_events(void *arg)
{
	const struct awaited *a = arg;

	return (a->s->ops->poll(a->s) & a->events) != 0;
}

int uk_socket_wait(struct uk_socket *s, unsigned events, uint64_t timeout_ns,
		   int flags)
{
	struct awaited a = { s, events | UK_POLLERR | UK_POLLHUP };
	uint64_t deadline = UK_TIME_NEVER;
	uint64_t now;
	int r;

	if ((s->file.flags & UK_O_NONBLOCK) || (flags & UK_MSG_DONTWAIT))
		return -EAGAIN;
	now = uk_time_mono_ns();
	if (timeout_ns && timeout_ns < UK_TIME_NEVER - now)
		deadline = now + timeout_ns;
	r = uk_posix_wait(&s->file.pollq, deadline, has_events, &a);
	return r == -ETIMEDOUT ? -EAGAIN : r;
}

/*
 * A stream takes what fits and then waits for room; what was taken before an
 * error counts (send(2)). A datagram goes as a whole or not at all.
 */
long uk_socket_send(struct uk_socket *s, const struct uk_msghdr *m, int flags)
{
	struct uk_msghdr part = *m;
	struct uk_iovec first;
	size_t done = 0;
	long total = uk_iov_total(m->iov, m->iovlen);
	long r;

	if (total < 0)
		return total;
	for (;;) {
		r = s->ops->sendmsg(s, &part, flags);
		if (r >= 0)
			done += (size_t)r;
		if (s->type != UK_SOCK_STREAM && r >= 0)
			return r;
		if ((r >= 0 && done == (size_t)total) ||
		    (r < 0 && r != -EAGAIN))
			break;
		r = uk_socket_wait(s, UK_POLLOUT, s->snd_timeout_ns, flags);
		if (r)
			break;
		/* Go on behind what was taken: piece by piece. */
		if (done) {
			size_t skip = done;
			size_t i = 0;

			while (skip >= m->iov[i].len)
				skip -= m->iov[i++].len;
			first.base = (char *)m->iov[i].base + skip;
			first.len = m->iov[i].len - skip;
			part.iov = &first;
			part.iovlen = 1;
		}
	}
	return done ? (long)done : r;
}

long uk_socket_recv(struct uk_socket *s, struct uk_msghdr *m, int flags)
{
	uint32_t name_room = m->namelen;
	size_t control_room = m->controllen;
	long r;

	for (;;) {
		m->namelen = name_room;
		m->controllen = control_room;
		m->flags = 0;
		r = s->ops->recvmsg(s, m, flags);
		if (r != -EAGAIN)
			return r;
		r = uk_socket_wait(s, UK_POLLIN, s->rcv_timeout_ns, flags);
		if (r)
			return r;
	}
}

int uk_socket_connect(struct uk_socket *s, const struct uk_sockaddr *addr,
		      uint32_t len)
{
	int r = s->ops->connect(s, addr, len);

	if (r != -EINPROGRESS)
		return r;
	/* connect(2): the time limit for sending holds for connecting. */
	r = uk_socket_wait(s, UK_POLLOUT, s->snd_timeout_ns, 0);
	if (r == -EAGAIN)
		return -EINPROGRESS;
	return r ? r : -s->ops->take_error(s);
}
