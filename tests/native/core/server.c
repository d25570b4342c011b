/* SPDX-License-Identifier: BSD-3-Clause */
#include "test.h"
#include <stdlib.h>
#include <string.h>
#include "server.h"

static uint32_t le(const uint8_t **p, unsigned n)
{
	uint32_t v = 0;

	for (unsigned i = 0; i < n; i++)
		if (i < 4)
			v |= (uint32_t) * (*p)++ << 8 * i;
		else
			(*p)++;
	return v;
}

static void put(uint8_t **p, uint64_t v, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		*(*p)++ = (uint8_t)(v >> 8 * i);
}

static void put_qid(uint8_t **p, uint8_t type, uint64_t path)
{
	put(p, type, 1);
	put(p, 1, 4);
	put(p, path, 8);
}

static int look_up(struct server *s, const uint8_t *name, uint32_t n)
{
	for (int i = 0; i < SERVER_FILES; i++)
		if (s->files[i].used && strlen(s->files[i].name) == n &&
		    memcmp(s->files[i].name, name, n) == 0)
			return i;
	return -1;
}

static void set_fid(struct server *s, uint32_t fid, int to)
{
	assert_true(fid < 256);
	s->open_fids += (to != 0) - (s->fids[fid] != 0);
	s->fids[fid] = to;
}

static int walk(struct server *s, const uint8_t *q, uint8_t **p)
{
	uint32_t from = le(&q, 4), to = le(&q, 4), names = le(&q, 2), done = 0;
	uint8_t *count = *p;
	int at = s->fids[from];

	assert_true(at != 0);
	assert_true(to == from || s->fids[to] == 0);
	*p += 2;
	for (; done < names; done++) {
		uint32_t n = le(&q, 2);
		int i = at == -1 ? look_up(s, q, n) : -1;

		if (i < 0)
			break;
		q += n;
		at = i + 1;
		put_qid(p, s->files[i].type, (uint64_t)i);
	}
	if (names && !done)
		return 2; /* ENOENT */
	put(&count, done, 2);
	if (done == names)
		set_fid(s, to, at);
	return 0;
}

static int create(struct server *s, const uint8_t *q, uint8_t **p, int dir)
{
	uint32_t fid = le(&q, 4), n = le(&q, 2);
	int i = 0;

	if (look_up(s, q, n) >= 0)
		return 17; /* EEXIST */
	while (i < SERVER_FILES && s->files[i].used)
		i++;
	if (i == SERVER_FILES)
		return 28; /* ENOSPC */
	memset(&s->files[i], 0, sizeof(s->files[i]));
	memcpy(s->files[i].name, q, n);
	s->files[i].used = 1;
	s->files[i].type = dir ? 0x80 : 0;
	if (!dir)
		s->fids[fid] = i + 1;
	put_qid(p, s->files[i].type, (uint64_t)i);
	put(p, 0, dir ? 0 : 4);
	return 0;
}

static int io(struct server *s, const uint8_t *q, uint8_t **p, int write)
{
	uint32_t fid = le(&q, 4), offset = le(&q, 8), count = le(&q, 4);
	struct server_file *f = &s->files[s->fids[fid] - 1];

	assert_true(s->fids[fid] > 0);
	if (s->max_io && count > s->max_io)
		count = s->max_io;
	if (write) {
		if (s->write_error)
			return (int)s->write_error;
		assert_true(offset + count <= sizeof(f->data));
		memcpy(f->data + offset, q, count);
		if (offset + count > f->size)
			f->size = offset + count;
		put(p, count, 4);
		return 0;
	}
	if (offset > f->size)
		offset = f->size;
	if (count > f->size - offset)
		count = f->size - offset;
	put(p, count, 4);
	memcpy(*p, f->data + offset, count);
	*p += count;
	return 0;
}

static int get_attributes(struct server *s, const uint8_t *q, uint8_t **p)
{
	int at = s->fids[le(&q, 4)];
	struct server_file *f = at > 0 ? &s->files[at - 1] : 0;
	uint8_t type = f ? f->type : 0x80;

	put(p, 0x7ff, 8);
	put_qid(p, type, 7);
	put(p, type == 0x80 ? 040755 : type ? 0120777 : 0100644, 4);
	put(p, 11, 4);
	put(p, 12, 4);
	put(p, 1, 8);
	put(p, 0, 8);
	put(p, f ? f->size : 0, 8);
	put(p, 4096, 8);
	put(p, 8, 8);
	for (unsigned i = 0; i < 10; i++)
		put(p, 1000 + i, 8);
	return 0;
}

static int list(struct server *s, const uint8_t *q, uint8_t **p)
{
	uint32_t fid = le(&q, 4), i = le(&q, 8), count = le(&q, 4);
	uint8_t *total = *p;

	assert_true(s->fids[fid] != 0);
	*p += 4;
	for (; i < SERVER_FILES; i++) {
		uint32_t n = (uint32_t)strlen(s->files[i].name);

		if (!s->files[i].used)
			continue;
		if ((uint32_t)(*p - total) - 4 + 24 + n > count)
			break;
		put_qid(p, s->files[i].type, i);
		put(p, i + 1, 8);
		put(p, s->files[i].type == 0x80 ? 4 : 8, 1);
		put(p, n, 2);
		memcpy(*p, s->files[i].name, n);
		*p += n;
	}
	put(&total, (uint64_t)(*p - total) - 4, 4);
	return 0;
}

static int unlink_at(struct server *s, const uint8_t *q)
{
	uint32_t n, flags;
	int i;

	le(&q, 4);
	n = le(&q, 2);
	i = look_up(s, q, n);
	q += n;
	flags = le(&q, 4);
	if (i < 0)
		return 2;
	if ((flags == 0x200) != (s->files[i].type == 0x80))
		return flags ? 20 : 21;
	s->files[i].used = 0;
	return 0;
}

static int rename_at(struct server *s, const uint8_t *q)
{
	uint32_t n;
	int i, j;

	le(&q, 4);
	n = le(&q, 2);
	i = look_up(s, q, n);
	q += n;
	le(&q, 4);
	n = le(&q, 2);
	if (i < 0)
		return 2;
	j = look_up(s, q, n);
	if (j >= 0)
		s->files[j].used = 0;
	memcpy(s->files[i].name, q, n);
	s->files[i].name[n] = 0;
	return 0;
}

static int set_attributes(struct server *s, const uint8_t *q)
{
	uint32_t fid = le(&q, 4), valid = le(&q, 4), size;

	assert_int_equal(valid, 8);
	q += 12;
	size = le(&q, 8);
	s->files[s->fids[fid] - 1].size = size;
	return 0;
}

static int serve(struct server *s, uint8_t type, const uint8_t *q, uint8_t **p)
{
	const uint8_t *at = q;
	uint32_t fid = type == 100 ? 0 : le(&at, 4);

	switch (type) {
	case 12: /* lopen */
		assert_true(s->fids[fid] != 0);
		if ((le(&at, 4) & 01000) && s->fids[fid] > 0)
			s->files[s->fids[fid] - 1].size = 0;
		put_qid(p, 0, 0);
		put(p, 0, 4);
		return 0;
	case 14:
		return create(s, q, p, 0);
	case 24:
		return get_attributes(s, q, p);
	case 26:
		return set_attributes(s, q);
	case 40:
		return list(s, q, p);
	case 50: /* fsync */
		return 0;
	case 72:
		return create(s, q, p, 1);
	case 74:
		return rename_at(s, q);
	case 76:
		return unlink_at(s, q);
	case 100: /* version: the same */
		put(p, le(&q, 4), 4);
		put(p, 8, 2);
		memcpy(*p, "9P2000.L", 8);
		*p += 8;
		return 0;
	case 104: /* attach */
		set_fid(s, fid, -1);
		put_qid(p, 0x80, 99);
		return 0;
	case 110:
		return walk(s, q, p);
	case 116:
	case 118:
		return io(s, q, p, type == 118);
	case 120: /* clunk */
		assert_true(s->fids[fid] != 0);
		set_fid(s, fid, 0);
		return 0;
	default:
		return 38; /* ENOSYS */
	}
}

long server_exchange(void *server, const void *request, uint32_t request_len,
		     void *reply, uint32_t reply_room)
{
	struct server *s = server;
	const uint8_t *q = request, *start = q;
	/* an exact copy, so that the sanitizer sees reads beyond it */
	uint8_t *out = malloc(reply_room), *p = out + 7, *head = out;
	uint32_t len = le(&q, 4);
	uint8_t type = (uint8_t)le(&q, 1);
	uint32_t tag = le(&q, 2);
	int error;

	assert_int_equal(len, request_len);
	s->seen[type]++;
	error = serve(s, type, start + 7, &p);
	if (error) {
		p = out + 7;
		put(&p, (uint64_t)error, 4);
	}
	len = (uint32_t)(p - out);
	assert_true(len <= reply_room);
	put(&head, len, 4);
	put(&head, error ? 7 : type + 1u, 1);
	put(&head, tag, 2);
	if (s->mangle && (!s->mangle_type || s->mangle_type == type))
		len = s->mangle(s, out, len);
	memcpy(reply, out, len);
	free(out);
	return len;
}
