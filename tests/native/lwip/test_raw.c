/* SPDX-License-Identifier: BSD-3-Clause */
/* Raw sockets: what a prober sends and receives (lwip-patches/0002). */
#include <string.h>
#include <uk/errno.h>
#include "fake.h"
#include "inet.h"
#include "packet.h"

static int raw_sender(void)
{
	int fd = sk_socket(UK_SOCK_RAW, UK_IPPROTO_RAW);

	assert_true(fd >= 0);
	assert_int_equal(sk_set(fd, UK_IPPROTO_IP, UK_IP_HDRINCL, 1), 0);
	return fd;
}

static const uint8_t *sent_ip(unsigned i)
{
	assert_true(fake_sent_count > i);
	return fake_sent[i].data + 14;
}

/* raw(7): checksum and length always, id and source where they are 0. */
static void completes_what_is_zero(void **state)
{
	uint8_t p[100];
	size_t len = icmp_packet(p, "0.0.0.0", FAR_ADDR, 8, 0, 1, 2, "ab", 2);
	int fd = raw_sender();
	const uint8_t *ip;

	(void)state;
	put16(p + 2, 0);
	put16(p + 4, 0);
	put16(p + 10, 0xbad);
	p[8] = 7;
	p[1] = 0xc0;
	fake_forget_sent();
	assert_int_equal(sk_sendto(fd, p, len, FAR_ADDR, 0), (long)len);
	fake_pump();
	ip = sent_ip(0);
	assert_int_equal(checksum(ip, IP_LEN), 0);
	assert_int_equal(get16(ip + 2), len);
	assert_int_not_equal(get16(ip + 4), 0);
	assert_int_equal(ip[8], 7);
	assert_int_equal(ip[1], 0xc0);
	assert_memory_equal(ip + 12, "\xc0\x00\x02\x01", 4);
	sk_close(fd);
}

static void keeps_what_is_set(void **state)
{
	uint8_t p[100];
	size_t len =
		icmp_packet(p, "192.0.2.77", FAR_ADDR, 8, 0, 1, 2, "ab", 2);
	int fd = raw_sender();
	const uint8_t *ip;

	(void)state;
	put16(p + 4, 0x0102);
	put16(p + 6, 0x4000);
	fake_forget_sent();
	assert_int_equal(sk_sendto(fd, p, len, FAR_ADDR, 0), (long)len);
	ip = sent_ip(0);
	assert_int_equal(get16(ip + 4), 0x0102);
	assert_int_equal(get16(ip + 6), 0x4000);
	assert_memory_equal(ip + 12, "\xc0\x00\x02\x4d", 4);
	assert_int_equal(checksum(ip, IP_LEN), 0);
	assert_memory_equal(ip + IP_LEN, p + IP_LEN, len - IP_LEN);
	sk_close(fd);
}

static void refuses_bad_headers(void **state)
{
	uint8_t p[2000];
	size_t len = icmp_packet(p, "0.0.0.0", FAR_ADDR, 8, 0, 1, 2, "ab", 2);
	int fd = raw_sender();

	(void)state;
	fake_forget_sent();
	assert_int_equal(sk_sendto(fd, p, 19, FAR_ADDR, 0), -EINVAL);
	assert_int_equal(sk_sendto(fd, p, 0, FAR_ADDR, 0), -EINVAL);
	p[0] = 0x65;
	assert_int_equal(sk_sendto(fd, p, len, FAR_ADDR, 0), -EINVAL);
	p[0] = 0x44;
	assert_int_equal(sk_sendto(fd, p, len, FAR_ADDR, 0), -EINVAL);
	p[0] = 0x4f;
	assert_int_equal(sk_sendto(fd, p, len, FAR_ADDR, 0), -EINVAL);
	p[0] = 0x45;
	memset(p + len, 0, sizeof(p) - len);
	assert_int_equal(sk_sendto(fd, p, 1501, FAR_ADDR, 0), -UK_EMSGSIZE);
	assert_int_equal(sk_sendto(fd, p, 1500, FAR_ADDR, 0), 1500);
	assert_int_equal(fake_sent_count, 1);
	sk_close(fd);
}

/* Without IP_HDRINCL the stack writes the header, with TTL and TOS asked. */
static void writes_the_header_itself(void **state)
{
	int fd = sk_socket(UK_SOCK_RAW, UK_IPPROTO_ICMP);
	const uint8_t echo[8] = {8, 0, 0xf7, 0xff, 0, 0, 0, 0};
	const uint8_t *ip;

	(void)state;
	assert_int_equal(sk_set(fd, UK_IPPROTO_IP, UK_IP_TTL, 3), 0);
	assert_int_equal(sk_set(fd, UK_IPPROTO_IP, UK_IP_TOS, 0x10), 0);
	fake_forget_sent();
	assert_int_equal(sk_sendto(fd, echo, 8, FAR_ADDR, 0), 8);
	ip = sent_ip(0);
	assert_int_equal(ip[8], 3);
	assert_int_equal(ip[1], 0x10);
	assert_int_equal(ip[9], 1);
	assert_memory_equal(ip + IP_LEN, echo, 8);
	sk_close(fd);
}

/* An ICMP error that quotes our probe arrives whole, with its header. */
static void receives_errors_with_header(void **state)
{
	int a = sk_socket(UK_SOCK_RAW, UK_IPPROTO_ICMP);
	int b = sk_socket(UK_SOCK_RAW, UK_IPPROTO_ICMP);
	uint8_t quoted[44], p[200], buf[200];
	size_t len;

	(void)state;
	icmp_packet(quoted, OUR_ADDR, FAR_ADDR, 8, 0, 9, 9, "0123456789abcdef",
		    16);
	len = icmp_packet(p, "203.0.113.9", OUR_ADDR, 11, 0, 0, 0, quoted, 44);
	fake_arrive(p, len, fake_now);
	fake_pump();
	assert_int_equal(sk_poll(a) & UK_POLLIN, UK_POLLIN);
	assert_int_equal(sk_recv(a, buf, sizeof(buf), 0), (long)len);
	assert_memory_equal(buf, p, len);
	/* Every socket gets its own copy, and only once. */
	assert_int_equal(sk_recv(b, buf, sizeof(buf), 0), (long)len);
	assert_int_equal(sk_recv(a, buf, sizeof(buf), UK_MSG_DONTWAIT),
			 -EAGAIN);
	sk_close(a);
	sk_close(b);
}

static void filters_types(void **state)
{
	int fd = sk_socket(UK_SOCK_RAW, UK_IPPROTO_ICMP);
	uint8_t p[100], buf[100];
	size_t len = icmp_packet(p, FAR_ADDR, OUR_ADDR, 0, 0, 1, 1, "x", 1);

	(void)state;
	assert_int_equal(sk_set(fd, UK_SOL_RAW, UK_ICMP_FILTER, 1 << 0), 0);
	fake_arrive(p, len, fake_now);
	len = icmp_packet(p, FAR_ADDR, OUR_ADDR, 3, 1, 1, 1, "x", 1);
	fake_arrive(p, len, fake_now);
	fake_pump();
	assert_int_equal(sk_recv(fd, buf, sizeof(buf), UK_MSG_DONTWAIT),
			 (long)len);
	assert_int_equal(buf[IP_LEN], 3);
	assert_int_equal(sk_recv(fd, buf, sizeof(buf), UK_MSG_DONTWAIT),
			 -EAGAIN);
	sk_close(fd);
}

/* Header checks are on: what is damaged is not received. */
static void drops_bad_checksums(void **state)
{
	int fd = sk_socket(UK_SOCK_RAW, UK_IPPROTO_ICMP);
	uint8_t p[100], buf[100];
	size_t len = icmp_packet(p, FAR_ADDR, OUR_ADDR, 0, 0, 1, 1, "x", 1);

	(void)state;
	p[10] ^= 1;
	fake_arrive(p, len, fake_now);
	p[10] ^= 1;
	p[0] = 0x46; /* longer header than the packet says elsewhere */
	fake_arrive(p, len, fake_now);
	fake_pump();
	assert_int_equal(sk_recv(fd, buf, sizeof(buf), UK_MSG_DONTWAIT),
			 -EAGAIN);
	sk_close(fd);
}

/* An echo request is answered although a raw socket reads it, too. */
static void answers_echo(void **state)
{
	int fd = sk_socket(UK_SOCK_RAW, UK_IPPROTO_ICMP);
	uint8_t p[100];
	size_t len = icmp_packet(p, FAR_ADDR, OUR_ADDR, 8, 0, 5, 6, "ping", 4);
	const uint8_t *ip;

	(void)state;
	fake_forget_sent();
	fake_arrive(p, len, fake_now);
	fake_pump();
	ip = sent_ip(0);
	assert_int_equal(ip[IP_LEN], 0);
	assert_int_equal(checksum(ip + IP_LEN, len - IP_LEN), 0);
	assert_int_equal(sk_poll(fd) & UK_POLLIN, UK_POLLIN);
	sk_close(fd);
}

static void protocol_is_required(void **state)
{
	(void)state;
	assert_int_equal(sk_socket(UK_SOCK_RAW, 0), -UK_EPROTONOSUPPORT);
	assert_int_equal(sk_socket(UK_SOCK_RAW, 256), -UK_EPROTONOSUPPORT);
	assert_int_equal(sk_socket(7, 0), -UK_ESOCKTNOSUPPORT);
	assert_int_equal(uk_syscall_r_socket(1, 1, 0), -UK_EAFNOSUPPORT);
	assert_int_equal(uk_syscall_r_socket(-1, 1, 0), -UK_EAFNOSUPPORT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(completes_what_is_zero),
		cmocka_unit_test(keeps_what_is_set),
		cmocka_unit_test(refuses_bad_headers),
		cmocka_unit_test(writes_the_header_itself),
		cmocka_unit_test(receives_errors_with_header),
		cmocka_unit_test(filters_types),
		cmocka_unit_test(drops_bad_checksums),
		cmocka_unit_test(answers_echo),
		cmocka_unit_test(protocol_is_required),
	};

	return cmocka_run_group_tests(tests, fake_setup, NULL);
}
