/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The mounted file system. There is one, on "/".
 *
 * Paths given to a file system are absolute and normal: they begin with '/',
 * have no empty, "." or ".." component, no '/' at the end (except "/"), and
 * are shorter than UK_PATH_MAX.
 */
#ifndef UK_FS_H
#define UK_FS_H

#include <stdbool.h>
#include <uk/abi.h>
#include <uk/file.h>

/** All operations are required; each returns 0 or a negative errno. */
struct uk_fs_ops {
	/** Opens with UK_O_* flags; *out is a new description, refs 1. */
	int (*open)(void *fs, const char *path, int flags, unsigned mode,
		    struct uk_file **out);
	/** With follow, a symbolic link at the end is followed. */
	int (*stat)(void *fs, const char *path, bool follow,
		    struct uk_stat *st);
	/** dir: remove an empty directory, else anything but a directory. */
	int (*unlink)(void *fs, const char *path, bool dir);
	int (*rename)(void *fs, const char *from, const char *to);
	int (*mkdir)(void *fs, const char *path, unsigned mode);
};

/**
 * Mounts a file system on "/"; at UK_INIT_ROOTFS.
 *
 * @param priv given to each operation; stays the caller's
 * @return 0, or -EBUSY if one is mounted
 */
int uk_fs_mount_root(const struct uk_fs_ops *ops, void *priv);

/*
 * The same operations on the mounted root, for any path: relative paths
 * start at the working directory. Without a mounted root, what would create
 * or change a file is -EROFS and everything else -ENOENT; "/" itself is an
 * empty directory.
 */
int uk_fs_open(const char *path, int flags, unsigned mode,
	       struct uk_file **out);
int uk_fs_stat(const char *path, bool follow, struct uk_stat *st);
int uk_fs_unlink(const char *path, bool dir);
int uk_fs_rename(const char *from, const char *to);
int uk_fs_mkdir(const char *path, unsigned mode);

/** Sets the working directory. */
int uk_fs_chdir(const char *path);

/** The working directory; absolute and normal. */
const char *uk_fs_cwd(void);

/**
 * Makes a path absolute and normal ("." and ".." resolved as text).
 *
 * @param out UK_PATH_MAX bytes
 * @return 0, -ENOENT for an empty path, -ENAMETOOLONG
 */
int uk_fs_normalise(const char *cwd, const char *path, char *out);

#endif /* UK_FS_H */
