/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The session: one request at a time, replies checked before anybody reads
 * them, version and attach (Plan 9 manual, section 5).
 */
#include <string.h>
#include <uk/alloc.h>
#include <uk/errno.h>
#include <uk/print.h>
#include "session.h"

#define NOTAG 0xffff
/** One request at a time: one tag. */
#define TAG 0

/* QEMU warns of msize 8192 and less. */
#define MSIZE_WANTED 16384
#define MSIZE_MIN    4096

struct p9_out p9_begin(struct p9 *p, uint8_t type)
{
	struct p9_out o = {.buf = p->request, .room = p->msize};

	uk_mutex_lock(&p->lock);
	p9_put32(&o, 0); /* the size, known at the end */
	p9_put8(&o, type);
	p9_put16(&o, type == P9_TVERSION ? NOTAG : TAG);
	return o;
}

/* Checks the header of a reply to a request of this type. */
static int check_reply(struct p9_in *in, uint32_t len, uint8_t type)
{
	uint32_t size = p9_get32(in);
	uint8_t got = p9_get8(in);
	uint16_t tag = p9_get16(in);
	uint32_t error;

	if (in->short_of || size != len ||
	    tag != (type == P9_TVERSION ? NOTAG : TAG))
		return -EIO;
	if (got == P9_RLERROR) {
		error = p9_get32(in);
		if (in->short_of || error == 0 || error > 4095)
			return -EIO;
		return -(int)error;
	}
	return got == type + 1 ? 0 : -EIO;
}

int p9_transact(struct p9 *p, struct p9_out *o, struct p9_in *in)
{
	struct p9_out size = {.buf = p->request, .room = 4};
	uint8_t type = p->request[4];
	long got;

	*in = (struct p9_in){0};
	if (o->overflow)
		return -ENAMETOOLONG;
	if (p->broken)
		return -EIO;
	p9_put32(&size, o->len);
	got = p->transport->exchange(p->priv, p->request, o->len, p->reply,
				     p->msize);
	if (got < 0 || got > p->msize) {
		p->broken = true;
		uk_pr_err("UK8301: the share of the host does not answer "
			  "(error %d); files are not written any more. Look "
			  "for the cause on the host.\n",
			  got < 0 ? (int)-got : EIO);
		return -EIO;
	}
	*in = (struct p9_in){.at = p->reply, .left = (uint32_t)got};
	return check_reply(in, (uint32_t)got, type);
}

int p9_end(struct p9 *p, int rc, const struct p9_in *in)
{
	uk_mutex_unlock(&p->lock);
	return rc == 0 && in->short_of ? -EIO : rc;
}

int p9_simple(struct p9 *p, struct p9_out *o)
{
	struct p9_in in;
	int rc = p9_transact(p, o, &in);

	return p9_end(p, rc, &in);
}

static int version(struct p9 *p)
{
	static const char name[] = "9P2000.L";
	struct p9_out o = p9_begin(p, P9_TVERSION);
	uint32_t msize = 0;
	struct p9_in in;
	const char *got;
	uint16_t n;
	int rc;

	p9_put32(&o, p->msize);
	p9_put_name(&o, name, sizeof(name) - 1);
	rc = p9_transact(p, &o, &in);
	if (rc == 0) {
		msize = p9_get32(&in);
		got = p9_get_name(&in, &n);
		if (!got || n != sizeof(name) - 1 || memcmp(got, name, n) != 0)
			rc = -EOPNOTSUPP;
		else if (msize < MSIZE_MIN || msize > p->msize)
			rc = -EIO;
	}
	rc = p9_end(p, rc, &in);
	if (rc == 0)
		p->msize = msize;
	return rc;
}

static int attach(struct p9 *p)
{
	struct p9_out o = p9_begin(p, P9_TATTACH);

	p9_put32(&o, p->root);
	p9_put32(&o, P9_NOFID);
	p9_put_name(&o, "", 0);
	p9_put_name(&o, "", 0);
	p9_put32(&o, P9_NO_ID);
	return p9_simple(p, &o);
}

static int connect(struct p9 *p)
{
	int rc = -ENOMEM;

	p->msize = MSIZE_WANTED;
	p->request = uk_malloc(p->msize);
	p->reply = uk_malloc(p->msize);
	if (p->request && p->reply)
		rc = version(p);
	if (rc == 0) {
		p->root = p9_fid(p);
		rc = attach(p);
	}
	if (rc == 0)
		return 0;
	/* A transport that failed may still write to them. */
	if (!p->broken) {
		uk_free(p->request);
		uk_free(p->reply);
		p->request = p->reply = 0;
	}
	p->broken = true;
	uk_pr_err("UK8304: the 9P share '%s' cannot be used (error %d). It "
		  "must speak 9P2000.L.\n",
		  p->tag, -rc);
	return rc;
}

int p9_connect(struct p9 *p)
{
	int rc = 0;

	if (p->connected)
		return 0;
	uk_mutex_lock(&p->connecting);
	if (p->broken)
		rc = -EIO;
	else if (!p->connected)
		rc = connect(p);
	p->connected = rc == 0;
	uk_mutex_unlock(&p->connecting);
	return rc;
}

uint32_t p9_fid(struct p9 *p)
{
	if (p->next_fid == P9_NOFID)
		p->next_fid = p->root + 1;
	return p->next_fid++;
}
