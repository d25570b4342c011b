/* SPDX-License-Identifier: BSD-3-Clause */
/* Contents of files. */
#include <stdio.h>
#include <string.h>
#include "calls.h"

/* More than one message of the protocol, and no multiple of it. */
#define BIG 100001

static char big[BIG], back[BIG + 1];

long must_open(const char *path, int flags)
{
	long fd = CALL(open, ARG(path), flags, 0640);

	if (fd < 0)
		printf("open %s: %ld\n", path, fd);
	HOLDS(fd >= 3);
	return fd;
}

void test_data(void)
{
	struct uk_stat st;
	long fd = must_open("/out.bin", UK_O_CREAT | UK_O_TRUNC | UK_O_RDWR);

	for (unsigned i = 0; i < BIG; i++)
		big[i] = (char)(i * 31 + i / 256);
	SAME(CALL(write, fd, ARG(big), BIG), BIG);
	SAME(CALL(pwrite64, fd, ARG("x"), 1, 5), 1);
	big[5] = 'x';
	SAME(CALL(lseek, fd, 0, UK_SEEK_CUR), BIG);
	SAME(CALL(lseek, fd, 0, UK_SEEK_SET), 0);
	SAME(CALL(read, fd, ARG(back), BIG + 1), BIG);
	HOLDS(!memcmp(big, back, BIG));
	SAME(CALL(read, fd, ARG(back), 10), 0);
	SAME(CALL(pread64, fd, ARG(back), 10, 5), 10);
	HOLDS(!memcmp(big + 5, back, 10));
	SAME(CALL(fsync, fd), 0);
	SAME(CALL(ftruncate, fd, 50000), 0);
	SAME(CALL(fstat, fd, ARG(&st)), 0);
	SAME(st.size, 50000);
	SAME(st.mode & UK_S_IFMT, UK_S_IFREG);
	SAME(st.nlink, 1);
	HOLDS(st.ino != 0 && st.mtime.sec > 1600000000);
	SAME(CALL(close, fd), 0);
	SAME(CALL(close, fd), -EBADF);
}

void test_appending(void)
{
	char one[] = "one\n", tw[] = "tw", o[] = "o\n";
	struct uk_iovec iov[2] = {{tw, 2}, {o, 2}};
	struct uk_stat st;
	long fd = must_open("log.txt", UK_O_CREAT | UK_O_APPEND | UK_O_WRONLY);

	SAME(CALL(write, fd, ARG(one), 4), 4);
	SAME(CALL(lseek, fd, 0, UK_SEEK_SET), 0);
	SAME(CALL(writev, fd, ARG(iov), 2), 4);
	SAME(CALL(close, fd), 0);
	SAME(CALL(stat, ARG("log.txt"), ARG(&st)), 0);
	SAME(st.size, 8);
}

void test_refusals(void)
{
	char buf[16];
	long fd;

	SAME(CALL(open, ARG("/none"), UK_O_RDONLY, 0), -ENOENT);
	SAME(CALL(open, ARG("/none/x"), UK_O_CREAT | UK_O_WRONLY, 0644),
	     -ENOENT);
	SAME(CALL(open, ARG("/in.txt"), UK_O_CREAT | UK_O_EXCL, 0644), -EEXIST);
	SAME(CALL(open, ARG("/in.txt/x"), UK_O_RDONLY, 0), -ENOTDIR);
	SAME(CALL(open, ARG("/"), UK_O_WRONLY, 0), -EISDIR);
	SAME(CALL(open, ARG("/link"), UK_O_RDONLY, 0), -ELOOP);
	SAME(CALL(open, ARG(""), UK_O_RDONLY, 0), -ENOENT);
	SAME(CALL(open, 0, UK_O_RDONLY, 0), -EFAULT);
	SAME(CALL(unlink, ARG("/none")), -ENOENT);
	SAME(CALL(ioctl, 1, UK_TIOCGWINSZ, ARG(buf)), -ENOTTY);
	SAME(CALL(lseek, 1, 0, UK_SEEK_SET), -ESPIPE);
	fd = must_open("/in.txt", UK_O_RDONLY);
	SAME(CALL(write, fd, ARG("x"), 1), -EBADF);
	SAME(CALL(lseek, fd, -1, UK_SEEK_SET), -EINVAL);
	SAME(CALL(close, fd), 0);
}
