/* SPDX-License-Identifier: BSD-3-Clause */
/* Open files and the tree of a mounted share. */
#ifndef UK_9P_FILES_H
#define UK_9P_FILES_H

#include <uk/file.h>
#include <uk/fs.h>
#include "client.h"

extern const struct uk_fs_ops p9_fs_ops;

/**
 * An open file description around an opened fid.
 *
 * @param dir its path if it is a directory, else NULL; copied
 * @return the description, or NULL without memory (the fid is the caller's)
 */
struct uk_file *p9_file_new(struct p9 *p, uint32_t fid, int flags,
			    const char *dir);

#endif /* UK_9P_FILES_H */
