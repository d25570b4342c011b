/* SPDX-License-Identifier: BSD-3-Clause */
/* TCP sockets over loopback. */
#include <stdlib.h>
#include <string.h>
#include <uk/errno.h>
#include <uk/time.h>
#include "fake.h"
#include "inet.h"
#include "packet.h"

#define PORT 7300

static int listener(void)
{
	int fd = sk_socket(UK_SOCK_STREAM, 0);

	assert_int_equal(sk_set(fd, UK_SOL_SOCKET, UK_SO_REUSEADDR, 1), 0);
	assert_int_equal(sk_bind(fd, "0.0.0.0", PORT), 0);
	assert_int_equal(uk_syscall_r_listen(fd, 4), 0);
	return fd;
}

/* A connected pair over the loopback interface. */
static void make_pair(int *a, int *b)
{
	int l = listener();

	*a = sk_socket(UK_SOCK_STREAM, 0);
	assert_int_equal(sk_connect(*a, "127.0.0.1", PORT), 0);
	*b = (int)uk_syscall_r_accept4(l, 0, 0, 0);
	assert_true(*b >= 0);
	sk_close(l);
}

static void set_nonblock(int fd)
{
	uk_fd_get(fd)->flags |= UK_O_NONBLOCK;
	uk_fd_get(fd)->refs -= 2;
}

static void connects_and_names(void **state)
{
	struct uk_sockaddr_in a, b;
	uint32_t len = sizeof(a);
	int c, s;

	(void)state;
	make_pair(&c, &s);
	assert_int_equal(uk_syscall_r_getsockname(c, (long)&a, (long)&len), 0);
	len = sizeof(b);
	assert_int_equal(uk_syscall_r_getpeername(s, (long)&b, (long)&len), 0);
	assert_int_equal(a.port, b.port);
	assert_int_equal(a.addr, b.addr);
	assert_int_equal(sk_connect(c, "127.0.0.1", PORT), -UK_EISCONN);
	assert_int_equal(sk_get(c, UK_SOL_SOCKET, UK_SO_ERROR), 0);
	sk_close(c);
	sk_close(s);
}

/* More than both windows hold, in both directions, byte for byte. */
static void carries_much(void **state)
{
	enum { TOTAL = 300000, CHUNK = 7001 };
	uint8_t *in = malloc(TOTAL), *out = malloc(TOTAL);
	size_t sent = 0, got = 0, i;
	int c, s;

	(void)state;
	make_pair(&c, &s);
	set_nonblock(c);
	set_nonblock(s);
	for (i = 0; i < TOTAL; i++)
		out[i] = (uint8_t)(i * 2654435761u >> 13);
	while (got < TOTAL) {
		size_t n = TOTAL - sent < CHUNK ? TOTAL - sent : CHUNK;
		long r = n ? sk_sendto(c, out + sent, n, NULL, 0) : 0;

		assert_true(r >= 0 || r == -EAGAIN);
		if (r > 0)
			sent += (size_t)r;
		/* What poll says and what happens must agree. */
		if (r == -EAGAIN)
			assert_int_equal(sk_poll(c) & UK_POLLOUT, 0);
		fake_run_ms(1);
		r = sk_recv(s, in + got, 5000, 0);
		assert_true(r > 0 || r == -EAGAIN);
		if (r > 0)
			got += (size_t)r;
	}
	assert_memory_equal(in, out, TOTAL);
	free(in);
	free(out);
	sk_close(c);
	sk_close(s);
}

/* Both ends send until nothing more fits: no storm of ACKs, then all comes. */
static void both_windows_closed(void **state)
{
	static char buf[4000];
	size_t sent[2] = {0, 0};
	int fd[2], i;
	long r;

	(void)state;
	make_pair(&fd[0], &fd[1]);
	for (i = 0; i < 2; i++)
		set_nonblock(fd[i]);
	for (i = 0; i < 2000; i++) {
		r = sk_sendto(fd[i & 1], buf, sizeof(buf), NULL, 0);
		if (r > 0)
			sent[i & 1] += (size_t)r;
		fake_run_ms(1);
	}
	assert_true(sent[0] > 40000 && sent[1] > 40000);
	for (i = 0; i < 2; i++) {
		int ms = 0;

		while (sent[i] > 0 && ms++ < 60000) {
			r = sk_recv(fd[!i], buf, sizeof(buf), 0);
			if (r > 0)
				sent[i] -= (size_t)r;
			fake_run_ms(1);
		}
		assert_int_equal(sent[i], 0);
	}
	sk_close(fd[0]);
	sk_close(fd[1]);
}

static void half_close(void **state)
{
	char buf[10];
	int c, s;

	(void)state;
	make_pair(&c, &s);
	assert_int_equal(sk_sendto(c, "ask", 3, NULL, 0), 3);
	assert_int_equal(uk_syscall_r_shutdown(c, UK_SHUT_WR), 0);
	assert_int_equal(sk_sendto(c, "more", 4, NULL, 0), -EPIPE);
	assert_int_equal(sk_recv(s, buf, 10, 0), 3);
	assert_int_equal(sk_recv(s, buf, 10, 0), 0);
	assert_int_equal(sk_sendto(s, "answer", 6, NULL, 0), 6);
	assert_int_equal(sk_recv(c, buf, 10, 0), 6);
	sk_close(s);
	assert_int_equal(sk_recv(c, buf, 10, 0), 0);
	sk_close(c);
}

static void peek_and_waitall(void **state)
{
	char buf[10];
	int c, s;

	(void)state;
	make_pair(&c, &s);
	sk_sendto(c, "abc", 3, NULL, 0);
	assert_int_equal(sk_recv(s, buf, 10, UK_MSG_PEEK), 3);
	assert_int_equal(sk_recv(s, buf, 2, 0), 2);
	sk_sendto(c, "def", 3, NULL, 0);
	sk_sendto(c, "gh", 2, NULL, 0);
	assert_int_equal(sk_recv(s, buf, 6, UK_MSG_WAITALL), 6);
	assert_memory_equal(buf, "cdefgh", 6);
	sk_sendto(c, "i", 1, NULL, 0);
	sk_close(c);
	assert_int_equal(sk_recv(s, buf, 6, UK_MSG_WAITALL), 1);
	sk_close(s);
}

static void refused(void **state)
{
	int fd = sk_socket(UK_SOCK_STREAM, 0);

	(void)state;
	assert_int_equal(sk_connect(fd, "127.0.0.1", 1), -UK_ECONNREFUSED);
	/* The socket can try again. */
	assert_int_equal(sk_connect(fd, "127.0.0.1", 1), -UK_ECONNREFUSED);
	sk_close(fd);
}

static void refused_without_blocking(void **state)
{
	int fd = sk_socket(UK_SOCK_STREAM | UK_SOCK_NONBLOCK, 0);

	(void)state;
	assert_int_equal(sk_connect(fd, "127.0.0.1", 1), -EINPROGRESS);
	assert_int_equal(sk_connect(fd, "127.0.0.1", 1), -EALREADY);
	assert_int_equal(sk_poll(fd), 0);
	fake_run_ms(5);
	assert_int_equal(sk_poll(fd) & (UK_POLLOUT | UK_POLLERR),
			 UK_POLLOUT | UK_POLLERR);
	assert_int_equal(sk_get(fd, UK_SOL_SOCKET, UK_SO_ERROR),
			 UK_ECONNREFUSED);
	assert_int_equal(sk_get(fd, UK_SOL_SOCKET, UK_SO_ERROR), 0);
	sk_close(fd);
}

/* Nobody answers: connect(2) gives up with ETIMEDOUT. */
static void no_answer(void **state)
{
	int fd = sk_socket(UK_SOCK_STREAM, 0);

	(void)state;
	assert_int_equal(sk_connect(fd, FAR_ADDR, 80), -ETIMEDOUT);
	sk_close(fd);
}

static void reset_is_told(void **state)
{
	char buf[10];
	int c, s;

	(void)state;
	make_pair(&c, &s);
	sk_sendto(c, "unread", 6, NULL, 0);
	fake_run_ms(5);
	sk_close(s); /* with unread data: a reset */
	fake_run_ms(5);
	assert_int_equal(sk_recv(c, buf, 10, 0), -UK_ECONNRESET);
	assert_int_equal(sk_recv(c, buf, 10, 0), 0);
	assert_int_equal(sk_sendto(c, "x", 1, NULL, 0), -EPIPE);
	sk_close(c);
}

static void backlog(void **state)
{
	int l = listener(), fds[6], i, accepted = 0;
	int fd;

	(void)state;
	set_nonblock(l);
	assert_int_equal(uk_syscall_r_accept4(l, 0, 0, 0), -EAGAIN);
	for (i = 0; i < 6; i++) {
		fds[i] = sk_socket(UK_SOCK_STREAM | UK_SOCK_NONBLOCK, 0);
		sk_connect(fds[i], "127.0.0.1", PORT);
		fake_run_ms(5);
	}
	assert_int_equal(sk_poll(l), UK_POLLIN);
	while ((fd = (int)uk_syscall_r_accept4(l, 0, 0, 0)) >= 0) {
		accepted++;
		sk_close(fd);
	}
	assert_int_equal(accepted, 4);
	for (i = 0; i < 6; i++)
		sk_close(fds[i]);
	sk_close(l);
}

static void bad_input(void **state)
{
	int fd = sk_socket(UK_SOCK_STREAM, 0);
	int other;
	char c;

	(void)state;
	assert_int_equal(sk_socket(UK_SOCK_STREAM, 17), -UK_EPROTONOSUPPORT);
	assert_int_equal(sk_recv(fd, &c, 1, 0), -UK_ENOTCONN);
	assert_int_equal(sk_sendto(fd, "x", 1, NULL, 0), -UK_ENOTCONN);
	assert_int_equal(uk_syscall_r_shutdown(fd, 0), -UK_ENOTCONN);
	assert_int_equal(uk_syscall_r_shutdown(fd, 3), -EINVAL);
	assert_int_equal(uk_syscall_r_accept4(fd, 0, 0, 0), -EINVAL);
	assert_int_equal(uk_syscall_r_accept4(fd, 0, 0, 1), -EINVAL);
	assert_int_equal(sk_bind(fd, "0.0.0.0", PORT + 1), 0);
	assert_int_equal(sk_bind(fd, "0.0.0.0", PORT + 1), -EINVAL);
	other = sk_socket(UK_SOCK_STREAM, 0);
	assert_int_equal(sk_bind(other, "0.0.0.0", PORT + 1), -UK_EADDRINUSE);
	assert_int_equal(sk_set(other, UK_IPPROTO_TCP, UK_TCP_NODELAY, 1), 0);
	assert_int_equal(sk_get(other, UK_IPPROTO_TCP, UK_TCP_NODELAY), 1);
	assert_int_equal(sk_set(other, UK_IPPROTO_TCP, 999, 1),
			 -UK_ENOPROTOOPT);
	assert_int_equal(sk_set(other, UK_SOL_SOCKET, UK_SO_TIMESTAMP, 1),
			 -UK_ENOPROTOOPT);
	sk_close(fd);
	sk_close(other);
}

/* Whatever allocation fails: an error, no crash, nothing lost. */
static void without_memory(void **state)
{
	size_t before;
	long n;

	(void)state;
	fake_run_ms(150000); /* the last TIME_WAIT is over */
	before = fake_allocated();
	for (n = 0; n < 40; n++) {
		int l = listener();
		int c = sk_socket(UK_SOCK_STREAM | UK_SOCK_NONBLOCK, 0);
		int s;

		set_nonblock(l);
		fake_alloc_limit = n;
		sk_connect(c, "127.0.0.1", PORT);
		fake_run_ms(3);
		sk_sendto(c, "hello", 5, NULL, 0);
		fake_run_ms(3);
		fake_alloc_limit = -1;
		s = (int)uk_syscall_r_accept4(l, 0, 0, UK_SOCK_NONBLOCK);
		if (s >= 0)
			sk_close(s);
		sk_close(c);
		sk_close(l);
		fake_run_ms(20);
	}
	fake_run_ms(150000);
	assert_int_equal(fake_allocated(), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(connects_and_names),
		cmocka_unit_test(carries_much),
		cmocka_unit_test(both_windows_closed),
		cmocka_unit_test(half_close),
		cmocka_unit_test(peek_and_waitall),
		cmocka_unit_test(refused),
		cmocka_unit_test(refused_without_blocking),
		cmocka_unit_test(no_answer),
		cmocka_unit_test(reset_is_told),
		cmocka_unit_test(backlog),
		cmocka_unit_test(bad_input),
		cmocka_unit_test(without_memory),
	};

	return cmocka_run_group_tests(tests, fake_setup, NULL);
}
