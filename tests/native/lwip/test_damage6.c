/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Damaged frames of IPv6 and its neighbourhood: cut at every byte, and changed
 * at random in a reproducible way, with checksums made right again.
 */
#include <string.h>
#include <uk/random.h>
#include "fake.h"
#include "packet.h"

#define ROUNDS  20000
#define SAMPLES 9
#define ROUTER  "fe80::ff:fe00:fe"

static int setup(void **state)
{
	(void)state;
	return fake_setup6(OUR_ADDR6 "/64," GATEWAY6);
}

static const uint8_t lladdr[8] = {1, 1, 2, 0, 0, 0, 0, 0xfe};

/* RA, NS, NA, redirect: what a neighbour says. */
static void neighbourhood(uint8_t out[][250], size_t *len)
{
	uint8_t *m = out[0] + IP6_LEN;

	memcpy(m + 16, lladdr, 8);
	memcpy(m + 24, (uint8_t[]){3, 4, 64, 0xc0, 0, 0, 9, 9, 0, 0, 9, 9}, 12);
	addr6("2001:db8::", m + 40);
	memcpy(m + 56, (uint8_t[]){5, 1, 0, 0, 0, 0, 5, 0xdc}, 8);
	len[0] =
		icmp6_packet(out[0], ROUTER, "ff02::1", 134, 0, 0x40000708, 56);
	addr6(OUR_ADDR6, out[1] + IP6_LEN + 8);
	memcpy(out[1] + IP6_LEN + 24, lladdr, 8);
	len[1] = icmp6_packet(out[1], ROUTER, "ff02::1:ff00:1", 135, 0, 0, 24);
	addr6(GATEWAY6, out[2] + IP6_LEN + 8);
	memcpy(out[2] + IP6_LEN + 24, lladdr, 8);
	out[2][IP6_LEN + 24] = 2;
	len[2] = icmp6_packet(out[2], GATEWAY6, OUR_ADDR6, 136, 0, 0xe0000000u,
			      24);
	addr6(ROUTER, out[3] + IP6_LEN + 8);
	addr6(FAR_ADDR6, out[3] + IP6_LEN + 24);
	memcpy(out[3] + IP6_LEN + 40, lladdr, 8);
	out[3][IP6_LEN + 40] = 2;
	len[3] = icmp6_packet(out[3], ROUTER, OUR_ADDR6, 137, 0, 0, 40);
}

static void samples(uint8_t out[][250], size_t *len)
{
	memset(out, 0, SAMPLES * sizeof(*out));
	neighbourhood(out, len);
	/* Packet too big and time exceeded about a probe of ours */
	icmp6_packet(out[4] + 48, OUR_ADDR6, FAR_ADDR6, 128, 0, 1, 4);
	memcpy(out[5] + 48, out[4] + 48, 52);
	len[4] = icmp6_packet(out[4], FAR_ADDR6, OUR_ADDR6, 2, 0, 1280, 52);
	len[5] = icmp6_packet(out[5], FAR_ADDR6, OUR_ADDR6, 3, 0, 0, 52);
	/* A query of groups behind a router alert */
	icmp6_packet(out[6] + 8, ROUTER, "ff02::1", 130, 0, 1000u << 16, 16);
	memmove(out[6], out[6] + 8, IP6_LEN);
	memcpy(out[6] + IP6_LEN, (uint8_t[]){58, 0, 5, 2, 0, 0, 1, 0}, 8);
	out[6][6] = 0;
	put16(out[6] + 4, 32);
	len[6] = IP6_LEN + 32;
	/* Options of both kinds and a routing header before an echo request */
	len[7] = icmp6_packet(out[7] + 24, FAR_ADDR6, OUR_ADDR6, 128, 0, 1, 8);
	memmove(out[7], out[7] + 24, IP6_LEN);
	memcpy(out[7] + IP6_LEN,
	       (uint8_t[]){60, 0, 1, 4, 0,  0, 0, 0, 43, 0, 1, 4,
			   0,  0, 0, 0, 58, 0, 4, 0, 0,  0, 0, 0},
	       24);
	out[7][6] = 0;
	put16(out[7] + 4, 40);
	len[7] += 24;
	/* The first fragment of something */
	len[8] = ip6_packet(out[8], FAR_ADDR6, OUR_ADDR6, 44, 60, 24);
	memcpy(out[8] + IP6_LEN, (uint8_t[]){17, 0, 0, 1, 0, 0, 0, 7}, 8);
}

static void repair(uint8_t *p, size_t len)
{
	size_t at = p[6] == 0 ? IP6_LEN + 8 : IP6_LEN;

	if (len < at + ICMP_LEN || (p[6] != 58 && p[40] != 58))
		return;
	put16(p + at + 2, 0);
	put16(p + at + 2, checksum6(p, 58, at, len - at));
}

static void drain(int fd)
{
	uint8_t buf[2000];

	while (sk_recv(fd, buf, sizeof(buf), UK_MSG_DONTWAIT) > 0)
		;
}

static void cut(void **state)
{
	static uint8_t p[SAMPLES][250];
	size_t len[SAMPLES], i, k;
	int fd = sk_socket6(UK_SOCK_RAW, UK_IPPROTO_ICMPV6);

	(void)state;
	samples(p, len);
	for (i = 0; i < SAMPLES; i++)
		for (k = 0; k < 2 * len[i]; k++) {
			/* The second time its header tells the cut length. */
			size_t n = k % len[i];
			uint8_t q[250];

			memcpy(q, p[i], len[i]);
			if (k > len[i] && n >= IP6_LEN) {
				put16(q + 4, (unsigned)(n - IP6_LEN));
				repair(q, n);
			}
			if (n == 0)
				continue;
			fake_arrive(q, n, fake_now);
			fake_pump();
			fake_forget_sent();
		}
	drain(fd);
	sk_close(fd);
}

static void changed(void **state)
{
	static uint8_t p[SAMPLES][250];
	size_t len[SAMPLES];
	int fd = sk_socket6(UK_SOCK_RAW, UK_IPPROTO_ICMPV6);
	int udp = sk_socket6(UK_SOCK_DGRAM, 0);
	unsigned round;

	(void)state;
	samples(p, len);
	for (round = 0; round < ROUNDS; round++) {
		uint64_t x = uk_random_u64();
		size_t k = (size_t)(x % SAMPLES);
		unsigned changes = 1 + (unsigned)(x >> 8) % 4;
		uint8_t q[250];

		memcpy(q, p[k], len[k]);
		while (changes--) {
			uint64_t y = uk_random_u64();

			q[y % len[k]] = (uint8_t)(y >> 32);
		}
		if (x >> 16 & 7)
			repair(q, len[k]);
		fake_arrive(q, len[k], fake_now);
		fake_run_ms(1);
		if (round % 16 == 0) {
			sk_sendto6(udp, q, 200, FAR_ADDR6, 9);
			drain(fd);
			fake_forget_sent();
		}
	}
	sk_close(fd);
	sk_close(udp);
}

/* After all that IPv4 and the loopback work, and no memory is held. */
static void recovers(void **state)
{
	struct uk_sockaddr_in6 a = sk_addr6("::1", 7301);
	int fd = sk_socket6(UK_SOCK_DGRAM, 0);
	char c = 0;

	(void)state;
	assert_int_equal(uk_syscall_r_bind(fd, (long)&a, sizeof(a)), 0);
	assert_int_equal(sk_sendto6(fd, "!", 1, "::1", 7301), 1);
	assert_int_equal(sk_recv(fd, &c, 1, 0), 1);
	assert_int_equal(c, '!');
	sk_close(fd);
	fake_run_ms(200000);
	assert_true(fake_allocated() < 16384);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cut),
		cmocka_unit_test(changed),
		cmocka_unit_test(recovers),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
