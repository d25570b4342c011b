/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Open files. Nothing is cached: when write() returns, the host has the
 * bytes, and a guest that is killed afterwards has lost none.
 */
#include <string.h>
#include <uk/alloc.h>
#include <uk/errno.h>
#include "files.h"

struct p9_file {
	struct uk_file f;
	struct p9 *p;
	uint32_t fid;
	/** Path of a directory. */
	char path[];
};

static struct p9_file *of(struct uk_file *f)
{
	return (struct p9_file *)(void *)f; /* the first member */
}

static long file_read(struct uk_file *f, void *buf, size_t len, int64_t *pos)
{
	size_t done = 0, got;
	int rc;

	do {
		rc = p9_read(of(f)->p, of(f)->fid, (uint64_t)*pos,
			     (char *)buf + done, len - done, &got);
		if (rc < 0)
			return done ? (long)done : rc;
		done += got;
		*pos += (int64_t)got;
	} while (got > 0 && done < len);
	return (long)done;
}

static int64_t end_of_file(struct uk_file *f)
{
	struct uk_stat st;
	int rc = p9_getattr(of(f)->p, of(f)->fid, &st);

	return rc < 0 ? rc : st.size;
}

static long file_write(struct uk_file *f, const void *buf, size_t len,
		       int64_t *pos)
{
	size_t done = 0, put;
	int rc;

	if (f->flags & UK_O_APPEND) {
		int64_t end = end_of_file(f);

		if (end < 0)
			return end;
		*pos = end;
	}
	if (len > (uint64_t)(INT64_MAX - *pos))
		return -EFBIG;
	while (done < len) {
		rc = p9_write(of(f)->p, of(f)->fid, (uint64_t)*pos,
			      (const char *)buf + done, len - done, &put);
		if (rc == 0 && put == 0)
			rc = -EIO;
		if (rc < 0)
			return done ? (long)done : rc;
		done += put;
		*pos += (int64_t)put;
	}
	return (long)done;
}

static int file_close(struct uk_file *f)
{
	int rc = p9_clunk(of(f)->p, of(f)->fid);

	uk_free(f);
	return rc;
}

static int64_t file_lseek(struct uk_file *f, int64_t offset, int whence)
{
	int64_t base = 0;

	if (whence == UK_SEEK_CUR)
		base = f->pos;
	else if (whence == UK_SEEK_END)
		base = end_of_file(f);
	else if (whence != UK_SEEK_SET)
		return -EINVAL;
	if (base < 0)
		return base;
	if (offset > INT64_MAX - base)
		return -EOVERFLOW;
	if (base + offset < 0)
		return -EINVAL;
	f->pos = base + offset;
	return f->pos;
}

static int file_fstat(struct uk_file *f, struct uk_stat *st)
{
	return p9_getattr(of(f)->p, of(f)->fid, st);
}

static int file_ftruncate(struct uk_file *f, int64_t size)
{
	return p9_set_size(of(f)->p, of(f)->fid, (uint64_t)size);
}

static int file_fsync(struct uk_file *f)
{
	return p9_fsync(of(f)->p, of(f)->fid);
}

static const struct uk_file_ops file_ops = {
	.read = file_read,
	.write = file_write,
	.close = file_close,
	.lseek = file_lseek,
	.fstat = file_fstat,
	.ftruncate = file_ftruncate,
	.fsync = file_fsync,
};

static long dir_read(struct uk_file *f, void *buf, size_t len, int64_t *pos)
{
	(void)f;
	(void)buf;
	(void)len;
	(void)pos;
	return -EISDIR;
}

/* A directory's position is a cookie of the server: 0 or what it gave. */
static int64_t dir_lseek(struct uk_file *f, int64_t offset, int whence)
{
	if (whence == UK_SEEK_CUR && offset == 0)
		return f->pos;
	if (whence != UK_SEEK_SET)
		return -EINVAL;
	f->pos = offset;
	return f->pos;
}

static long dir_getdents(struct uk_file *f, void *buf, size_t len)
{
	return p9_readdir(of(f)->p, of(f)->fid, &f->pos, buf, len);
}

static const char *dir_path(struct uk_file *f)
{
	return of(f)->path;
}

static const struct uk_file_ops dir_ops = {
	.read = dir_read,
	.close = file_close,
	.lseek = dir_lseek,
	.fstat = file_fstat,
	.fsync = file_fsync,
	.getdents = dir_getdents,
	.path = dir_path,
};

struct uk_file *p9_file_new(struct p9 *p, uint32_t fid, int flags,
			    const char *dir)
{
	size_t path_bytes = dir ? strlen(dir) + 1 : 0;
	struct p9_file *file = uk_malloc(sizeof(*file) + path_bytes);

	if (!file)
		return 0;
	uk_file_init(&file->f, dir ? &dir_ops : &file_ops, flags, 0);
	file->p = p;
	file->fid = fid;
	if (dir)
		memcpy(file->path, dir, path_bytes);
	return &file->f;
}
