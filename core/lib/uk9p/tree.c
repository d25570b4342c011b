/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Paths of the share. Symbolic links are not followed: they are the host's
 * and may lead out of the share; where one would have to be followed the
 * call fails with ELOOP.
 */
#include <string.h>
#include <uk/errno.h>
#include "files.h"

/* lopen(): the flags a server needs; the file stays what walk found. */
#define OPEN_FLAGS                                                             \
	(UK_O_ACCMODE | UK_O_TRUNC | UK_O_APPEND | UK_O_DIRECTORY |            \
	 UK_O_NOFOLLOW)
#define CREATE_FLAGS (UK_O_ACCMODE | UK_O_EXCL | UK_O_TRUNC | UK_O_APPEND)

static const char *last_name(const char *path)
{
	return strrchr(path, '/') + 1;
}

/* Every operation on a path starts here or in walk_parent(): connecting at
 * the first of them costs a run that uses no files nothing. */
static int walk(struct p9 *p, const char *path, uint32_t *fid, uint8_t *type)
{
	int rc = p9_connect(p);

	if (rc < 0)
		return rc;
	*fid = p9_fid(p);
	return p9_walk(p, path, strlen(path), *fid, type);
}

/* The fid of the directory that holds path. */
static int walk_parent(struct p9 *p, const char *path, uint32_t *fid)
{
	uint8_t type;
	int rc = p9_connect(p);

	if (rc < 0)
		return rc;
	*fid = p9_fid(p);
	rc = p9_walk(p, path, (size_t)(last_name(path) - path), *fid, &type);
	if (rc == 0 && !(type & P9_QT_DIR)) {
		p9_clunk(p, *fid);
		rc = type & P9_QT_SYMLINK ? -ELOOP : -ENOTDIR;
	}
	return rc;
}

static int check_kind(uint8_t type, int flags)
{
	bool writes =
		(flags & UK_O_ACCMODE) != UK_O_RDONLY || (flags & UK_O_TRUNC);

	if (type & P9_QT_SYMLINK)
		return -ELOOP;
	if ((flags & UK_O_DIRECTORY) && !(type & P9_QT_DIR))
		return -ENOTDIR;
	if ((type & P9_QT_DIR) && (writes || (flags & UK_O_CREAT)))
		return -EISDIR;
	return 0;
}

static int open_existing(struct p9 *p, const char *path, int flags,
			 uint32_t *fid, bool *dir)
{
	uint8_t type;
	int rc = walk(p, path, fid, &type);

	if (rc < 0)
		return rc;
	*dir = (type & P9_QT_DIR) != 0;
	rc = check_kind(type, flags);
	if (rc == 0)
		rc = p9_lopen(p, *fid, (uint32_t)(flags & OPEN_FLAGS));
	if (rc < 0)
		p9_clunk(p, *fid);
	return rc;
}

static int create(struct p9 *p, const char *path, int flags, unsigned mode,
		  uint32_t *fid)
{
	int rc = walk_parent(p, path, fid);

	if (rc < 0)
		return rc;
	rc = p9_lcreate(p, *fid, last_name(path),
			(uint32_t)(flags & CREATE_FLAGS), mode);
	if (rc < 0)
		p9_clunk(p, *fid);
	return rc;
}

static int fs_open(void *fs, const char *path, int flags, unsigned mode,
		   struct uk_file **out)
{
	bool creates = (flags & UK_O_CREAT) && *last_name(path);
	bool exclusive = (flags & UK_O_CREAT) && (flags & UK_O_EXCL);
	bool dir = false;
	uint32_t fid;
	int rc = exclusive ? -EEXIST : -ENOENT;

	/* Most files that are created are new: one message less for them. */
	if (creates)
		rc = create(fs, path, flags | UK_O_EXCL, mode, &fid);
	if (rc < 0 && !exclusive) {
		int old = open_existing(fs, path, flags, &fid, &dir);

		if (old != -ENOENT || !creates)
			rc = old;
	}
	if (rc < 0)
		return rc;
	*out = p9_file_new(fs, fid, flags, dir ? path : 0);
	if (*out)
		return 0;
	p9_clunk(fs, fid);
	return -ENOMEM;
}

static int fs_stat(void *fs, const char *path, bool follow, struct uk_stat *st)
{
	uint8_t type;
	uint32_t fid;
	int rc = walk(fs, path, &fid, &type);

	if (rc < 0)
		return rc;
	if (follow && (type & P9_QT_SYMLINK))
		rc = -ELOOP;
	else
		rc = p9_getattr(fs, fid, st);
	p9_clunk(fs, fid);
	return rc;
}

static int fs_unlink(void *fs, const char *path, bool dir)
{
	uint32_t parent;
	int rc = walk_parent(fs, path, &parent);

	if (rc < 0)
		return rc;
	rc = p9_unlinkat(fs, parent, last_name(path),
			 dir ? UK_AT_REMOVEDIR : 0);
	p9_clunk(fs, parent);
	return rc;
}

static int fs_rename(void *fs, const char *from, const char *to)
{
	uint32_t from_dir, to_dir;
	int rc = walk_parent(fs, from, &from_dir);

	if (rc < 0)
		return rc;
	rc = walk_parent(fs, to, &to_dir);
	if (rc == 0) {
		rc = p9_renameat(fs, from_dir, last_name(from), to_dir,
				 last_name(to));
		p9_clunk(fs, to_dir);
	}
	p9_clunk(fs, from_dir);
	return rc;
}

static int fs_mkdir(void *fs, const char *path, unsigned mode)
{
	uint32_t parent;
	int rc = walk_parent(fs, path, &parent);

	if (rc < 0)
		return rc;
	rc = p9_mkdir(fs, parent, last_name(path), mode);
	p9_clunk(fs, parent);
	return rc;
}

const struct uk_fs_ops p9_fs_ops = {
	.open = fs_open,
	.stat = fs_stat,
	.unlink = fs_unlink,
	.rename = fs_rename,
	.mkdir = fs_mkdir,
};
