/* SPDX-License-Identifier: BSD-3-Clause */
/* Directories, names and many files. */
#include <stdio.h>
#include <string.h>
#include "calls.h"

#define DEPTH 20
#define MANY  300

/* Entries of a directory, read with a small buffer; names that begin with
 * prefix are counted. */
static long count(const char *path, const char *prefix)
{
	long fd = must_open(path, UK_O_DIRECTORY), got, n = 0;
	char buf[256];

	while ((got = CALL(getdents64, fd, ARG(buf), sizeof(buf))) > 0)
		for (long at = 0; at < got;) {
			const struct uk_dirent64 *d = (const void *)(buf + at);

			n += !memcmp(d->name, prefix, strlen(prefix));
			at += d->reclen;
		}
	SAME(got, 0);
	SAME(CALL(close, fd), 0);
	return n;
}

/* More components than one walk of the protocol holds. */
static void deep(void)
{
	char path[2 * DEPTH + 8] = "/";
	struct uk_stat st;
	size_t n = 1;

	for (int i = 0; i < DEPTH; i++) {
		memcpy(path + n, "d", 2);
		SAME(CALL(mkdir, ARG(path), 0755), 0);
		memcpy(path + n + 1, "/", 2);
		n += 2;
	}
	memcpy(path + n, "f", 2);
	SAME(CALL(close, must_open(path, UK_O_CREAT | UK_O_WRONLY)), 0);
	SAME(CALL(stat, ARG(path), ARG(&st)), 0);
}

void test_directories(void)
{
	struct uk_stat st;
	char buf[64];
	long fd;

	SAME(CALL(mkdir, ARG("dir"), 0755), 0);
	SAME(CALL(mkdir, ARG("dir"), 0755), -EEXIST);
	SAME(CALL(chdir, ARG("dir")), 0);
	test_appending();
	SAME(CALL(stat, ARG("../dir/./log.txt"), ARG(&st)), 0);
	SAME(CALL(rename, ARG("log.txt"), ARG("/dir/log2.txt")), 0);
	SAME(CALL(stat, ARG("log.txt"), ARG(&st)), -ENOENT);
	SAME(CALL(rmdir, ARG("/dir")), -ENOTEMPTY);
	SAME(CALL(unlink, ARG("/dir")), -EISDIR);
	SAME(CALL(getcwd, ARG(buf), sizeof(buf)), 5);
	HOLDS(!strcmp(buf, "/dir"));
	SAME(CALL(getcwd, ARG(buf), 4), -ERANGE);
	SAME(CALL(access, ARG("/in.txt"), 4), 0);
	SAME(CALL(lstat, ARG("/link"), ARG(&st)), 0);
	SAME(st.mode & UK_S_IFMT, UK_S_IFLNK);
	fd = must_open("/", UK_O_DIRECTORY);
	SAME(CALL(close, CALL(openat, fd, ARG("in.txt"), UK_O_RDONLY, 0)), 0);
	SAME(CALL(read, fd, ARG(buf), sizeof(buf)), -EISDIR);
	SAME(CALL(close, fd), 0);
	SAME(CALL(unlink, ARG("/dir/log2.txt")), 0);
	SAME(CALL(rmdir, ARG("/dir")), 0);
	SAME(CALL(chdir, ARG("/")), 0);
	deep();
}

static void name_of(unsigned i, char *name)
{
	memcpy(name, "/many/f000", 11);
	for (unsigned k = 0; k < 3; k++, i /= 10)
		name[9 - k] = (char)('0' + i % 10);
}

/* No descriptor and no number of the protocol may be lost. */
void test_many(void)
{
	char name[16];

	SAME(CALL(mkdir, ARG("/many"), 0755), 0);
	for (unsigned i = 0; i < MANY; i++) {
		name_of(i, name);
		SAME(CALL(close, must_open(name, UK_O_CREAT | UK_O_WRONLY)), 0);
	}
	SAME(count("/many", "f"), MANY);
	for (unsigned i = 0; i < MANY; i++) {
		name_of(i, name);
		SAME(CALL(unlink, ARG(name)), 0);
	}
	SAME(count("/many", "f"), 0);
	SAME(CALL(rmdir, ARG("/many")), 0);
	for (unsigned i = 0; i < 3000; i++) {
		long fd = CALL(open, ARG("/in.txt"), UK_O_RDONLY, 0);

		SAME(fd, 3);
		SAME(CALL(close, fd), 0);
	}
}
