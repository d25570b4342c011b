/* SPDX-License-Identifier: BSD-3-Clause */
/* Families, descriptors, and sockets as files. */
#include <string.h>
#include <uk/alloc.h>
#include <uk/errno.h>
#include <uk/socket.h>
#include "socket_internal.h"

static const struct uk_socket_ops *families[UK_AF_MAX];
static uint32_t dns_server;

void uk_dns_server_set(uint32_t addr)
{
	dns_server = addr;
}

uint32_t uk_dns_server(void)
{
	return dns_server;
}

int uk_socket_register(int family, const struct uk_socket_ops *ops)
{
	if (family <= UK_AF_UNSPEC || family >= UK_AF_MAX || !ops)
		return -EINVAL;
	if (families[family])
		return -EBUSY;
	families[family] = ops;
	return 0;
}

void uk_socket_wake(struct uk_socket *s)
{
	uk_waitq_wake_all(&s->file.pollq);
}

static struct uk_socket *of_file(struct uk_file *f)
{
	return (struct uk_socket *)f;
}

static long file_readv(struct uk_file *f, const struct uk_iovec *iov, int n)
{
	struct uk_msghdr m = {.iov = (struct uk_iovec *)(uintptr_t)iov,
			      .iovlen = (size_t)n};

	return uk_socket_recv(of_file(f), &m, 0);
}

static long file_writev(struct uk_file *f, const struct uk_iovec *iov, int n)
{
	struct uk_msghdr m = {.iov = (struct uk_iovec *)(uintptr_t)iov,
			      .iovlen = (size_t)n};

	return uk_socket_send(of_file(f), &m, 0);
}

static long file_read(struct uk_file *f, void *buf, size_t len, int64_t *pos)
{
	struct uk_iovec iov = {buf, len};

	(void)pos;
	return file_readv(f, &iov, 1);
}

static long file_write(struct uk_file *f, const void *buf, size_t len,
		       int64_t *pos)
{
	struct uk_iovec iov = {(void *)(uintptr_t)buf, len};

	(void)pos;
	return file_writev(f, &iov, 1);
}

static int file_close(struct uk_file *f)
{
	struct uk_socket *s = of_file(f);

	s->ops->close(s);
	uk_free(s);
	return 0;
}

static unsigned file_poll(struct uk_file *f)
{
	struct uk_socket *s = of_file(f);

	return s->ops->poll(s);
}

static int file_fstat(struct uk_file *f, struct uk_stat *st)
{
	(void)f;
	memset(st, 0, sizeof(*st));
	st->mode = 0140777; /* S_IFSOCK */
	st->nlink = 1;
	st->blksize = 4096;
	return 0;
}

static int file_ioctl(struct uk_file *f, unsigned long request, void *arg)
{
	struct uk_socket *s = of_file(f);

	switch (request) {
	case UK_FIONREAD:
		*(int *)arg = s->ops->pending(s);
		return 0;
	default:
		return -ENOTTY;
	}
}

static const struct uk_file_ops socket_file_ops = {
	.read = file_read,
	.write = file_write,
	.readv = file_readv,
	.writev = file_writev,
	.close = file_close,
	.poll = file_poll,
	.fstat = file_fstat,
	.ioctl = file_ioctl,
};

static struct uk_socket *new_socket(const struct uk_socket_ops *ops, int family,
				    int type, int protocol)
{
	struct uk_socket *s = uk_calloc(1, sizeof(*s));
	int flags = UK_O_RDWR | (type & UK_SOCK_NONBLOCK);

	if (!s)
		return NULL;
	uk_file_init(&s->file, &socket_file_ops, flags, s);
	s->ops = ops;
	s->family = family;
	s->type = type & UK_SOCK_TYPE_MASK;
	s->protocol = protocol;
	return s;
}

/* Gives the socket a descriptor; on failure it is closed. */
static int install(struct uk_socket *s, int type)
{
	int fd = uk_fd_install(&s->file);

	if (fd < 0) {
		uk_file_put(&s->file);
		return fd;
	}
	if (type & UK_SOCK_CLOEXEC)
		uk_fd_set_cloexec(fd, true);
	return fd;
}

int uk_socket_open(int family, int type, int protocol)
{
	struct uk_socket *s;
	int r;

	if (family < 0 || family >= UK_AF_MAX || !families[family])
		return -UK_EAFNOSUPPORT;
	if (type & ~(UK_SOCK_TYPE_MASK | UK_SOCK_NONBLOCK | UK_SOCK_CLOEXEC))
		return -EINVAL;
	s = new_socket(families[family], family, type, protocol);
	if (!s)
		return -ENOMEM;
	r = s->ops->create(s);
	if (r) {
		uk_free(s);
		return r;
	}
	return install(s, type);
}

int uk_socket_accept(struct uk_socket *s, int flags)
{
	struct uk_socket *to;
	int r;

	if (flags & ~(UK_SOCK_NONBLOCK | UK_SOCK_CLOEXEC))
		return -EINVAL;
	to = new_socket(s->ops, s->family, s->type | flags, s->protocol);
	if (!to)
		return -ENOMEM;
	do {
		r = s->ops->accept(s, to);
	} while (r == -EAGAIN &&
		 !(r = uk_socket_wait(s, UK_POLLIN, s->rcv_timeout_ns, 0)));
	if (r) {
		uk_free(to);
		return r;
	}
	return install(to, flags);
}

int uk_socket_get(int fd, struct uk_socket **s)
{
	struct uk_file *f = uk_fd_get(fd);

	if (!f)
		return -EBADF;
	if (f->ops != &socket_file_ops) {
		uk_file_put(f);
		return -UK_ENOTSOCK;
	}
	*s = of_file(f);
	return 0;
}
