/* SPDX-License-Identifier: BSD-3-Clause */
/* open(2), fsync(2), truncate(2). */
#include <uk/errno.h>
#include <uk/alloc.h>
#include <uk/file.h>
#include <uk/fs.h>
#include <uk/syscall.h>
#include "at.h"

/* Flags with a meaning here; open(2) ignores unknown ones. */
#define KNOWN                                                                  \
	(UK_O_ACCMODE | UK_O_CREAT | UK_O_EXCL | UK_O_TRUNC | UK_O_APPEND |    \
	 UK_O_NONBLOCK | UK_O_DIRECTORY | UK_O_NOFOLLOW)

static unsigned mask = 022;

unsigned uk_file_mask(void)
{
	return mask;
}

static int open_at(int dirfd, const char *path, int flags, unsigned mode)
{
	struct uk_file *f;
	const char *full;
	char *buf;
	int rc;

	if ((flags & UK_O_ACCMODE) == UK_O_ACCMODE)
		return -EINVAL;
	full = uk_path_at(dirfd, path, &buf, &rc);
	if (!full)
		return rc;
	rc = uk_device_open(full, flags, &f);
	if (rc == -ENOENT)
		rc = uk_fs_open(full, flags & KNOWN, mode & 07777 & ~mask, &f);
	uk_free(buf);
	if (rc < 0)
		return rc;
	rc = uk_fd_place(f, 0, false, (flags & UK_O_CLOEXEC) != 0);
	if (rc < 0)
		uk_file_put(f);
	return rc;
}

UK_SYSCALL_R_DEFINE(int, open, const char *, path, int, flags, unsigned, mode)
{
	return open_at(UK_AT_FDCWD, path, flags, mode);
}

UK_SYSCALL_R_DEFINE(int, openat, int, dirfd, const char *, path, int, flags,
		    unsigned, mode)
{
	return open_at(dirfd, path, flags, mode);
}

UK_SYSCALL_R_DEFINE(int, creat, const char *, path, unsigned, mode)
{
	return open_at(UK_AT_FDCWD, path, UK_O_CREAT | UK_O_WRONLY | UK_O_TRUNC,
		       mode);
}

UK_SYSCALL_R_DEFINE(unsigned, umask, unsigned, new)
{
	unsigned old = mask;

	mask = new & 0777;
	return old;
}

static int sync_fd(int fd)
{
	struct uk_file *f = uk_fd_get(fd);
	int rc;

	if (!f)
		return -EBADF;
	rc = f->ops->fsync ? f->ops->fsync(f) : -EINVAL;
	uk_file_put(f);
	return rc;
}

UK_SYSCALL_R_DEFINE(int, fsync, int, fd)
{
	return sync_fd(fd);
}

UK_SYSCALL_R_DEFINE(int, fdatasync, int, fd)
{
	return sync_fd(fd);
}

static int truncate_file(struct uk_file *f, int64_t size)
{
	if ((f->flags & UK_O_ACCMODE) == UK_O_RDONLY || size < 0 ||
	    !f->ops->ftruncate)
		return -EINVAL;
	return f->ops->ftruncate(f, size);
}

UK_SYSCALL_R_DEFINE(int, ftruncate, int, fd, int64_t, size)
{
	struct uk_file *f = uk_fd_get(fd);
	int rc;

	if (!f)
		return -EBADF;
	rc = truncate_file(f, size);
	uk_file_put(f);
	return rc;
}

UK_SYSCALL_R_DEFINE(int, truncate, const char *, path, int64_t, size)
{
	struct uk_file *f;
	int rc = uk_fs_open(path, UK_O_WRONLY, 0, &f);

	if (rc < 0)
		return rc;
	rc = truncate_file(f, size);
	uk_file_put(f);
	return rc;
}
