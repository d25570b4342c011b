/* SPDX-License-Identifier: BSD-3-Clause */
/* UDP sockets and what all datagram sockets share. */
#include <string.h>
#include <uk/errno.h>
#include <uk/time.h>
#include "fake.h"
#include "inet.h"
#include "packet.h"

#define PORT 7200

static int bound(void)
{
	int fd = sk_socket(UK_SOCK_DGRAM, 0);

	assert_int_equal(sk_bind(fd, "0.0.0.0", PORT), 0);
	return fd;
}

static void names(void **state)
{
	int fd = sk_socket(UK_SOCK_DGRAM, UK_IPPROTO_UDP);
	struct uk_sockaddr_in a;
	uint32_t len = sizeof(a);

	(void)state;
	assert_int_equal(uk_syscall_r_getpeername(fd, (long)&a, (long)&len),
			 -UK_ENOTCONN);
	/* connect() picks the source address: how a prober learns its own. */
	assert_int_equal(sk_connect(fd, FAR_ADDR, 53), 0);
	len = sizeof(a);
	assert_int_equal(uk_syscall_r_getsockname(fd, (long)&a, (long)&len), 0);
	assert_int_equal(len, sizeof(a));
	assert_int_equal(a.family, UK_AF_INET);
	assert_int_equal(a.addr, ipaddr_addr(OUR_ADDR));
	assert_int_not_equal(a.port, 0);
	assert_int_equal(uk_syscall_r_getpeername(fd, (long)&a, (long)&len), 0);
	assert_int_equal(a.addr, ipaddr_addr(FAR_ADDR));
	assert_int_equal(a.port, PP_HTONS(53));
	sk_close(fd);
}

static void short_reads(void **state)
{
	int fd = bound();
	char buf[4];

	(void)state;
	sk_sendto(fd, "12345678", 8, "127.0.0.1", PORT);
	fake_pump();
	assert_int_equal(sk_recv(fd, buf, 4, UK_MSG_PEEK), 4);
	assert_int_equal(sk_recv(fd, buf, 4, UK_MSG_PEEK | UK_MSG_TRUNC), 8);
	assert_int_equal(sk_recv(fd, buf, 4, 0), 4);
	assert_memory_equal(buf, "1234", 4);
	assert_int_equal(sk_recv(fd, buf, 4, UK_MSG_DONTWAIT), -EAGAIN);
	sk_close(fd);
}

static void empty_datagrams_count(void **state)
{
	int fd = bound();
	char buf[4];

	(void)state;
	assert_int_equal(sk_sendto(fd, "", 0, "127.0.0.1", PORT), 0);
	assert_int_equal(sk_recv(fd, buf, 4, 0), 0);
	sk_close(fd);
}

static void time_limit(void **state)
{
	int fd = bound();
	struct uk_timeval tv = {0, 250000};
	struct uk_timeval bad = {0, 1000000};
	uint64_t before = fake_now;
	char buf[4];

	(void)state;
	assert_int_equal(uk_syscall_r_setsockopt(fd, UK_SOL_SOCKET,
						 UK_SO_RCVTIMEO, (long)&tv,
						 sizeof(tv)),
			 0);
	assert_int_equal(uk_syscall_r_setsockopt(fd, UK_SOL_SOCKET,
						 UK_SO_RCVTIMEO, (long)&bad,
						 sizeof(bad)),
			 -33);
	assert_int_equal(sk_recv(fd, buf, 4, 0), -EAGAIN);
	assert_in_range(fake_now - before, 250 * UK_NSEC_PER_MSEC,
			252 * UK_NSEC_PER_MSEC);
	sk_close(fd);
}

/* A flood costs the memory that SO_RCVBUF says, no more. */
static void queue_is_bounded(void **state)
{
	int fd = bound();
	size_t before;
	uint8_t p[1500], data[1000] = {0};
	size_t len = udp_packet(p, FAR_ADDR, 9, OUR_ADDR, PORT, data, 1000);
	unsigned i, got = 0;

	(void)state;
	assert_int_equal(sk_set(fd, UK_SOL_SOCKET, UK_SO_RCVBUF, 10000), 0);
	assert_int_equal(sk_get(fd, UK_SOL_SOCKET, UK_SO_RCVBUF), 20000);
	before = fake_allocated();
	for (i = 0; i < 500; i++) {
		fake_arrive(p, len, fake_now);
		fake_pump();
	}
	assert_true(fake_allocated() - before < 25000);
	while (sk_recv(fd, data, sizeof(data), UK_MSG_DONTWAIT) > 0)
		got++;
	assert_in_range(got, 15, 20);
	assert_int_equal(fake_allocated(), before);
	sk_close(fd);
}

static void control_of_ttl_and_tos(void **state)
{
	int fd = bound();
	uint8_t p[100], buf[10], control[64] = {0};
	struct uk_iovec iov = {buf, sizeof(buf)};
	struct uk_sockaddr_in from;
	struct uk_msghdr m = {.name = &from,
			      .namelen = sizeof(from),
			      .iov = &iov,
			      .iovlen = 1,
			      .control = control,
			      .controllen = sizeof(control)};
	struct uk_cmsghdr *c = (struct uk_cmsghdr *)control;

	(void)state;
	sk_set(fd, UK_IPPROTO_IP, UK_IP_RECVTTL, 1);
	sk_set(fd, UK_IPPROTO_IP, UK_IP_RECVTOS, 1);
	fake_arrive(p, udp_packet(p, FAR_ADDR, 99, OUR_ADDR, PORT, "x", 1),
		    fake_now);
	assert_int_equal(uk_syscall_r_recvmsg(fd, (long)&m, 0), 1);
	assert_int_equal(from.addr, ipaddr_addr(FAR_ADDR));
	assert_int_equal(from.port, PP_HTONS(99));
	assert_int_equal(m.namelen, sizeof(from));
	assert_int_equal(c->type, UK_IP_TTL);
	assert_int_equal(*(int *)(control + 16), 55);
	c = (struct uk_cmsghdr *)(control + 24);
	assert_int_equal(c->type, UK_IP_TOS);
	assert_int_equal(c->len, 17);
	assert_int_equal(m.controllen, 48);
	sk_close(fd);
}

/* Ours to no port: the sender is told (RFC 1122 4.1.3.1). */
static void closed_port_is_answered(void **state)
{
	uint8_t p[100];
	const uint8_t *ip;

	(void)state;
	fake_forget_sent();
	fake_arrive(p, udp_packet(p, FAR_ADDR, 9, OUR_ADDR, 33434, "x", 1),
		    fake_now);
	fake_pump();
	assert_int_equal(fake_sent_count, 1);
	ip = fake_sent[0].data + 14;
	assert_int_equal(ip[IP_LEN], 3);
	assert_int_equal(ip[IP_LEN + 1], 3);
}

static void bad_input(void **state)
{
	int fd = sk_socket(UK_SOCK_DGRAM, 0);
	struct uk_sockaddr_in a = sk_addr(FAR_ADDR, 1);
	static uint8_t big[65508];
	int v = 1;

	(void)state;
	assert_int_equal(sk_sendto(fd, "x", 1, NULL, 0), -UK_EDESTADDRREQ);
	assert_int_equal(sk_bind(fd, "203.0.113.1", 0), -UK_EADDRNOTAVAIL);
	assert_int_equal(uk_syscall_r_bind(fd, (long)&a, 5), -EINVAL);
	assert_int_equal(uk_syscall_r_bind(fd, 0, 0), -EINVAL);
	assert_int_equal(uk_syscall_r_bind(99, (long)&a, 16), -EBADF);
	assert_int_equal(uk_syscall_r_bind(-1, (long)&a, 16), -EBADF);
	a.family = 10;
	assert_int_equal(uk_syscall_r_bind(fd, (long)&a, 16), -UK_EAFNOSUPPORT);
	assert_int_equal(sk_sendto(fd, big, sizeof(big), FAR_ADDR, 1),
			 -UK_EMSGSIZE);
	assert_int_equal(sk_sendto(fd, "x", 1, "255.255.255.255", 1), -EACCES);
	assert_int_equal(uk_syscall_r_listen(fd, 1), -EOPNOTSUPP);
	assert_int_equal(sk_set(fd, UK_SOL_SOCKET, 4711, 1), -UK_ENOPROTOOPT);
	assert_int_equal(sk_set(fd, 4711, 1, 1), -UK_ENOPROTOOPT);
	assert_int_equal(sk_set(fd, UK_IPPROTO_IP, UK_IP_TTL, 256), -EINVAL);
	assert_int_equal(sk_set(fd, UK_IPPROTO_IP, UK_IP_TTL, 0), -EINVAL);
	assert_int_equal(sk_set(fd, UK_SOL_SOCKET, UK_SO_TYPE, 1),
			 -UK_ENOPROTOOPT);
	assert_int_equal(uk_syscall_r_setsockopt(fd, UK_SOL_SOCKET,
						 UK_SO_REUSEADDR, (long)&v, 1),
			 -EINVAL);
	assert_int_equal(uk_syscall_r_setsockopt(fd, UK_IPPROTO_IP, UK_IP_TTL,
						 (long)&v, 0),
			 -EINVAL);
	sk_close(fd);
}

/* Whatever allocation fails, nothing crashes and nothing is lost. */
static void without_memory(void **state)
{
	size_t before;
	long n;

	(void)state;
	fake_run_ms(5000);
	before = fake_allocated();
	for (n = 0; n < 12; n++) {
		uint8_t p[100];
		int fd;

		fake_alloc_limit = n;
		fd = sk_socket(UK_SOCK_DGRAM, 0);
		if (fd < 0) {
			assert_int_equal(fd, -ENOMEM);
		} else {
			sk_bind(fd, "0.0.0.0", PORT);
			sk_sendto(fd, "x", 1, "127.0.0.1", PORT);
			sk_sendto(fd, "x", 1, FAR_ADDR, PORT);
		}
		fake_alloc_limit = -1;
		fake_arrive(p,
			    udp_packet(p, FAR_ADDR, 9, OUR_ADDR, PORT, "x", 1),
			    fake_now);
		fake_alloc_limit = n;
		fake_pump();
		fake_alloc_limit = -1;
		if (fd >= 0)
			sk_close(fd);
		fake_pump();
	}
	fake_run_ms(5000);
	assert_int_equal(fake_allocated(), before);
}

static void several_messages(void **state)
{
	int fd = bound();
	char a[8], b[8];
	struct uk_iovec in[2] = {{a, 8}, {b, 8}};
	struct uk_iovec out[2] = {{(char *)(uintptr_t) "one", 3},
				  {(char *)(uintptr_t) "three", 5}};
	struct uk_sockaddr_in to = sk_addr("127.0.0.1", PORT);
	struct uk_mmsghdr v[2];
	int i;

	(void)state;
	memset(v, 0, sizeof(v));
	for (i = 0; i < 2; i++) {
		v[i].hdr.name = &to;
		v[i].hdr.namelen = sizeof(to);
		v[i].hdr.iov = &out[i];
		v[i].hdr.iovlen = 1;
	}
	assert_int_equal(uk_syscall_r_sendmmsg(fd, (long)v, 2, 0), 2);
	assert_int_equal(v[1].len, 5);
	memset(v, 0, sizeof(v));
	for (i = 0; i < 2; i++) {
		v[i].hdr.iov = &in[i];
		v[i].hdr.iovlen = 1;
	}
	assert_int_equal(
		uk_syscall_r_recvmmsg(fd, (long)v, 2, UK_MSG_WAITFORONE, 0), 2);
	assert_int_equal(v[0].len, 3);
	assert_memory_equal(b, "three", 5);
	sk_close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names),
		cmocka_unit_test(short_reads),
		cmocka_unit_test(empty_datagrams_count),
		cmocka_unit_test(time_limit),
		cmocka_unit_test(queue_is_bounded),
		cmocka_unit_test(control_of_ttl_and_tos),
		cmocka_unit_test(closed_port_is_answered),
		cmocka_unit_test(bad_input),
		cmocka_unit_test(without_memory),
		cmocka_unit_test(several_messages),
	};

	return cmocka_run_group_tests(tests, fake_setup, NULL);
}
