/* SPDX-License-Identifier: BSD-3-Clause */
/* Scattered data and control messages. */
#include <string.h>
#include <uk/errno.h>
#include <uk/essentials.h>
#include "socket_internal.h"

#define EMSGSIZE_ABI 90

long uk_iov_total(const struct uk_iovec *iov, size_t n)
{
	size_t total = 0;
	size_t i;

	if (n > UK_IOV_MAX)
		return -EMSGSIZE_ABI;
	for (i = 0; i < n; i++) {
		if (iov[i].len > (size_t)INT32_MAX - total)
			return -EMSGSIZE_ABI;
		total += iov[i].len;
	}
	return (long)total;
}

/* Walks the pieces behind skip; moves to or from buf. */
static size_t walk(const struct uk_iovec *iov, size_t n, size_t skip,
		   unsigned char *buf, size_t len, bool scatter)
{
	size_t done = 0;
	size_t i;

	for (i = 0; i < n && done < len; i++) {
		unsigned char *piece = iov[i].base;
		size_t bytes;

		if (skip >= iov[i].len) {
			skip -= iov[i].len;
			continue;
		}
		bytes = UK_MIN(iov[i].len - skip, len - done);
		if (scatter)
			memcpy(piece + skip, buf + done, bytes);
		else
			memcpy(buf + done, piece + skip, bytes);
		done += bytes;
		skip = 0;
	}
	return done;
}

size_t uk_iov_scatter(const struct uk_iovec *iov, size_t n, size_t skip,
		      const void *buf, size_t len)
{
	return walk(iov, n, skip, (unsigned char *)(uintptr_t)buf, len, true);
}

size_t uk_iov_gather(const struct uk_iovec *iov, size_t n, size_t skip,
		     void *buf, size_t len)
{
	return walk(iov, n, skip, buf, len, false);
}

size_t uk_cmsg_put(struct uk_msghdr *m, size_t room, size_t used, int level,
		   int type, const void *data, size_t len)
{
	struct uk_cmsghdr head = {sizeof(head) + len, level, type};
	unsigned char *at = (unsigned char *)m->control + used;

	if (!m->control || room < used || room - used < head.len) {
		m->flags |= UK_MSG_CTRUNC;
		return used;
	}
	memcpy(at, &head, sizeof(head));
	memcpy(at + sizeof(head), data, len);
	used += UK_ALIGN_UP(head.len, sizeof(uint64_t));
	return UK_MIN(used, room);
}
