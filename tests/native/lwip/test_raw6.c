/* SPDX-License-Identifier: BSD-3-Clause */
/* Raw sockets of IPv6 as a prober uses them (RFC 3542; lwip-patches/0008). */
#include <string.h>
#include <uk/errno.h>
#include <uk/time.h>
#include "fake.h"
#include "inet.h"
#include "packet.h"

static int setup(void **state)
{
	(void)state;
	return fake_setup6(OUR_ADDR6 "/64," GATEWAY6);
}

/* What Linux does: IPPROTO_RAW brings its header, of which nothing changes. */
static void sends_what_it_is_given(void **state)
{
	uint8_t p[100];
	size_t len = icmp6_packet(p, "2001:db8::77", FAR_ADDR6, 128, 0, 1, 4);
	int fd = sk_socket6(UK_SOCK_RAW, UK_IPPROTO_RAW);

	(void)state;
	p[0] = 0x6c;
	p[1] = 0x01;
	p[3] = 0x42; /* a flow label */
	p[7] = 3;
	put16(p + 42, 0xbad);
	fake_forget_sent();
	assert_int_equal(sk_sendto6(fd, p, len, FAR_ADDR6, 0), (long)len);
	assert_int_equal(fake_sent_count, 1);
	assert_int_equal(fake_sent[0].len, 14 + len);
	assert_memory_equal(fake_sent[0].data + 14, p, len);
	sk_close(fd);
}

static void refuses_bad_headers(void **state)
{
	static uint8_t p[2000];
	int fd = sk_socket6(UK_SOCK_RAW, UK_IPPROTO_RAW);
	size_t len = icmp6_packet(p, OUR_ADDR6, FAR_ADDR6, 128, 0, 1, 4);

	(void)state;
	fake_forget_sent();
	assert_int_equal(sk_sendto6(fd, p, 39, FAR_ADDR6, 0), -EINVAL);
	assert_int_equal(sk_sendto6(fd, p, 0, FAR_ADDR6, 0), -EINVAL);
	p[0] = 0x45;
	assert_int_equal(sk_sendto6(fd, p, len, FAR_ADDR6, 0), -EINVAL);
	p[0] = 0x60;
	assert_int_equal(sk_sendto6(fd, p, 1501, FAR_ADDR6, 0), -UK_EMSGSIZE);
	assert_int_equal(fake_sent_count, 0);
	sk_close(fd);
}

/* Probes above the path MTU leave whole: that is what they measure. */
static void is_never_cut(void **state)
{
	static uint8_t p[1500], error[200];
	int fd = sk_socket6(UK_SOCK_RAW, UK_IPPROTO_RAW);
	int udp = sk_socket6(UK_SOCK_DGRAM, 0);

	(void)state;
	icmp6_packet(p, OUR_ADDR6, FAR_ADDR6, 128, 0, 1, 1452);
	assert_int_equal(sk_sendto6(fd, p, 1500, FAR_ADDR6, 0), 1500);
	memcpy(error + 48, p, 100);
	fake_arrive(error,
		    icmp6_packet(error, "2001:db8:2::1", OUR_ADDR6, 2, 0, 1280,
				 100),
		    fake_now);
	fake_pump();
	fake_forget_sent();
	assert_int_equal(sk_sendto6(fd, p, 1500, FAR_ADDR6, 0), 1500);
	assert_int_equal(fake_sent_count, 1);
	assert_int_equal(fake_sent[0].len, 1514);
	/* A datagram of the stack is cut to it. */
	assert_int_equal(sk_sendto6(udp, p, 1400, FAR_ADDR6, 9), 1400);
	assert_int_equal(fake_sent_count, 3);
	sk_close(fd);
	sk_close(udp);
}

/* Without header: hop limit, class and the checksum are the system's. */
static void writes_the_header_itself(void **state)
{
	int fd = sk_socket6(UK_SOCK_RAW, UK_IPPROTO_ICMPV6);
	uint8_t echo[12] = {128, 0, 0xba, 0xad, 0, 7, 0, 1, 'a', 'b', 'c', 'd'};
	const uint8_t *p;

	(void)state;
	assert_int_equal(sk_set(fd, UK_IPPROTO_IPV6, UK_IPV6_UNICAST_HOPS, 9),
			 0);
	assert_int_equal(sk_set(fd, UK_IPPROTO_IPV6, UK_IPV6_TCLASS, 0xb8), 0);
	assert_int_equal(sk_get(fd, UK_IPPROTO_IPV6, UK_IPV6_UNICAST_HOPS), 9);
	assert_int_equal(sk_get(fd, UK_IPPROTO_IPV6, UK_IPV6_TCLASS), 0xb8);
	fake_forget_sent();
	assert_int_equal(sk_sendto6(fd, echo, 12, FAR_ADDR6, 0), 12);
	p = fake_sent[0].data + 14;
	assert_int_equal(get16(p), 0x6b80);
	assert_int_equal(get16(p + 4), 12);
	assert_int_equal(p[6], 58);
	assert_int_equal(p[7], 9);
	assert_int_equal(checksum6(p, 58, IP6_LEN, 12), 0);
	/* No room for the checksum */
	assert_int_equal(sk_sendto6(fd, echo, 3, FAR_ADDR6, 0), -EINVAL);
	assert_int_equal(sk_sendto6(fd, echo, 0, FAR_ADDR6, 0), -EINVAL);
	sk_close(fd);
}

static void options(void **state)
{
	int fd = sk_socket6(UK_SOCK_RAW, UK_IPPROTO_ICMPV6);
	int tcp = sk_socket6(UK_SOCK_STREAM, 0);

	(void)state;
	assert_int_equal(sk_set(fd, UK_IPPROTO_IPV6, UK_IPV6_UNICAST_HOPS, 256),
			 -EINVAL);
	assert_int_equal(sk_set(fd, UK_IPPROTO_IPV6, UK_IPV6_UNICAST_HOPS, -1),
			 0);
	assert_int_equal(sk_get(fd, UK_IPPROTO_IPV6, UK_IPV6_UNICAST_HOPS), 64);
	assert_int_equal(sk_set(fd, UK_IPPROTO_IPV6, UK_IPV6_TCLASS, -2),
			 -EINVAL);
	assert_int_equal(sk_set(fd, UK_IPPROTO_IPV6, UK_IPV6_V6ONLY, 1), 0);
	assert_int_equal(sk_set(fd, UK_IPPROTO_IPV6, UK_IPV6_V6ONLY, 0),
			 -EINVAL);
	assert_int_equal(sk_get(fd, UK_IPPROTO_IPV6, UK_IPV6_V6ONLY), 1);
	assert_int_equal(sk_set(fd, UK_IPPROTO_IPV6, UK_IPV6_HDRINCL, 1), 0);
	assert_int_equal(sk_get(fd, UK_IPPROTO_IPV6, UK_IPV6_HDRINCL), 1);
	assert_int_equal(sk_set(fd, UK_IPPROTO_IPV6, 4711, 1), -92);
	assert_int_equal(sk_get(fd, UK_IPPROTO_IPV6, 4711), -92);
	/* Options of IPv4 are not those of an IPv6 socket. */
	assert_int_equal(sk_set(fd, UK_IPPROTO_IP, UK_IP_TTL, 4), -92);
	assert_int_equal(sk_set(fd, UK_SOL_RAW, UK_ICMP_FILTER, 1), -92);
	assert_int_equal(sk_set(tcp, UK_IPPROTO_IPV6, UK_IPV6_RECVHOPLIMIT, 1),
			 -92);
	assert_int_equal(sk_set(tcp, UK_IPPROTO_IPV6, UK_IPV6_HDRINCL, 1), -92);
	assert_int_equal(sk_get(tcp, UK_IPPROTO_IPV6, UK_IPV6_HDRINCL), -92);
	sk_close(fd);
	sk_close(tcp);
}

/* The message and, beside it, what stood in the headers. */
struct got {
	uint8_t data[2000];
	long len;
	struct uk_sockaddr_in6 from;
	struct uk_in6_pktinfo info;
	int hops, tclass;
	struct uk_timespec stamp;
};

static void receive(int fd, struct got *g)
{
	uint8_t control[256] __attribute__((aligned(8)));
	struct uk_iovec iov = {g->data, sizeof(g->data)};
	struct uk_msghdr m = {.name = &g->from,
			      .namelen = sizeof(g->from),
			      .iov = &iov,
			      .iovlen = 1,
			      .control = control,
			      .controllen = sizeof(control)};
	size_t at;

	g->len = uk_syscall_r_recvmsg(fd, (long)&m, UK_MSG_DONTWAIT);
	for (at = 0; g->len >= 0 && at < m.controllen;) {
		struct uk_cmsghdr c;
		const uint8_t *data = control + at + sizeof(c);

		memcpy(&c, control + at, sizeof(c));
		at += (c.len + 7) & ~(size_t)7;
		if (c.level == UK_SOL_SOCKET)
			memcpy(&g->stamp, data, sizeof(g->stamp));
		else if (c.type == UK_IPV6_PKTINFO)
			memcpy(&g->info, data, sizeof(g->info));
		else if (c.type == UK_IPV6_HOPLIMIT)
			memcpy(&g->hops, data, sizeof(g->hops));
		else if (c.type == UK_IPV6_TCLASS)
			memcpy(&g->tclass, data, sizeof(g->tclass));
	}
}

static int receiver(int protocol)
{
	int fd = sk_socket6(UK_SOCK_RAW, protocol);

	assert_int_equal(sk_set(fd, UK_IPPROTO_IPV6, UK_IPV6_RECVPKTINFO, 1),
			 0);
	assert_int_equal(sk_set(fd, UK_IPPROTO_IPV6, UK_IPV6_RECVHOPLIMIT, 1),
			 0);
	assert_int_equal(sk_set(fd, UK_IPPROTO_IPV6, UK_IPV6_RECVTCLASS, 1), 0);
	assert_int_equal(sk_set(fd, UK_SOL_SOCKET, UK_SO_TIMESTAMPNS, 1), 0);
	return fd;
}

/* A time exceeded with a class and hop limit of its own; its length. */
static size_t expired(uint8_t *p)
{
	size_t len;

	icmp6_packet(p + 48, OUR_ADDR6, FAR_ADDR6, 128, 0, 1, 4);
	len = icmp6_packet(p, "2001:db8:2::1", OUR_ADDR6, 3, 0, 0, 52);
	p[0] = 0x62;
	p[1] = 0xe0;
	p[7] = 61;
	return len;
}

static void expect(struct got *g, const uint8_t *p, size_t skip, size_t len)
{
	uint8_t ours[16];

	addr6(OUR_ADDR6, ours);
	assert_int_equal(g->len, (long)(len - skip));
	assert_memory_equal(g->data, p + skip, len - skip);
	assert_memory_equal(g->from.addr, p + 8, 16);
	assert_memory_equal(g->info.addr, ours, 16);
	assert_int_not_equal(g->info.ifindex, 0);
	assert_int_equal(g->hops, 61);
	assert_int_equal(g->tclass, 0x2e);
}

static void receives_the_message_alone(void **state)
{
	int fd = receiver(UK_IPPROTO_ICMPV6);
	uint64_t stamp = fake_now - 123456;
	struct got g = {0};
	uint8_t p[200];
	size_t len = expired(p);

	(void)state;
	fake_arrive(p, len, stamp);
	fake_pump();
	receive(fd, &g);
	expect(&g, p, IP6_LEN, len);
	stamp += fake_wall_offset;
	assert_int_equal((uint64_t)g.stamp.sec * UK_NSEC_PER_SEC +
				 (uint64_t)g.stamp.nsec,
			 stamp);
	/* A wrong checksum is none of ours (RFC 3542 section 3.1). */
	p[IP6_LEN + 3] ^= 1;
	fake_arrive(p, len, stamp);
	fake_pump();
	receive(fd, &g);
	assert_int_equal(g.len, -EAGAIN);
	sk_close(fd);
}

/* RFC 4798: a label switching router without an address of IPv6. */
static void from_a_mapped_address(void **state)
{
	int fd = receiver(UK_IPPROTO_ICMPV6);
	struct got g = {0};
	uint8_t p[200];
	size_t len;

	(void)state;
	icmp6_packet(p + 48, OUR_ADDR6, FAR_ADDR6, 128, 0, 1, 4);
	len = icmp6_packet(p, "::ffff:192.0.2.7", OUR_ADDR6, 3, 0, 0, 52);
	fake_arrive(p, len, fake_now);
	fake_pump();
	receive(fd, &g);
	assert_int_equal(g.len, (long)(len - IP6_LEN));
	assert_memory_equal(g.from.addr, p + 8, 16);
	sk_close(fd);
}

/* Hop-by-hop and destination options, a fragment that is whole. */
static void behind_extension_headers(void **state)
{
	static const uint8_t extensions[24] = {
		60, 0, 1, 4, 0, 0, 0, 0,  /* hop-by-hop: PadN */
		44, 0, 1, 4, 0, 0, 0, 0,  /* destination options: PadN */
		58, 0, 0, 0, 0, 0, 0, 99, /* fragment, alone */
	};
	int fd = receiver(UK_IPPROTO_ICMPV6);
	int none = receiver(UK_IPPROTO_UDP);
	struct got g = {0};
	uint8_t p[200];
	size_t len = expired(p);

	(void)state;
	memmove(p + IP6_LEN + 24, p + IP6_LEN, len - IP6_LEN);
	memcpy(p + IP6_LEN, extensions, 24);
	p[6] = 0;
	put16(p + 4, (unsigned)(len - IP6_LEN + 24));
	fake_arrive(p, len + 24, fake_now);
	fake_pump();
	receive(fd, &g);
	expect(&g, p, IP6_LEN + 24, len + 24);
	receive(none, &g);
	assert_int_equal(g.len, -EAGAIN);
	sk_close(fd);
	sk_close(none);
}

/* An error of more than one frame, last fragment first. */
static void made_of_fragments(void **state)
{
	static uint8_t whole[1500], p[2][1500];
	int fd = receiver(UK_IPPROTO_ICMPV6);
	size_t held = fake_allocated(), half = 640, len, i;
	struct got g = {0};

	(void)state;
	memset(whole + 48, 'q', 1232);
	len = icmp6_packet(whole, "2001:db8:2::1", OUR_ADDR6, 3, 0, 0, 1232);
	for (i = 0; i < 2; i++) {
		size_t part = i ? len - IP6_LEN - half : half;

		ip6_packet(p[i], "2001:db8:2::1", OUR_ADDR6, 44, 61, part + 8);
		p[i][0] = 0x62;
		p[i][1] = 0xe0;
		memset(p[i] + IP6_LEN, 0, 8);
		p[i][IP6_LEN] = 58;
		put16(p[i] + IP6_LEN + 2, i ? (unsigned)half : 1u);
		p[i][IP6_LEN + 7] = 5;
		memcpy(p[i] + IP6_LEN + 8, whole + IP6_LEN + (i ? half : 0),
		       part);
	}
	fake_arrive(p[1], len - half + 8, fake_now);
	fake_pump();
	fake_arrive(p[0], IP6_LEN + 8 + half, fake_now);
	fake_pump();
	receive(fd, &g);
	expect(&g, whole, IP6_LEN, len);
	assert_int_equal(fake_allocated(), held);
	sk_close(fd);
}

/* The time of transmission comes with the family of the socket. */
static void time_of_transmission(void **state)
{
	uint8_t p[100], control[256] __attribute__((aligned(8)));
	size_t len = icmp6_packet(p, OUR_ADDR6, FAR_ADDR6, 128, 0, 1, 4);
	int fd = sk_socket6(UK_SOCK_RAW, UK_IPPROTO_RAW);
	struct uk_msghdr m = {.control = control,
			      .controllen = sizeof(control)};
	struct uk_scm_timestamping stamp;
	struct uk_cmsghdr c;
	uint64_t before = fake_now;

	(void)state;
	assert_int_equal(sk_set(fd, UK_SOL_SOCKET, UK_SO_TIMESTAMPING,
				UK_SOF_TIMESTAMPING_TX_SOFTWARE |
					UK_SOF_TIMESTAMPING_SOFTWARE |
					UK_SOF_TIMESTAMPING_OPT_TSONLY),
			 0);
	assert_int_equal(sk_sendto6(fd, p, len, FAR_ADDR6, 0), (long)len);
	assert_int_equal(uk_syscall_r_recvmsg(fd, (long)&m, UK_MSG_ERRQUEUE),
			 0);
	memcpy(&stamp, control + sizeof(c), sizeof(stamp));
	assert_int_equal((uint64_t)stamp.ts[0].sec * UK_NSEC_PER_SEC +
				 (uint64_t)stamp.ts[0].nsec,
			 before + FAKE_SEND_NS + fake_wall_offset);
	memcpy(&c, control + sizeof(c) + sizeof(stamp), sizeof(c));
	assert_int_equal(c.level, UK_IPPROTO_IPV6);
	assert_int_equal(c.type, UK_IPV6_RECVERR);
	sk_close(fd);
}

/* The system's choice, as a program asks for it (posix_more.c). */
static void source_by_connect(void **state)
{
	struct uk_sockaddr_in6 a = sk_addr6(FAR_ADDR6, 33435), from;
	int fd = sk_socket6(UK_SOCK_DGRAM, 0);
	uint32_t len = sizeof(from);
	uint8_t ours[16];

	(void)state;
	addr6(OUR_ADDR6, ours);
	assert_int_equal(uk_syscall_r_connect(fd, (long)&a, sizeof(a)), 0);
	assert_int_equal(uk_syscall_r_getsockname(fd, (long)&from, (long)&len),
			 0);
	assert_memory_equal(from.addr, ours, 16);
	sk_close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sends_what_it_is_given),
		cmocka_unit_test(refuses_bad_headers),
		cmocka_unit_test(is_never_cut),
		cmocka_unit_test(writes_the_header_itself),
		cmocka_unit_test(options),
		cmocka_unit_test(receives_the_message_alone),
		cmocka_unit_test(from_a_mapped_address),
		cmocka_unit_test(behind_extension_headers),
		cmocka_unit_test(made_of_fragments),
		cmocka_unit_test(time_of_transmission),
		cmocka_unit_test(source_by_connect),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
