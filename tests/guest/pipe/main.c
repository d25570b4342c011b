/* SPDX-License-Identifier: BSD-3-Clause */
/* Pipes: order of bytes, blocking, ends that close, poll, atomic writes. */
#include <stdint.h>
#include <uk/abi.h>
#include <uk/errno.h>
#include <uk/sched.h>

#include "check.h"

long uk_syscall_r_pipe2(long fds, long flags);
long uk_syscall_r_read(long fd, long buf, long len);
long uk_syscall_r_write(long fd, long buf, long len);
long uk_syscall_r_close(long fd);
long uk_syscall_r_poll(long fds, long n, long timeout);
long uk_syscall_r_ioctl(long fd, long request, long arg);
long uk_syscall_r_fstat(long fd, long st);
long uk_syscall_r_fcntl(long fd, long cmd, long arg);

#define ARG(p)          ((long)(p))
#define CALL(name, ...) uk_syscall_r_##name(__VA_ARGS__)
#define SIZE            65536
#define MANY            300000u

static unsigned char block[SIZE];

static unsigned ready(int fd, unsigned events)
{
	struct {
		int fd;
		short events, revents;
	} p = {.fd = fd, .events = (short)events};

	CALL(poll, ARG(&p), 1, 0);
	return (unsigned)p.revents;
}

static void check_ends(void)
{
	int fds[2], n = -1;
	struct uk_stat st;
	char c = 0;

	CHECK(CALL(pipe2, ARG(fds), 1) == -EINVAL);
	CHECK(CALL(pipe2, 0, 0) == -EFAULT);
	CHECK(CALL(pipe2, ARG(fds), UK_O_NONBLOCK | UK_O_CLOEXEC) == 0);
	CHECK(CALL(fcntl, fds[0], UK_F_GETFD, 0) == UK_FD_CLOEXEC);
	CHECK(CALL(read, fds[0], ARG(&c), 1) == -EAGAIN);
	CHECK(CALL(read, fds[1], ARG(&c), 1) == -EBADF);
	CHECK(CALL(write, fds[0], ARG("x"), 1) == -EBADF);
	CHECK(ready(fds[0], UK_POLLIN) == 0);
	CHECK(ready(fds[1], UK_POLLOUT) == UK_POLLOUT);
	CHECK(CALL(write, fds[1], ARG("ab"), 2) == 2);
	CHECK(ready(fds[0], UK_POLLIN) == UK_POLLIN);
	CHECK(CALL(ioctl, fds[0], UK_FIONREAD, ARG(&n)) == 0 && n == 2);
	CHECK(CALL(fstat, fds[0], ARG(&st)) == 0 &&
	      (st.mode & UK_S_IFMT) == UK_S_IFIFO);
	CHECK(CALL(close, fds[1]) == 0);
	/* What was written is still there, then the end shows. */
	CHECK(CALL(read, fds[0], ARG(&c), 1) == 1 && c == 'a');
	CHECK(CALL(read, fds[0], ARG(&c), 1) == 1 && c == 'b');
	CHECK(CALL(read, fds[0], ARG(&c), 1) == 0);
	CHECK(ready(fds[0], UK_POLLIN) == UK_POLLHUP);
	CHECK(CALL(close, fds[0]) == 0);

	CHECK(CALL(pipe2, ARG(fds), 0) == 0);
	CHECK(CALL(close, fds[0]) == 0);
	CHECK(CALL(write, fds[1], ARG("x"), 1) == -EPIPE);
	CHECK(ready(fds[1], 0) == UK_POLLERR);
	CHECK(CALL(close, fds[1]) == 0);
}

/* A write of up to 4096 bytes is all or nothing, a longer one may be cut. */
static void check_full(void)
{
	int fds[2];

	CHECK(CALL(pipe2, ARG(fds), UK_O_NONBLOCK) == 0);
	CHECK(CALL(write, fds[1], ARG(block), SIZE - 100) == SIZE - 100);
	CHECK(ready(fds[1], UK_POLLOUT) == 0);
	CHECK(CALL(write, fds[1], ARG(block), 101) == -EAGAIN);
	CHECK(CALL(write, fds[1], ARG(block), 5000) == 100);
	CHECK(CALL(write, fds[1], ARG(block), 5000) == -EAGAIN);
	CHECK(CALL(read, fds[0], ARG(block), SIZE) == SIZE);
	CHECK(CALL(close, fds[0]) == 0 && CALL(close, fds[1]) == 0);
}

static void writer(void *arg)
{
	int fd = *(int *)arg;
	unsigned char chunk[997];
	unsigned sent = 0;

	while (sent < MANY) {
		unsigned n = MANY - sent < sizeof(chunk) ? MANY - sent
							 : sizeof(chunk);

		for (unsigned i = 0; i < n; i++)
			chunk[i] = (unsigned char)((sent + i) * 7u >> 3);
		CHECK(CALL(write, fd, ARG(chunk), (long)n) == (long)n);
		sent += n;
	}
	CALL(close, fd);
}

/* Both sides block: the writer at a full pipe, the reader at an empty one. */
static void check_threads(void)
{
	unsigned got = 0, wrong = 0;
	int fds[2];

	CHECK(CALL(pipe2, ARG(fds), 0) == 0);
	CHECK(uk_thread_create("writer", writer, &fds[1], 0) != 0);
	for (;;) {
		long n = CALL(read, fds[0], ARG(block), 4001);

		if (n <= 0) {
			CHECK(n == 0);
			break;
		}
		for (long i = 0; i < n; i++, got++)
			wrong += block[i] != (unsigned char)(got * 7u >> 3);
	}
	CHECK(got == MANY && wrong == 0);
	CHECK(CALL(close, fds[0]) == 0);
}

int main(void)
{
	check_ends();
	check_full();
	check_threads();
	return check_result("pipe");
}
