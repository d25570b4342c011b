/* SPDX-License-Identifier: BSD-3-Clause */
/* unlink(2), rename(2), mkdir(2), getdents64(2), getcwd(2). */
#include <string.h>
#include <uk/alloc.h>
#include <uk/errno.h>
#include <uk/file.h>
#include <uk/fs.h>
#include <uk/syscall.h>
#include "at.h"

static int unlink_at(int dirfd, const char *path, bool dir)
{
	const char *full;
	char *buf;
	int rc;

	full = uk_path_at(dirfd, path, &buf, &rc);
	if (!full)
		return rc;
	rc = uk_fs_unlink(full, dir);
	uk_free(buf);
	return rc;
}

UK_SYSCALL_R_DEFINE(int, unlink, const char *, path)
{
	return unlink_at(UK_AT_FDCWD, path, false);
}

UK_SYSCALL_R_DEFINE(int, rmdir, const char *, path)
{
	return unlink_at(UK_AT_FDCWD, path, true);
}

UK_SYSCALL_R_DEFINE(int, unlinkat, int, dirfd, const char *, path, int, flags)
{
	if (flags & ~UK_AT_REMOVEDIR)
		return -EINVAL;
	return unlink_at(dirfd, path, flags != 0);
}

static int rename_at(int from_fd, const char *from, int to_fd, const char *to)
{
	char *from_buf = 0, *to_buf = 0;
	const char *full_from, *full_to;
	int rc;

	full_from = uk_path_at(from_fd, from, &from_buf, &rc);
	if (!full_from)
		return rc;
	full_to = uk_path_at(to_fd, to, &to_buf, &rc);
	if (full_to)
		rc = uk_fs_rename(full_from, full_to);
	uk_free(from_buf);
	uk_free(to_buf);
	return rc;
}

UK_SYSCALL_R_DEFINE(int, rename, const char *, from, const char *, to)
{
	return rename_at(UK_AT_FDCWD, from, UK_AT_FDCWD, to);
}

UK_SYSCALL_R_DEFINE(int, renameat, int, from_fd, const char *, from, int, to_fd,
		    const char *, to)
{
	return rename_at(from_fd, from, to_fd, to);
}

static int mkdir_at(int dirfd, const char *path, unsigned mode)
{
	const char *full;
	char *buf;
	int rc;

	full = uk_path_at(dirfd, path, &buf, &rc);
	if (!full)
		return rc;
	rc = uk_fs_mkdir(full, mode & 01777 & ~uk_file_mask());
	uk_free(buf);
	return rc;
}

UK_SYSCALL_R_DEFINE(int, mkdir, const char *, path, unsigned, mode)
{
	return mkdir_at(UK_AT_FDCWD, path, mode);
}

UK_SYSCALL_R_DEFINE(int, mkdirat, int, dirfd, const char *, path, unsigned,
		    mode)
{
	return mkdir_at(dirfd, path, mode);
}

UK_SYSCALL_R_DEFINE(long, getdents64, int, fd, void *, buf, size_t, len)
{
	struct uk_file *f = uk_fd_get(fd);
	long rc;

	if (!f)
		return -EBADF;
	rc = !f->ops->getdents ? -ENOTDIR
	     : !buf            ? -EFAULT
			       : f->ops->getdents(f, buf, len);
	uk_file_put(f);
	return rc;
}

/* The result counts the end of the string, as the kernel's does. */
UK_SYSCALL_R_DEFINE(long, getcwd, char *, buf, size_t, size)
{
	const char *cwd = uk_fs_cwd();
	size_t n = strlen(cwd) + 1;

	if (!buf)
		return -EFAULT;
	if (n > size)
		return -ERANGE;
	memcpy(buf, cwd, n);
	return (long)n;
}

UK_SYSCALL_R_DEFINE(int, chdir, const char *, path)
{
	return uk_fs_chdir(path);
}
