/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * pipe(2): a ring of bytes between two open files. A write of at most
 * PIPE_BUF bytes is all or nothing (POSIX, write()). There is no SIGPIPE: a
 * write nobody can read fails with EPIPE.
 */
#include <string.h>
#include <uk/alloc.h>
#include <uk/errno.h>
#include <uk/essentials.h>
#include <uk/file.h>
#include <uk/syscall.h>
#include <uk/time.h>

/* What programs for Linux expect to be able to write before anybody reads. */
#define PIPE_SIZE 65536u
#define PIPE_BUF  4096u

struct pipe {
	struct uk_file reader;
	struct uk_file writer;
	bool readable; /* the end is open */
	bool writable;
	unsigned first; /* oldest byte */
	unsigned used;
	unsigned char bytes[PIPE_SIZE];
};

static bool may_read(void *arg)
{
	struct pipe *p = arg;

	return p->used > 0 || !p->writable;
}

static long pipe_read(struct uk_file *f, void *buf, size_t len, int64_t *pos)
{
	struct pipe *p = f->priv;
	unsigned n, straight;

	(void)pos;
	if (len == 0)
		return 0;
	if (p->used == 0 && p->writable && (f->flags & UK_O_NONBLOCK))
		return -EAGAIN;
	uk_waitq_wait_until(&f->pollq, UK_TIME_NEVER, may_read, p);
	n = (unsigned)UK_MIN(len, (size_t)p->used);
	straight = UK_MIN(n, PIPE_SIZE - p->first);
	memcpy(buf, p->bytes + p->first, straight);
	memcpy((char *)buf + straight, p->bytes, n - straight);
	p->first = (p->first + n) % PIPE_SIZE;
	p->used -= n;
	uk_waitq_wake_all(&p->writer.pollq);
	return n;
}

/* What a writer waits for: room, or that nobody is left to read. */
struct room {
	struct pipe *p;
	size_t needed;
};

static bool has_room(void *arg)
{
	struct room *r = arg;

	return PIPE_SIZE - r->p->used >= r->needed || !r->p->readable;
}

static void append(struct pipe *p, const unsigned char *from, unsigned n)
{
	unsigned at = (p->first + p->used) % PIPE_SIZE;
	unsigned straight = UK_MIN(n, PIPE_SIZE - at);

	memcpy(p->bytes + at, from, straight);
	memcpy(p->bytes, from + straight, n - straight);
	p->used += n;
	uk_waitq_wake_all(&p->reader.pollq);
}

static long pipe_write(struct uk_file *f, const void *buf, size_t len,
		       int64_t *pos)
{
	struct pipe *p = f->priv;
	struct room room = {p, len <= PIPE_BUF ? len : 1};
	size_t done = 0;

	(void)pos;
	while (done < len) {
		unsigned n;

		if (!has_room(&room) && (f->flags & UK_O_NONBLOCK))
			return done ? (long)done : -EAGAIN;
		uk_waitq_wait_until(&f->pollq, UK_TIME_NEVER, has_room, &room);
		if (!p->readable)
			return done ? (long)done : -EPIPE;
		n = (unsigned)UK_MIN(len - done, (size_t)PIPE_SIZE - p->used);
		append(p, (const unsigned char *)buf + done, n);
		done += n;
	}
	return (long)done;
}

static unsigned reader_poll(struct uk_file *f)
{
	struct pipe *p = f->priv;

	return (p->used ? UK_POLLIN : 0) | (p->writable ? 0 : UK_POLLHUP);
}

static unsigned writer_poll(struct uk_file *f)
{
	struct pipe *p = f->priv;

	return (PIPE_SIZE - p->used >= PIPE_BUF ? UK_POLLOUT : 0) |
	       (p->readable ? 0 : UK_POLLERR);
}

static int pipe_close(struct uk_file *f)
{
	struct pipe *p = f->priv;

	if (f == &p->reader)
		p->readable = false;
	else
		p->writable = false;
	if (!p->readable && !p->writable)
		uk_free(p);
	else
		uk_waitq_wake_all(f == &p->reader ? &p->writer.pollq
						  : &p->reader.pollq);
	return 0;
}

static int pipe_fstat(struct uk_file *f, struct uk_stat *st)
{
	(void)f;
	*st = (struct uk_stat){
		.mode = UK_S_IFIFO | 0600, .nlink = 1, .blksize = PIPE_BUF};
	return 0;
}

static int pipe_ioctl(struct uk_file *f, unsigned long request, void *arg)
{
	struct pipe *p = f->priv;

	if (request != UK_FIONREAD)
		return -ENOTTY;
	if (!arg)
		return -EFAULT;
	*(int *)arg = (int)p->used;
	return 0;
}

static const struct uk_file_ops reader_ops = {
	.read = pipe_read,
	.poll = reader_poll,
	.close = pipe_close,
	.fstat = pipe_fstat,
	.ioctl = pipe_ioctl,
};

static const struct uk_file_ops writer_ops = {
	.write = pipe_write,
	.poll = writer_poll,
	.close = pipe_close,
	.fstat = pipe_fstat,
	.ioctl = pipe_ioctl,
};

static int make_pipe(int *fds, int flags)
{
	int status = flags & UK_O_NONBLOCK;
	struct pipe *p;

	if (flags & ~(UK_O_NONBLOCK | UK_O_CLOEXEC))
		return -EINVAL;
	if (!fds)
		return -EFAULT;
	p = uk_malloc(sizeof(*p));
	if (!p)
		return -ENOMEM;
	p->readable = p->writable = true;
	p->first = p->used = 0;
	uk_file_init(&p->reader, &reader_ops, UK_O_RDONLY | status, p);
	uk_file_init(&p->writer, &writer_ops, UK_O_WRONLY | status, p);
	fds[0] = uk_fd_install(&p->reader);
	if (fds[0] < 0) {
		int rc = fds[0];

		uk_free(p);
		return rc;
	}
	fds[1] = uk_fd_install(&p->writer);
	if (fds[1] < 0) {
		int rc = fds[1];

		p->writable = false;
		uk_fd_close(fds[0]);
		return rc;
	}
	if (flags & UK_O_CLOEXEC) {
		uk_fd_set_cloexec(fds[0], true);
		uk_fd_set_cloexec(fds[1], true);
	}
	return 0;
}

UK_SYSCALL_R_DEFINE(int, pipe, int *, fds)
{
	return make_pipe(fds, 0);
}

UK_SYSCALL_R_DEFINE(int, pipe2, int *, fds, int, flags)
{
	return make_pipe(fds, flags);
}
