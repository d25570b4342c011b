/* SPDX-License-Identifier: BSD-3-Clause */
/* The system calls of sockets. */
#include <string.h>
#include <uk/errno.h>
#include <uk/essentials.h>
#include <uk/syscall.h>
#include "socket_internal.h"

/* Runs call with s = the socket of fd; the result is that of the call. */
#define WITH_SOCKET(fd, s, call)                                               \
	do {                                                                   \
		struct uk_socket *s;                                           \
		long with_r = uk_socket_get(fd, &s);                           \
                                                                               \
		if (with_r)                                                    \
			return with_r;                                         \
		with_r = (call);                                               \
		uk_file_put(&s->file);                                         \
		return with_r;                                                 \
	} while (0)

UK_SYSCALL_R_DEFINE(int, socket, int, family, int, type, int, protocol)
{
	return uk_socket_open(family, type, protocol);
}

/* No family that has pairs. */
UK_SYSCALL_R_DEFINE(int, socketpair, int, family, int, type, int, protocol,
		    int *, fds)
{
	(void)family;
	(void)type;
	(void)protocol;
	(void)fds;
	return -EOPNOTSUPP;
}

UK_SYSCALL_R_DEFINE(long, bind, int, fd, const struct uk_sockaddr *, addr,
		    uint32_t, len)
{
	WITH_SOCKET(fd, s, s->ops->bind(s, addr, len));
}

UK_SYSCALL_R_DEFINE(long, connect, int, fd, const struct uk_sockaddr *, addr,
		    uint32_t, len)
{
	WITH_SOCKET(fd, s, uk_socket_connect(s, addr, len));
}

UK_SYSCALL_R_DEFINE(long, listen, int, fd, int, backlog)
{
	WITH_SOCKET(fd, s, s->ops->listen(s, backlog));
}

UK_SYSCALL_R_DEFINE(long, shutdown, int, fd, int, how)
{
	WITH_SOCKET(fd, s, s->ops->shutdown(s, how));
}

static long get_name(struct uk_socket *s, bool peer, struct uk_sockaddr *addr,
		     uint32_t *room)
{
	union uk_sockaddr_any any;
	uint32_t len = 0;
	int r;

	memset(&any, 0, sizeof(any));
	r = s->ops->getname(s, peer, &any, &len);
	if (r)
		return r;
	memcpy(addr, &any, UK_MIN(*room, len));
	*room = len;
	return 0;
}

UK_SYSCALL_R_DEFINE(long, getsockname, int, fd, struct uk_sockaddr *, addr,
		    uint32_t *, len)
{
	WITH_SOCKET(fd, s, get_name(s, false, addr, len));
}

UK_SYSCALL_R_DEFINE(long, getpeername, int, fd, struct uk_sockaddr *, addr,
		    uint32_t *, len)
{
	WITH_SOCKET(fd, s, get_name(s, true, addr, len));
}

static long accept_on(struct uk_socket *s, struct uk_sockaddr *addr,
		      uint32_t *len, int flags)
{
	struct uk_socket *new;
	int fd = uk_socket_accept(s, flags);

	if (fd < 0 || !addr || !len || uk_socket_get(fd, &new))
		return fd;
	/* A peer that is gone again has no name left. */
	if (get_name(new, true, addr, len))
		*len = 0;
	uk_file_put(&new->file);
	return fd;
}

UK_SYSCALL_R_DEFINE(long, accept4, int, fd, struct uk_sockaddr *, addr,
		    uint32_t *, len, int, flags)
{
	WITH_SOCKET(fd, s, accept_on(s, addr, len, flags));
}

UK_SYSCALL_R_DEFINE(long, accept, int, fd, struct uk_sockaddr *, addr,
		    uint32_t *, len)
{
	WITH_SOCKET(fd, s, accept_on(s, addr, len, 0));
}

UK_SYSCALL_R_DEFINE(long, sendmsg, int, fd, const struct uk_msghdr *, m, int,
		    flags)
{
	WITH_SOCKET(fd, s, uk_socket_send(s, m, flags));
}

UK_SYSCALL_R_DEFINE(long, recvmsg, int, fd, struct uk_msghdr *, m, int, flags)
{
	WITH_SOCKET(fd, s, uk_socket_recv(s, m, flags));
}

UK_SYSCALL_R_DEFINE(long, sendto, int, fd, const void *, buf, size_t, len, int,
		    flags, const struct uk_sockaddr *, addr, uint32_t, addrlen)
{
	struct uk_iovec iov = {(void *)(uintptr_t)buf, len};
	struct uk_msghdr m = {.name = (void *)(uintptr_t)addr,
			      .namelen = addr ? addrlen : 0,
			      .iov = &iov,
			      .iovlen = 1};

	WITH_SOCKET(fd, s, uk_socket_send(s, &m, flags));
}

UK_SYSCALL_R_DEFINE(long, recvfrom, int, fd, void *, buf, size_t, len, int,
		    flags, struct uk_sockaddr *, addr, uint32_t *, addrlen)
{
	struct uk_iovec iov = {buf, len};
	struct uk_msghdr m = {.name = addr,
			      .namelen = addr && addrlen ? *addrlen : 0,
			      .iov = &iov,
			      .iovlen = 1};
	struct uk_socket *s;
	long r = uk_socket_get(fd, &s);

	if (r)
		return r;
	r = uk_socket_recv(s, &m, flags);
	if (r >= 0 && addr && addrlen)
		*addrlen = m.namelen;
	uk_file_put(&s->file);
	return r;
}

static long send_many(struct uk_socket *s, struct uk_mmsghdr *v, unsigned n,
		      int flags)
{
	unsigned done;
	long r = 0;

	for (done = 0; done < n; done++) {
		r = uk_socket_send(s, &v[done].hdr, flags);
		if (r < 0)
			break;
		v[done].len = (uint32_t)r;
	}
	return done ? (long)done : r;
}

UK_SYSCALL_R_DEFINE(long, sendmmsg, int, fd, struct uk_mmsghdr *, v, unsigned,
		    n, int, flags)
{
	WITH_SOCKET(fd, s, send_many(s, v, n, flags));
}

/* Waits for the first message only: the time limit of recvmmsg(2) has been
 * described as a bug of that call (its manual page); a limit is refused. */
static long recv_many(struct uk_socket *s, struct uk_mmsghdr *v, unsigned n,
		      int flags)
{
	unsigned done;
	long r = 0;

	for (done = 0; done < n; done++) {
		int wait = flags & ~UK_MSG_WAITFORONE;

		if (done && (flags & UK_MSG_WAITFORONE))
			wait |= UK_MSG_DONTWAIT;
		r = uk_socket_recv(s, &v[done].hdr, wait);
		if (r < 0)
			break;
		v[done].len = (uint32_t)r;
	}
	return done ? (long)done : r;
}

UK_SYSCALL_R_DEFINE(long, recvmmsg, int, fd, struct uk_mmsghdr *, v, unsigned,
		    n, int, flags, const struct uk_timespec *, limit)
{
	if (limit)
		return -EINVAL;
	WITH_SOCKET(fd, s, recv_many(s, v, n, flags));
}

UK_SYSCALL_R_DEFINE(long, setsockopt, int, fd, int, level, int, name,
		    const void *, value, uint32_t, len)
{
	if (!value && len)
		return -EFAULT;
	WITH_SOCKET(fd, s, uk_socket_setopt(s, level, name, value, len));
}

UK_SYSCALL_R_DEFINE(long, getsockopt, int, fd, int, level, int, name, void *,
		    value, uint32_t *, len)
{
	if (!value || !len)
		return -EFAULT;
	WITH_SOCKET(fd, s, uk_socket_getopt(s, level, name, value, len));
}
