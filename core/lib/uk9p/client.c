/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Requests and their replies. The fields are those of the protocol
 * descriptions of 9P2000 (Plan 9 manual, section 5) and 9P2000.L.
 */
#include <string.h>
#include <uk/errno.h>
#include <uk/essentials.h>
#include "session.h"

#define QID_BYTES 13

/* Bytes of Tread's reply and of Twrite in front of the data. */
#define READ_HEADER  (P9_HEADER + 4)
#define WRITE_HEADER (P9_HEADER + 16)

/* Most names in one Twalk. */
#define WALK_MAX 16

#define GETATTR_BASIC 0x7ffull
#define SETATTR_SIZE  0x8u

/* Bytes of the path's next component; *path is moved to its start. */
static size_t component(const char **path, const char *end_of_path)
{
	size_t n = 0;

	while (*path < end_of_path && **path == '/')
		(*path)++;
	while (*path + n < end_of_path && (*path)[n] != '/')
		n++;
	return n;
}

/* Up to WALK_MAX components from the fid from to the fid to. */
static int walk_some(struct p9 *p, const char **path, const char *end_of_path,
		     uint32_t from, uint32_t to, uint8_t *type)
{
	struct p9_out o = p9_begin(p, P9_TWALK), count;
	uint16_t names = 0, got = 0;
	const char *at = *path;
	struct p9_in in;
	size_t n;
	int rc;

	p9_put32(&o, from);
	p9_put32(&o, to);
	count = o;
	p9_put16(&o, 0);
	while (names < WALK_MAX && (n = component(&at, end_of_path)) > 0) {
		p9_put_name(&o, at, n);
		at += n;
		names++;
	}
	p9_put16(&count, names);
	rc = p9_transact(p, &o, &in);
	if (rc == 0)
		got = p9_get16(&in);
	if (rc == 0 && got > names)
		rc = -EIO;
	for (uint16_t i = 0; rc == 0 && i < got; i++) {
		*type = p9_get8(&in);
		p9_get_bytes(&in, QID_BYTES - 1);
	}
	/* walk(5): fewer qids than names: the next one does not exist, or is
	 * not in a directory, and newfid was not made */
	if (rc == 0 && got < names)
		rc = got > 0 && *type & P9_QT_SYMLINK  ? -ELOOP
		     : got > 0 && !(*type & P9_QT_DIR) ? -ENOTDIR
						       : -ENOENT;
	*path = at;
	return p9_end(p, rc, &in);
}

int p9_walk(struct p9 *p, const char *path, size_t path_len, uint32_t fid,
	    uint8_t *type)
{
	const char *end_of_path = path + path_len;
	uint32_t from = p->root;
	int rc;

	*type = P9_QT_DIR;
	do {
		rc = walk_some(p, &path, end_of_path, from, fid, type);
		if (rc < 0 && from == fid)
			p9_clunk(p, fid);
		from = fid;
	} while (rc == 0 && component(&path, end_of_path) > 0);
	return rc;
}

int p9_clunk(struct p9 *p, uint32_t fid)
{
	struct p9_out o = p9_begin(p, P9_TCLUNK);

	p9_put32(&o, fid);
	return p9_simple(p, &o);
}

int p9_lopen(struct p9 *p, uint32_t fid, uint32_t flags)
{
	struct p9_out o = p9_begin(p, P9_TLOPEN);

	p9_put32(&o, fid);
	p9_put32(&o, flags);
	return p9_simple(p, &o);
}

int p9_lcreate(struct p9 *p, uint32_t fid, const char *name, uint32_t flags,
	       uint32_t mode)
{
	struct p9_out o = p9_begin(p, P9_TLCREATE);

	p9_put32(&o, fid);
	p9_put_name(&o, name, strlen(name));
	p9_put32(&o, flags);
	p9_put32(&o, mode);
	p9_put32(&o, P9_NO_ID);
	return p9_simple(p, &o);
}

int p9_read(struct p9 *p, uint32_t fid, uint64_t offset, void *buf, size_t len,
	    size_t *got)
{
	uint32_t want = (uint32_t)UK_MIN(len, p->msize - READ_HEADER);
	struct p9_out o = p9_begin(p, P9_TREAD);
	const void *data = 0;
	uint32_t count = 0;
	struct p9_in in;
	int rc;

	p9_put32(&o, fid);
	p9_put64(&o, offset);
	p9_put32(&o, want);
	rc = p9_transact(p, &o, &in);
	if (rc == 0) {
		count = p9_get32(&in);
		data = p9_get_bytes(&in, count);
		if (count > want)
			rc = -EIO;
	}
	if (rc == 0 && data)
		memcpy(buf, data, count);
	*got = count;
	return p9_end(p, rc, &in);
}

int p9_write(struct p9 *p, uint32_t fid, uint64_t offset, const void *buf,
	     size_t len, size_t *put)
{
	uint32_t want = (uint32_t)UK_MIN(len, p->msize - WRITE_HEADER);
	struct p9_out o = p9_begin(p, P9_TWRITE);
	uint32_t count = 0;
	struct p9_in in;
	int rc;

	p9_put32(&o, fid);
	p9_put64(&o, offset);
	p9_put32(&o, want);
	p9_put_bytes(&o, buf, want);
	rc = p9_transact(p, &o, &in);
	if (rc == 0) {
		count = p9_get32(&in);
		if (count > want)
			rc = -EIO;
	}
	*put = count;
	return p9_end(p, rc, &in);
}

static void get_time(struct p9_in *in, struct uk_timespec *t)
{
	t->sec = (int64_t)p9_get64(in);
	t->nsec = (int64_t)p9_get64(in);
}

static void get_stat(struct p9_in *in, struct uk_stat *st)
{
	*st = (struct uk_stat){0};
	p9_get64(in);                    /* valid */
	p9_get_bytes(in, QID_BYTES - 8); /* type and version of the qid */
	st->ino = p9_get64(in);
	st->mode = p9_get32(in);
	st->uid = p9_get32(in);
	st->gid = p9_get32(in);
	st->nlink = p9_get64(in);
	st->rdev = p9_get64(in);
	st->size = (int64_t)p9_get64(in);
	st->blksize = (int64_t)p9_get64(in);
	st->blocks = (int64_t)p9_get64(in);
	get_time(in, &st->atime);
	get_time(in, &st->mtime);
	get_time(in, &st->ctime);
}

int p9_getattr(struct p9 *p, uint32_t fid, struct uk_stat *st)
{
	struct p9_out o = p9_begin(p, P9_TGETATTR);
	struct p9_in in;
	int rc;

	p9_put32(&o, fid);
	p9_put64(&o, GETATTR_BASIC);
	rc = p9_transact(p, &o, &in);
	if (rc == 0) {
		get_stat(&in, st);
		if (st->size < 0)
			rc = -EIO;
	}
	return p9_end(p, rc, &in);
}

int p9_set_size(struct p9 *p, uint32_t fid, uint64_t size)
{
	struct p9_out o = p9_begin(p, P9_TSETATTR);

	p9_put32(&o, fid);
	p9_put32(&o, SETATTR_SIZE);
	p9_put32(&o, 0);
	p9_put32(&o, P9_NO_ID);
	p9_put32(&o, P9_NO_ID);
	p9_put64(&o, size);
	for (unsigned i = 0; i < 4; i++) /* the times */
		p9_put64(&o, 0);
	return p9_simple(p, &o);
}

int p9_fsync(struct p9 *p, uint32_t fid)
{
	struct p9_out o = p9_begin(p, P9_TFSYNC);

	p9_put32(&o, fid);
	p9_put32(&o, 0);
	return p9_simple(p, &o);
}

int p9_unlinkat(struct p9 *p, uint32_t dir, const char *name, uint32_t flags)
{
	struct p9_out o = p9_begin(p, P9_TUNLINKAT);

	p9_put32(&o, dir);
	p9_put_name(&o, name, strlen(name));
	p9_put32(&o, flags);
	return p9_simple(p, &o);
}

int p9_renameat(struct p9 *p, uint32_t from_dir, const char *from,
		uint32_t to_dir, const char *to)
{
	struct p9_out o = p9_begin(p, P9_TRENAMEAT);

	p9_put32(&o, from_dir);
	p9_put_name(&o, from, strlen(from));
	p9_put32(&o, to_dir);
	p9_put_name(&o, to, strlen(to));
	return p9_simple(p, &o);
}

int p9_mkdir(struct p9 *p, uint32_t dir, const char *name, uint32_t mode)
{
	struct p9_out o = p9_begin(p, P9_TMKDIR);

	p9_put32(&o, dir);
	p9_put_name(&o, name, strlen(name));
	p9_put32(&o, mode);
	p9_put32(&o, P9_NO_ID);
	return p9_simple(p, &o);
}

bool p9_next_entry(struct p9_in *in, struct p9_entry *e)
{
	if (in->left == 0 || in->short_of)
		return false;
	p9_get_bytes(in, QID_BYTES - 8);
	e->ino = p9_get64(in);
	e->offset = p9_get64(in);
	e->type = p9_get8(in);
	e->name = p9_get_name(in, &e->name_len);
	/* Such names would lead a caller out of the directory. */
	if (!e->name || e->name_len == 0 || e->name_len > UK_NAME_MAX ||
	    memchr(e->name, '/', e->name_len) ||
	    memchr(e->name, 0, e->name_len)) {
		in->short_of = true;
		return false;
	}
	return true;
}

/* Converts entries as long as they fit; returns the bytes. */
static long fill(struct p9_in *in, int64_t *pos, char *buf, size_t len)
{
	struct p9_entry e;
	size_t used = 0;

	while (p9_next_entry(in, &e)) {
		size_t base = offsetof(struct uk_dirent64, name);
		size_t need = UK_ALIGN_UP(base + e.name_len + 1, 8ul);
		struct uk_dirent64 d = {
			.ino = e.ino,
			.off = (int64_t)e.offset,
			.reclen = (uint16_t)need,
			.type = e.type,
		};

		if (need > len - used)
			return used ? (long)used : -EINVAL;
		memset(buf + used, 0, need);
		memcpy(buf + used, &d, base);
		memcpy(buf + used + base, e.name, e.name_len);
		used += need;
		*pos = (int64_t)e.offset;
	}
	return (long)used;
}

long p9_readdir(struct p9 *p, uint32_t fid, int64_t *pos, void *buf, size_t len)
{
	uint32_t want = (uint32_t)UK_MIN(len, p->msize - READ_HEADER);
	struct p9_out o = p9_begin(p, P9_TREADDIR);
	struct p9_in in, entries;
	uint32_t count = 0;
	long filled = 0;
	int rc;

	p9_put32(&o, fid);
	p9_put64(&o, (uint64_t)*pos);
	p9_put32(&o, want);
	rc = p9_transact(p, &o, &in);
	if (rc == 0) {
		count = p9_get32(&in);
		entries = (struct p9_in){.at = p9_get_bytes(&in, count),
					 .left = count};
		if (count > want)
			rc = -EIO;
	}
	if (rc == 0 && entries.at) {
		filled = fill(&entries, pos, buf, len);
		if (entries.short_of && filled == 0)
			rc = -EIO;
	}
	rc = p9_end(p, rc, &in);
	return rc < 0 ? rc : filled;
}
