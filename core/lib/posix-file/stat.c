/* SPDX-License-Identifier: BSD-3-Clause */
/* stat(2), access(2), and paths relative to a directory. */
#include <string.h>
#include <uk/alloc.h>
#include <uk/errno.h>
#include <uk/file.h>
#include <uk/fs.h>
#include <uk/syscall.h>
#include "at.h"

/* access(2) */
#define R_OK 4
#define W_OK 2
#define X_OK 1

static const char *join(const char *dir, const char *path, char **buf)
{
	size_t n = strlen(dir), m = strlen(path);

	*buf = uk_malloc(n + m + 2);
	if (!*buf)
		return 0;
	memcpy(*buf, dir, n);
	(*buf)[n] = '/';
	memcpy(*buf + n + 1, path, m + 1);
	return *buf;
}

const char *uk_path_at(int dirfd, const char *path, char **buf, int *error)
{
	const char *full = 0;
	struct uk_file *f;

	*buf = 0;
	*error = -EFAULT;
	if (!path)
		return 0;
	if (dirfd == UK_AT_FDCWD || *path == '/')
		return path;
	f = uk_fd_get(dirfd);
	if (!f) {
		*error = -EBADF;
		return 0;
	}
	if (!f->ops->path) {
		*error = -ENOTDIR;
	} else if (!*path) {
		*error = -ENOENT;
	} else {
		*error = -ENOMEM;
		full = join(f->ops->path(f), path, buf);
	}
	uk_file_put(f);
	return full;
}

static int stat_at(int dirfd, const char *path, bool follow, struct uk_stat *st)
{
	const char *full;
	char *buf;
	int rc;

	if (!st)
		return -EFAULT;
	full = uk_path_at(dirfd, path, &buf, &rc);
	if (!full)
		return rc;
	rc = uk_fs_stat(full, follow, st);
	uk_free(buf);
	return rc;
}

static int stat_fd(int fd, struct uk_stat *st)
{
	struct uk_file *f = uk_fd_get(fd);
	int rc;

	if (!f)
		return -EBADF;
	rc = !st ? -EFAULT : f->ops->fstat ? f->ops->fstat(f, st) : -EINVAL;
	uk_file_put(f);
	return rc;
}

UK_SYSCALL_R_DEFINE(int, stat, const char *, path, struct uk_stat *, st)
{
	return stat_at(UK_AT_FDCWD, path, true, st);
}

UK_SYSCALL_R_DEFINE(int, lstat, const char *, path, struct uk_stat *, st)
{
	return stat_at(UK_AT_FDCWD, path, false, st);
}

UK_SYSCALL_R_DEFINE(int, fstat, int, fd, struct uk_stat *, st)
{
	return stat_fd(fd, st);
}

UK_SYSCALL_R_DEFINE(int, newfstatat, int, dirfd, const char *, path,
		    struct uk_stat *, st, int, flags)
{
	if (flags & ~(UK_AT_SYMLINK_NOFOLLOW | UK_AT_EMPTY_PATH))
		return -EINVAL;
	if ((flags & UK_AT_EMPTY_PATH) && path && !*path &&
	    dirfd != UK_AT_FDCWD)
		return stat_fd(dirfd, st);
	return stat_at(dirfd, path, !(flags & UK_AT_SYMLINK_NOFOLLOW), st);
}

/* The guest has no users: what anybody may do, it may. The host checks again
 * when the file is used. */
static int access_at(int dirfd, const char *path, int mode)
{
	struct uk_stat st;
	int rc;

	if (mode & ~(R_OK | W_OK | X_OK))
		return -EINVAL;
	rc = stat_at(dirfd, path, true, &st);
	if (rc < 0)
		return rc;
	if (((mode & R_OK) && !(st.mode & 0444)) ||
	    ((mode & W_OK) && !(st.mode & 0222)) ||
	    ((mode & X_OK) && !(st.mode & 0111)))
		return -EACCES;
	return 0;
}

UK_SYSCALL_R_DEFINE(int, access, const char *, path, int, mode)
{
	return access_at(UK_AT_FDCWD, path, mode);
}

UK_SYSCALL_R_DEFINE(int, faccessat, int, dirfd, const char *, path, int, mode)
{
	return access_at(dirfd, path, mode);
}
