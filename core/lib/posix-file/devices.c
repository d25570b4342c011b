/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * /dev/null, zero, random and urandom: programs open them by name. They are no
 * part of a file system, so stat(2) of their names finds nothing.
 */
#include <string.h>
#include <uk/alloc.h>
#include <uk/errno.h>
#include <uk/essentials.h>
#include <uk/random.h>
#include "at.h"

static long read_nothing(struct uk_file *f, void *buf, size_t len, int64_t *pos)
{
	(void)f;
	(void)buf;
	(void)len;
	(void)pos;
	return 0;
}

static long read_zero(struct uk_file *f, void *buf, size_t len, int64_t *pos)
{
	(void)f;
	(void)pos;
	memset(buf, 0, len);
	return (long)len;
}

static long read_random(struct uk_file *f, void *buf, size_t len, int64_t *pos)
{
	(void)f;
	(void)pos;
	uk_random_fill(buf, len);
	return (long)len;
}

static long write_nowhere(struct uk_file *f, const void *buf, size_t len,
			  int64_t *pos)
{
	(void)f;
	(void)buf;
	(void)pos;
	return (long)len;
}

static int device_close(struct uk_file *f)
{
	uk_free(f);
	return 0;
}

static int device_fstat(struct uk_file *f, struct uk_stat *st)
{
	(void)f;
	*st = (struct uk_stat){
		.mode = UK_S_IFCHR | 0666, .nlink = 1, .blksize = 4096};
	return 0;
}

#define DEVICE(reader)                                                         \
	{                                                                      \
		.read = (reader), .write = write_nowhere,                      \
		.close = device_close, .fstat = device_fstat                   \
	}

static const struct {
	const char *path;
	struct uk_file_ops ops;
} devices[] = {
	{"/dev/null", DEVICE(read_nothing)},
	{"/dev/random", DEVICE(read_random)},
	{"/dev/urandom", DEVICE(read_random)},
	{"/dev/zero", DEVICE(read_zero)},
};

int uk_device_open(const char *path, int flags, struct uk_file **f)
{
	for (size_t i = 0; i < UK_ARRAY_SIZE(devices); i++) {
		if (strcmp(path, devices[i].path) != 0)
			continue;
		*f = uk_malloc(sizeof(**f));
		if (!*f)
			return -ENOMEM;
		uk_file_init(*f, &devices[i].ops,
			     flags & (UK_O_ACCMODE | UK_O_NONBLOCK), 0);
		return 0;
	}
	return -ENOENT;
}
