/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One function for each request of 9P2000.L that is used. Each returns 0 or
 * a negative errno: the server's, or -EIO for a reply that makes no sense.
 */
#ifndef UK_9P_CLIENT_H
#define UK_9P_CLIENT_H

#include <stdbool.h>
#include <uk/9p.h>
#include <uk/abi.h>
#include <uk/lock.h>
#include "wire.h"

#define P9_NOFID UINT32_MAX

/** Kinds of files in a qid. */
#define P9_QT_DIR     0x80
#define P9_QT_SYMLINK 0x02

/**
 * One mounted share. Zeroed, with transport, priv and tag set, it connects at
 * its first use.
 */
struct p9 {
	const struct uk_9p_transport *transport;
	void *priv;
	/** Name of the share, for messages. */
	const char *tag;
	/** Of the buffers; and of the connection. */
	struct uk_mutex lock, connecting;
	uint8_t *request, *reply;
	/** Bytes of each buffer: the largest message. */
	uint32_t msize;
	uint32_t next_fid;
	/** The fid of "/". */
	uint32_t root;
	bool connected;
	/** The transport or the connection failed: every call is -EIO. */
	bool broken;
};

/** Buffers and session, once; ends with p->root attached. */
int p9_connect(struct p9 *p);

/** A number for a new fid. */
uint32_t p9_fid(struct p9 *p);

/**
 * Makes fid refer to the file at an absolute, normal path.
 *
 * @param path_len bytes of path to use
 * @param type kind of the file, P9_QT_*
 * @return as above; if it fails there is no such fid at the server
 */
int p9_walk(struct p9 *p, const char *path, size_t path_len, uint32_t fid,
	    uint8_t *type);
int p9_clunk(struct p9 *p, uint32_t fid);
int p9_lopen(struct p9 *p, uint32_t fid, uint32_t flags);
/** fid, a directory, becomes the new open file. */
int p9_lcreate(struct p9 *p, uint32_t fid, const char *name, uint32_t flags,
	       uint32_t mode);
/** At most what fits a message; *got may be less than len. */
int p9_read(struct p9 *p, uint32_t fid, uint64_t offset, void *buf, size_t len,
	    size_t *got);
int p9_write(struct p9 *p, uint32_t fid, uint64_t offset, const void *buf,
	     size_t len, size_t *put);
int p9_getattr(struct p9 *p, uint32_t fid, struct uk_stat *st);
int p9_set_size(struct p9 *p, uint32_t fid, uint64_t size);
int p9_fsync(struct p9 *p, uint32_t fid);
int p9_unlinkat(struct p9 *p, uint32_t dir, const char *name, uint32_t flags);
int p9_renameat(struct p9 *p, uint32_t from_dir, const char *from,
		uint32_t to_dir, const char *to);
int p9_mkdir(struct p9 *p, uint32_t dir, const char *name, uint32_t mode);
/**
 * Fills buf with struct uk_dirent64 from position *pos on, and moves it.
 *
 * @return bytes, 0 at the end, or a negative errno
 */
long p9_readdir(struct p9 *p, uint32_t fid, int64_t *pos, void *buf,
		size_t len);

/** One entry of a readdir reply; false at its end or where it makes no sense
 * (in->short_of). */
struct p9_entry {
	uint64_t ino, offset;
	uint8_t type;
	const char *name;
	uint16_t name_len;
};
bool p9_next_entry(struct p9_in *in, struct p9_entry *e);

#endif /* UK_9P_CLIENT_H */
