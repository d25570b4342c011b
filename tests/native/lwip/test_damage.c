/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Damaged frames: cut at every byte, and changed at random in a reproducible
 * way, most of them with checksums made right again so that they get deep.
 */
#include <string.h>
#include <uk/random.h>
#include "fake.h"
#include "inet.h"
#include "packet.h"

#define ROUNDS 20000

static size_t samples(uint8_t out[][200], size_t *len)
{
	uint8_t quoted[44];
	uint8_t tcp[20] = {0x1c, 0x84, 0x1c, 0x84, 0,    0, 0,  1,
			   0,    0,    0,    0,    0x50, 2, 16, 0};

	icmp_packet(quoted, OUR_ADDR, FAR_ADDR, 8, 0, 1, 1, "0123456789abcdef",
		    16);
	len[0] = icmp_packet(out[0], FAR_ADDR, OUR_ADDR, 11, 0, 0, 0, quoted,
			     44);
	len[1] = icmp_packet(out[1], FAR_ADDR, OUR_ADDR, 8, 0, 1, 1, "ping", 4);
	len[2] = udp_packet(out[2], FAR_ADDR, 53, OUR_ADDR, 7300, "payload", 7);
	memcpy(out[3] + IP_LEN, tcp, sizeof(tcp));
	len[3] = ip_packet(out[3], FAR_ADDR, OUR_ADDR, 6, 1, 0, 60, 20);
	memcpy(out[4] + IP_LEN, tcp, 16);
	len[4] = ip_packet(out[4], FAR_ADDR, OUR_ADDR, 17, 2, 0x2000, 60, 16);
	return 5;
}

/* The transport checksum as TCP wants it. */
static void repair(uint8_t *p, size_t len)
{
	uint8_t pseudo[12 + 1500];
	size_t hlen = (size_t)(p[0] & 15) * 4;

	if (len < IP_LEN || hlen < IP_LEN || hlen > len)
		return;
	put16(p + 10, 0);
	put16(p + 10, checksum(p, hlen));
	if (p[9] != 6 || len - hlen < 20)
		return;
	put16(p + hlen + 16, 0);
	memcpy(pseudo, p + 12, 8);
	pseudo[8] = 0;
	pseudo[9] = 6;
	put16(pseudo + 10, (unsigned)(len - hlen));
	memcpy(pseudo + 12, p + hlen, len - hlen);
	put16(p + hlen + 16, checksum(pseudo, 12 + len - hlen));
}

static void drain(int fd)
{
	uint8_t buf[2000];

	while (sk_recv(fd, buf, sizeof(buf), UK_MSG_DONTWAIT) > 0)
		;
}

static void open_all(int fds[3])
{
	fds[0] = sk_socket(UK_SOCK_RAW, UK_IPPROTO_ICMP);
	fds[1] = sk_socket(UK_SOCK_DGRAM, 0);
	assert_int_equal(sk_bind(fds[1], "0.0.0.0", 7300), 0);
	fds[2] = sk_socket(UK_SOCK_STREAM, 0);
	assert_int_equal(sk_bind(fds[2], "0.0.0.0", 7300), 0);
	assert_int_equal(uk_syscall_r_listen(fds[2], 8), 0);
}

static void cut(void **state)
{
	uint8_t p[5][200];
	size_t len[5], n = samples(p, len), i, k;
	int fds[3];

	(void)state;
	open_all(fds);
	for (i = 0; i < n; i++)
		for (k = 0; k < len[i]; k++) {
			uint8_t *exact = test_malloc(k ? k : 1);

			memcpy(exact, p[i], k);
			fake_arrive(exact, k, fake_now);
			fake_pump();
			test_free(exact);
		}
	drain(fds[0]);
	drain(fds[1]);
	for (i = 0; i < 3; i++)
		sk_close(fds[i]);
}

static void changed(void **state)
{
	uint8_t p[5][200];
	size_t len[5], n = samples(p, len), i;
	unsigned round;
	int fds[3];

	(void)state;
	open_all(fds);
	for (round = 0; round < ROUNDS; round++) {
		uint64_t x = uk_random_u64();
		uint8_t q[200];
		size_t k = (size_t)(x % n);
		unsigned changes = 1 + (unsigned)(x >> 8) % 4;

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
			drain(fds[0]);
			drain(fds[1]);
			fake_forget_sent();
		}
	}
	for (i = 0; i < 3; i++)
		sk_close(fds[i]);
}

/* After all that the stack still works and holds no memory. */
static void recovers(void **state)
{
	int fd = sk_socket(UK_SOCK_DGRAM, 0);
	char c = 0;

	(void)state;
	assert_int_equal(sk_bind(fd, "0.0.0.0", 7301), 0);
	assert_int_equal(sk_sendto(fd, "!", 1, "127.0.0.1", 7301), 1);
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

	return cmocka_run_group_tests(tests, fake_setup, NULL);
}
