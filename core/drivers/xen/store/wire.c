/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>
#include <uk/errno.h>
#include <uk/essentials.h>
#include <uk/io.h>

#include "wire.h"

static uint32_t put_bytes(volatile struct xs_ring *ring, uint32_t at,
			  const void *bytes, size_t n)
{
	const char *b = bytes;

	while (n--)
		ring->req[at++ % XS_RING_BYTES] = *b++;
	return at;
}

int xs_put(volatile struct xs_ring *ring, uint32_t type, uint32_t id,
	   const char *text1, const char *text2, size_t len2)
{
	size_t len1 = strlen(text1) + 1;
	struct xs_header h = {
		.type = type, .id = id, .len = (uint32_t)(len1 + len2)};
	uint32_t prod = ring->req_prod;
	uint32_t used = prod - ring->req_cons;

	if (len1 > XS_RING_BYTES || len2 > XS_RING_BYTES ||
	    sizeof(h) + len1 + len2 > XS_RING_BYTES)
		return -E2BIG;
	if (used > XS_RING_BYTES)
		return -EPROTO;
	if (sizeof(h) + len1 + len2 > XS_RING_BYTES - used)
		return -EAGAIN;
	uk_io_mb(); /* the other side has read what we overwrite */
	prod = put_bytes(ring, prod, &h, sizeof(h));
	prod = put_bytes(ring, prod, text1, len1);
	prod = put_bytes(ring, prod, text2, len2);
	uk_io_wmb();
	ring->req_prod = prod;
	return 0;
}

/* Up to @n bytes; returns how many. */
static uint32_t get_bytes(volatile struct xs_ring *ring, char *to, uint32_t n)
{
	uint32_t cons = ring->rsp_cons;

	n = UK_MIN(n, ring->rsp_prod - cons);
	uk_io_rmb();
	for (uint32_t i = 0; i < n; i++)
		to[i] = ring->rsp[cons++ % XS_RING_BYTES];
	uk_io_mb();
	ring->rsp_cons = cons;
	return n;
}

int xs_get(volatile struct xs_ring *ring, struct xs_incoming *in)
{
	const uint32_t head = sizeof(in->header);

	if (ring->rsp_prod - ring->rsp_cons > XS_RING_BYTES)
		return -EPROTO;
	if (in->got < head)
		in->got += get_bytes(ring, (char *)&in->header + in->got,
				     head - in->got);
	if (in->got < head)
		return 0;
	if (in->header.len > XS_PAYLOAD_MAX)
		return -EPROTO;
	in->got += get_bytes(ring, in->body + (in->got - head),
			     in->header.len - (in->got - head));
	if (in->got < head + in->header.len)
		return 0;
	in->body[in->header.len] = 0;
	return 1;
}

int xs_error(const char *name)
{
	static const struct {
		const char *name;
		int number;
	} errors[] = {
		{"ENOENT", ENOENT}, {"EACCES", EACCES}, {"EINVAL", EINVAL},
		{"EEXIST", EEXIST}, {"ENOMEM", ENOMEM}, {"ENOSPC", ENOSPC},
		{"EROFS", EROFS},   {"EBUSY", EBUSY},   {"EAGAIN", EAGAIN},
		{"E2BIG", E2BIG},   {"EPERM", EPERM},   {"ENOSYS", ENOSYS},
	};

	for (unsigned i = 0; i < UK_ARRAY_SIZE(errors); i++)
		if (!strcmp(name, errors[i].name))
			return -errors[i].number;
	return -EIO;
}
