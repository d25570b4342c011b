/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Standard input, output and error: bytes as they are, no terminal. The
 * console gives no interrupt for input, so a reader looks for it some times
 * a second; nobody looks while nobody reads.
 */
#include <uk/errno.h>
#include <uk/print.h>
#include <uk/time.h>
#include "console.h"

#define LOOK_EVERY_NS (10 * UK_NSEC_PER_MSEC)

static long console_read(struct uk_file *f, void *buf, size_t len, int64_t *pos)
{
	size_t n;

	(void)pos;
	while ((n = uk_console_read(buf, len)) == 0) {
		if (len == 0)
			return 0;
		if (f->flags & UK_O_NONBLOCK)
			return -EAGAIN;
		uk_waitq_wait_until(&f->pollq,
				    uk_time_mono_ns() + LOOK_EVERY_NS, 0, 0);
	}
	return (long)n;
}

static long console_write(struct uk_file *f, const void *buf, size_t len,
			  int64_t *pos)
{
	(void)f;
	(void)pos;
	uk_console_write(buf, len);
	return (long)len;
}

static unsigned console_poll_out(struct uk_file *f)
{
	(void)f;
	return UK_POLLOUT;
}

static int console_fstat(struct uk_file *f, struct uk_stat *st)
{
	(void)f;
	*st = (struct uk_stat){
		.mode = UK_S_IFCHR | 0600, .nlink = 1, .blksize = 1024};
	return 0;
}

static const struct uk_file_ops in_ops = {
	.read = console_read,
	.fstat = console_fstat,
};

static const struct uk_file_ops out_ops = {
	.write = console_write,
	.poll = console_poll_out,
	.fstat = console_fstat,
};

/* One reference more than the descriptors hold: they are never closed. */
struct uk_file uk_console_in = {
	.ops = &in_ops, .refs = 2, .flags = UK_O_RDONLY};
struct uk_file uk_console_out = {
	.ops = &out_ops, .refs = 3, .flags = UK_O_WRONLY};
