/* SPDX-License-Identifier: BSD-3-Clause */
/* Paths relative to an open directory. */
#ifndef UK_POSIX_FILE_AT_H
#define UK_POSIX_FILE_AT_H

#include <uk/config.h>
#include <uk/errno.h>
#include <uk/file.h>

/**
 * The path that (dirfd, path) of the *at calls means, absolute or relative to
 * the working directory.
 *
 * @param buf memory to free with uk_free() afterwards, or NULL
 * @return the path, or NULL with *error set to a negative errno
 */
const char *uk_path_at(int dirfd, const char *path, char **buf, int *error);

/**
 * Opens a device by its absolute path (devices.c).
 *
 * @return 0, -ENOMEM, or -ENOENT: there is no device of this name
 */
#if CONFIG_LIBPOSIX_FILE_DEVICES
int uk_device_open(const char *path, int flags, struct uk_file **f);
#else
static inline int uk_device_open(const char *path, int flags,
				 struct uk_file **f)
{
	(void)path;
	(void)flags;
	(void)f;
	return -ENOENT;
}
#endif

/** Permission bits that new files and directories do not get (umask(2)). */
unsigned uk_file_mask(void);

#endif /* UK_POSIX_FILE_AT_H */
