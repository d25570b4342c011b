/* SPDX-License-Identifier: BSD-3-Clause */
/* read(2), write(2) and their relatives. */
#include <uk/errno.h>
#include <uk/essentials.h>
#include <uk/file.h>
#include <uk/syscall.h>

/* read(2): at most this many bytes are moved by one call. */
#define RW_MAX 0x7ffff000ul

static long file_read(struct uk_file *f, void *buf, size_t len, int64_t *pos)
{
	if ((f->flags & UK_O_ACCMODE) == UK_O_WRONLY)
		return -EBADF;
	if (!f->ops->read)
		return -EINVAL;
	if (!buf && len)
		return -EFAULT;
	return f->ops->read(f, buf, UK_MIN(len, RW_MAX), pos);
}

static long file_write(struct uk_file *f, const void *buf, size_t len,
		       int64_t *pos)
{
	if ((f->flags & UK_O_ACCMODE) == UK_O_RDONLY)
		return -EBADF;
	if (!f->ops->write)
		return -EINVAL;
	if (!buf && len)
		return -EFAULT;
	return f->ops->write(f, buf, UK_MIN(len, RW_MAX), pos);
}

long uk_file_read(struct uk_file *f, void *buf, size_t len)
{
	return file_read(f, buf, len, &f->pos);
}

long uk_file_write(struct uk_file *f, const void *buf, size_t len)
{
	return file_write(f, buf, len, &f->pos);
}

/* The sum of the lengths must fit a result (readv(2)). */
static long check_iov(const struct uk_iovec *iov, int n)
{
	size_t sum = 0;

	if (n < 0 || n > UK_IOV_MAX)
		return -EINVAL;
	if (!iov && n)
		return -EFAULT;
	for (int i = 0; i < n; i++) {
		if (iov[i].len > (size_t)INT64_MAX - sum)
			return -EINVAL;
		sum += iov[i].len;
	}
	return 0;
}

typedef long (*mover)(struct uk_file *f, void *buf, size_t len, int64_t *pos);

static long move_write(struct uk_file *f, void *buf, size_t len, int64_t *pos)
{
	return file_write(f, buf, len, pos);
}

/* Element by element; ends at the first that is moved only in part. An error
 * behind bytes already moved shows at the next call. */
static long each(struct uk_file *f, const struct uk_iovec *iov, int n,
		 mover move)
{
	long done = 0;

	for (int i = 0; i < n; i++) {
		long got;

		if (iov[i].len == 0)
			continue;
		got = move(f, iov[i].base, iov[i].len, &f->pos);
		if (got < 0)
			return done ? done : got;
		done += got;
		if ((size_t)got < iov[i].len)
			break;
	}
	return done;
}

static long readv_file(struct uk_file *f, const struct uk_iovec *iov, int n)
{
	long rc = check_iov(iov, n);

	if (rc < 0)
		return rc;
	if ((f->flags & UK_O_ACCMODE) == UK_O_WRONLY)
		return -EBADF;
	if (f->ops->readv)
		return f->ops->readv(f, iov, n);
	return each(f, iov, n, file_read);
}

static long writev_file(struct uk_file *f, const struct uk_iovec *iov, int n)
{
	long rc = check_iov(iov, n);

	if (rc < 0)
		return rc;
	if ((f->flags & UK_O_ACCMODE) == UK_O_RDONLY)
		return -EBADF;
	if (f->ops->writev)
		return f->ops->writev(f, iov, n);
	return each(f, iov, n, move_write);
}

UK_SYSCALL_R_DEFINE(long, read, int, fd, void *, buf, size_t, len)
{
	struct uk_file *f = uk_fd_get(fd);
	long rc;

	if (!f)
		return -EBADF;
	rc = file_read(f, buf, len, &f->pos);
	uk_file_put(f);
	return rc;
}

UK_SYSCALL_R_DEFINE(long, write, int, fd, const void *, buf, size_t, len)
{
	struct uk_file *f = uk_fd_get(fd);
	long rc;

	if (!f)
		return -EBADF;
	rc = file_write(f, buf, len, &f->pos);
	uk_file_put(f);
	return rc;
}

UK_SYSCALL_R_DEFINE(long, readv, int, fd, const struct uk_iovec *, iov, int, n)
{
	struct uk_file *f = uk_fd_get(fd);
	long rc;

	if (!f)
		return -EBADF;
	rc = readv_file(f, iov, n);
	uk_file_put(f);
	return rc;
}

UK_SYSCALL_R_DEFINE(long, writev, int, fd, const struct uk_iovec *, iov, int, n)
{
	struct uk_file *f = uk_fd_get(fd);
	long rc;

	if (!f)
		return -EBADF;
	rc = writev_file(f, iov, n);
	uk_file_put(f);
	return rc;
}

UK_SYSCALL_R_DEFINE(long, pread64, int, fd, void *, buf, size_t, len, int64_t,
		    pos)
{
	struct uk_file *f = uk_fd_get(fd);
	long rc;

	if (!f)
		return -EBADF;
	rc = !f->ops->lseek ? -ESPIPE
	     : pos < 0      ? -EINVAL
			    : file_read(f, buf, len, &pos);
	uk_file_put(f);
	return rc;
}

UK_SYSCALL_R_DEFINE(long, pwrite64, int, fd, const void *, buf, size_t, len,
		    int64_t, pos)
{
	struct uk_file *f = uk_fd_get(fd);
	long rc;

	if (!f)
		return -EBADF;
	rc = !f->ops->lseek ? -ESPIPE
	     : pos < 0      ? -EINVAL
			    : file_write(f, buf, len, &pos);
	uk_file_put(f);
	return rc;
}

UK_SYSCALL_R_DEFINE(int64_t, lseek, int, fd, int64_t, offset, int, whence)
{
	struct uk_file *f = uk_fd_get(fd);
	int64_t rc;

	if (!f)
		return -EBADF;
	rc = f->ops->lseek ? f->ops->lseek(f, offset, whence) : -ESPIPE;
	uk_file_put(f);
	return rc;
}
