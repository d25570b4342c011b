/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Xenstore: the tree of small texts by which domains and tools find each
 * other (docs/misc/xenstore.txt). A path without a leading slash is relative
 * to the domain's own, /local/domain/N. All of these block; a store that
 * does not answer for 10 seconds gives -ETIMEDOUT and UK8510.
 */
#ifndef UK_XEN_STORE_H
#define UK_XEN_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Longest path we use, with its end. */
#define UK_XEN_PATH_MAX 96

/* Connects to the store: 0, or -ENODEV if the domain has none. */
int uk_xen_store_start(void);

/*
 * Reads a value into @buf and ends it with a zero byte. Returns its length;
 * -ENOENT, -E2BIG (longer than @room - 1), or another negative errno.
 */
long uk_xen_store_read(const char *path, char *buf, size_t room);

/*
 * Tells the console of a refusal (UK8511), any error but -ENOENT and
 * -ETIMEDOUT, and returns @r. What lists or writes does so by itself; a read
 * does not: EACCES is also the answer for what a device left behind.
 */
long uk_xen_store_told(const char *path, long r);

/* Reads a decimal number; also -EINVAL. */
int uk_xen_store_read_u64(const char *path, uint64_t *value);

/* Names of the children of @path, each with a zero byte at its end. Returns
 * the bytes of all. */
long uk_xen_store_list(const char *path, char *buf, size_t room);

/* Returns 0 or a negative errno; a refusal is told on the console (UK8511). */
int uk_xen_store_write(const char *path, const char *value);
int uk_xen_store_write_u64(const char *path, uint64_t value);

/*
 * The last write of the guest, from any context: does not sleep and waits
 * 2 seconds at most. Returns 0 or a negative errno.
 */
int uk_xen_store_write_last(const char *path, const char *value);

/*
 * Calls @changed(@arg) in the thread of the store, once at first and then
 * after every change of @path or below; several changes may give one call.
 * Filled by the caller, who owns it for good.
 */
struct uk_xen_watch {
	const char *path;
	void (*changed)(void *arg);
	void *arg;
	/* Of the store: */
	struct uk_xen_watch *next;
	uint32_t token;
	bool fired;
};
int uk_xen_store_watch(struct uk_xen_watch *w);

/* Ends a watch; it may be given another path and started again. */
int uk_xen_store_unwatch(struct uk_xen_watch *w);

/* Starts the thread that calls watches. */
int uk_xen_store_serve(void);

#endif
