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
	struct awaited a = {s, events | UK_POLLERR | UK_POLLHUP};
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

/* Makes part the rest of the piece of m in which byte done lies. */
static void go_on(const struct uk_msghdr *m, size_t done,
		  struct uk_msghdr *part, struct uk_iovec *piece)
{
	size_t i = 0;

	while (done >= m->iov[i].len)
		done -= m->iov[i++].len;
	piece->base = (char *)m->iov[i].base + done;
	piece->len = m->iov[i].len - done;
	part->iov = piece;
	part->iovlen = 1;
}

/*
 * A stream takes what fits and then waits for room; what was taken before an
 * error counts (send(2)). A datagram goes as a whole or not at all.
 */
long uk_socket_send(struct uk_socket *s, const struct uk_msghdr *m, int flags)
{
	struct uk_msghdr part = *m;
	struct uk_iovec piece;
	size_t done = 0;
	long total = uk_iov_total(m->iov, m->iovlen);
	long r;

	if (total < 0)
		return total;
	for (;;) {
		r = s->ops->sendmsg(s, &part, flags);
		if (s->type != UK_SOCK_STREAM && r >= 0)
			return r;
		if (r > 0)
			done += (size_t)r;
		if (done == (size_t)total || (r < 0 && r != -EAGAIN))
			break;
		r = uk_socket_wait(s, UK_POLLOUT, s->snd_timeout_ns, flags);
		if (r)
			break;
		if (done)
			go_on(m, done, &part, &piece);
	}
	return done ? (long)done : r;
}

/* One message, or what a stream has now. */
static long recv_once(struct uk_socket *s, struct uk_msghdr *m, int flags)
{
	uint32_t name_room = m->namelen;
	size_t control_room = m->controllen;
	long r;

	for (;;) {
		m->namelen = name_room;
		m->controllen = control_room;
		m->flags = 0;
		r = s->ops->recvmsg(s, m, flags);
		/* recv(2): MSG_ERRQUEUE never waits. */
		if (r != -EAGAIN || (flags & UK_MSG_ERRQUEUE))
			return r;
		r = uk_socket_wait(s, UK_POLLIN, s->rcv_timeout_ns, flags);
		if (r)
			return r;
	}
}

long uk_socket_recv(struct uk_socket *s, struct uk_msghdr *m, int flags)
{
	struct uk_msghdr part;
	struct uk_iovec piece;
	long total = uk_iov_total(m->iov, m->iovlen);
	long done, r;

	if (total < 0)
		return total;
	done = recv_once(s, m, flags);
	if (!(flags & UK_MSG_WAITALL) || (flags & UK_MSG_PEEK) ||
	    s->type != UK_SOCK_STREAM)
		return done;
	while (done > 0 && done < total) {
		part = (struct uk_msghdr){0};
		go_on(m, (size_t)done, &part, &piece);
		r = recv_once(s, &part, flags);
		if (r <= 0)
			break;
		done += r;
	}
	return done;
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
