/* SPDX-License-Identifier: BSD-3-Clause */
/* /dev/null, zero, random and urandom, without any file system. */
#include <stdint.h>
#include <uk/abi.h>
#include <uk/errno.h>

#include "check.h"

long uk_syscall_r_open(long path, long flags, long mode);
long uk_syscall_r_read(long fd, long buf, long len);
long uk_syscall_r_write(long fd, long buf, long len);
long uk_syscall_r_close(long fd);
long uk_syscall_r_fstat(long fd, long st);

#define ARG(p)          ((long)(p))
#define CALL(name, ...) uk_syscall_r_##name(__VA_ARGS__)

static unsigned char bytes[256], more[256];

static long device(const char *path)
{
	long fd = CALL(open, ARG(path), UK_O_RDWR, 0);

	CHECK(fd >= 0);
	CHECK(CALL(write, fd, ARG("x"), 1) == 1);
	return fd;
}

static void check_random(const char *path)
{
	long fd = device(path);
	unsigned zeros = 0;

	CHECK(CALL(read, fd, ARG(bytes), sizeof(bytes)) == sizeof(bytes));
	CHECK(CALL(read, fd, ARG(more), sizeof(more)) == sizeof(more));
	CHECK(memcmp(bytes, more, sizeof(bytes)) != 0);
	for (unsigned i = 0; i < sizeof(bytes); i++)
		zeros += bytes[i] == 0;
	/* One of 256 is expected; 16 and more once in 10^12 runs. */
	CHECK(zeros < 16);
	CHECK(CALL(close, fd) == 0);
}

int main(void)
{
	struct uk_stat st;
	long fd = device("/dev/zero");

	memset(bytes, 1, sizeof(bytes));
	CHECK(CALL(read, fd, ARG(bytes), sizeof(bytes)) == sizeof(bytes));
	for (unsigned i = 0; i < sizeof(bytes); i++)
		CHECK(bytes[i] == 0);
	CHECK(CALL(fstat, fd, ARG(&st)) == 0 &&
	      (st.mode & UK_S_IFMT) == UK_S_IFCHR);
	CHECK(CALL(close, fd) == 0);

	fd = device("/dev/null");
	CHECK(CALL(read, fd, ARG(bytes), sizeof(bytes)) == 0);
	CHECK(CALL(close, fd) == 0);
	fd = CALL(open, ARG("/dev/null"), UK_O_RDONLY, 0);
	CHECK(CALL(write, fd, ARG("x"), 1) == -EBADF);
	CHECK(CALL(close, fd) == 0);

	check_random("/dev/random");
	check_random("/dev/urandom");
	CHECK(CALL(open, ARG("/dev/none"), UK_O_RDONLY, 0) == -ENOENT);
	CHECK(CALL(open, ARG("/dev/nullx"), UK_O_RDONLY, 0) == -ENOENT);
	return check_result("devices");
}
