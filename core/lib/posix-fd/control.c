/* SPDX-License-Identifier: BSD-3-Clause */
/* close(2), dup(2), fcntl(2), ioctl(2). */
#include <uk/errno.h>
#include <uk/file.h>
#include <uk/syscall.h>

/* F_SETFL changes these and ignores the others (fcntl(2)). */
#define SETTABLE (UK_O_APPEND | UK_O_NONBLOCK)

UK_SYSCALL_R_DEFINE(int, close, int, fd)
{
	return uk_fd_close(fd);
}

/* A second descriptor for what old refers to. */
static int duplicate(int old, int at, bool exact, bool cloexec)
{
	struct uk_file *f = uk_fd_get(old);
	int fd;

	if (!f)
		return -EBADF;
	fd = uk_fd_place(f, at, exact, cloexec);
	if (fd < 0)
		uk_file_put(f);
	return fd;
}

UK_SYSCALL_R_DEFINE(int, dup, int, old)
{
	return duplicate(old, 0, false, false);
}

UK_SYSCALL_R_DEFINE(int, dup2, int, old, int, new)
{
	if (old == new)
		return uk_fd_cloexec(old) < 0 ? -EBADF : new;
	return duplicate(old, new, true, false);
}

UK_SYSCALL_R_DEFINE(int, dup3, int, old, int, new, int, flags)
{
	if (old == new || (flags & ~UK_O_CLOEXEC))
		return -EINVAL;
	return duplicate(old, new, true, flags != 0);
}

static long set_status(struct uk_file *f, long flags)
{
	f->flags = (f->flags & ~SETTABLE) | ((int)flags & SETTABLE);
	return 0;
}

static long control(int fd, struct uk_file *f, int cmd, long arg)
{
	switch (cmd) {
	case UK_F_DUPFD:
	case UK_F_DUPFD_CLOEXEC:
		if (arg < 0 || arg > INT32_MAX)
			return -EINVAL;
		return duplicate(fd, (int)arg, false,
				 cmd == UK_F_DUPFD_CLOEXEC);
	case UK_F_GETFD:
		return uk_fd_cloexec(fd);
	case UK_F_SETFD:
		return uk_fd_set_cloexec(fd, (arg & UK_FD_CLOEXEC) != 0);
	case UK_F_GETFL:
		return f->flags;
	case UK_F_SETFL:
		return set_status(f, arg);
	default:
		return -EINVAL;
	}
}

UK_SYSCALL_R_DEFINE(long, fcntl, int, fd, int, cmd, long, arg)
{
	struct uk_file *f = uk_fd_get(fd);
	long rc;

	if (!f)
		return -EBADF;
	rc = control(fd, f, cmd, arg);
	uk_file_put(f);
	return rc;
}

static int device_control(struct uk_file *f, unsigned long request, void *arg)
{
	if (request == UK_FIONBIO) {
		if (!arg)
			return -EFAULT;
		f->flags &= ~UK_O_NONBLOCK;
		if (*(const int *)arg)
			f->flags |= UK_O_NONBLOCK;
		return 0;
	}
	return f->ops->ioctl ? f->ops->ioctl(f, request, arg) : -ENOTTY;
}

UK_SYSCALL_R_DEFINE(int, ioctl, int, fd, unsigned long, request, void *, arg)
{
	struct uk_file *f = uk_fd_get(fd);
	int rc;

	if (!f)
		return -EBADF;
	rc = device_control(f, request, arg);
	uk_file_put(f);
	return rc;
}
