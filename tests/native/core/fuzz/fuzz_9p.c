/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The input is the server: each reply takes a length and a body from it. The
 * header is made right most of the time, so that the bodies are reached.
 */
#include <stdlib.h>
#include <string.h>
#include <uk/errno.h>
#include <uk/file.h>
#include <uk/fs.h>
#include "../../../core/lib/uk9p/files.h"

static const uint8_t *input;
static size_t left;

static uint8_t next(void)
{
	if (!left)
		return 0;
	left--;
	return *input++;
}

static long exchange(void *priv, const void *request, uint32_t request_len,
		     void *reply, uint32_t reply_room)
{
	uint8_t how = next();
	uint32_t len = 7u + next() + (how & 1 ? 256u * next() : 0);
	const uint8_t *q = request;
	uint8_t *r = reply;

	(void)priv;
	(void)request_len;
	if (how == 0xff)
		return -EIO;
	if (len > reply_room)
		len = reply_room;
	for (uint32_t i = 0; i < len; i++)
		r[i] = next();
	if (how & 2) {
		memcpy(r, &len, 4);
		r[4] = how & 4 ? 7 : (uint8_t)(q[4] + 1);
		memcpy(r + 5, q + 5, 2);
	}
	return len;
}

static const struct uk_9p_transport transport = {.exchange = exchange};

static void use(struct uk_file *f)
{
	struct uk_stat st;
	char *buf = malloc(300);

	if (f->ops->getdents) {
		f->ops->getdents(f, buf, 300);
		f->ops->getdents(f, buf, 300);
	}
	uk_file_read(f, buf, 300);
	uk_file_write(f, buf, 300);
	if (f->ops->fstat)
		f->ops->fstat(f, &st);
	if (f->ops->lseek)
		f->ops->lseek(f, 0, UK_SEEK_END);
	uk_file_put(f);
	free(buf);
}

/* A session that is connected, whatever the server said about it. */
static void connected(struct p9 *p)
{
	p->msize = 4096;
	p->request = malloc(p->msize);
	p->reply = malloc(p->msize);
	p->next_fid = 1;
	p->connected = true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct p9 p = {.transport = &transport, .tag = "fuzz"};
	struct uk_file *f;
	struct uk_stat st;

	input = data;
	left = n;
	if (next() & 1)
		connected(&p);
	if (p9_fs_ops.open(&p, "/", UK_O_RDONLY, 0, &f) == 0)
		use(f);
	if (p9_fs_ops.open(&p, "/a/b", UK_O_RDWR | UK_O_CREAT, 0644, &f) == 0)
		use(f);
	p9_fs_ops.stat(&p, "/a", true, &st);
	p9_fs_ops.rename(&p, "/a", "/b");
	p9_fs_ops.unlink(&p, "/a", false);
	p9_fs_ops.mkdir(&p, "/a", 0755);
	free(p.request);
	free(p.reply);
	return 0;
}
