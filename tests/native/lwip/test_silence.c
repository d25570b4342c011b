/* SPDX-License-Identifier: BSD-3-Clause */
/* A network without a router: three solicitations, a message, no hang. */
#include <string.h>
#include <uk/errno.h>
#include <uk/packet.h>
#include <uk/time.h>
#include "fake.h"
#include "inet.h"
#include "packet.h"

static uint64_t waited;

static int setup(void **state)
{
	uint64_t before = fake_now;

	(void)state;
	fake_keep_neighbourhood = true;
	fake_setup6("auto");
	waited = fake_now - before;
	return 0;
}

static void says_so_in_time(void **state)
{
	(void)state;
	assert_non_null(strstr(fake_said, "UK8105: network device 0"));
	assert_in_range(waited / UK_NSEC_PER_SEC, 5, 8);
}

/* RFC 4861 section 6.3.7: at most three, four seconds apart. */
static void asks_three_times(void **state)
{
	unsigned i, asked = 0;

	(void)state;
	fake_run_ms(20000);
	for (i = 0; i < fake_sent_count; i++) {
		const uint8_t *p = fake_sent[i].data + 14;

		if (p[6] != 58 || p[IP6_LEN] != 133)
			continue;
		asked++;
		assert_int_equal(p[7], 255);
		assert_int_equal(
			checksum6(p, 58, IP6_LEN, fake_sent[i].len - 54), 0);
	}
	assert_int_equal(asked, 3);
	assert_true(fake_sent_count < 15);
}

static void refuses_at_once(void **state)
{
	uint8_t p[100], to[16] = {0x20, 1}, src[16];
	size_t len = icmp6_packet(p, OUR_ADDR6, FAR_ADDR6, 128, 0, 1, 4);
	struct uk_sockaddr_in6 far_addr = sk_addr6(FAR_ADDR6, 7);
	int fd = sk_socket6(UK_SOCK_DGRAM, 0);
	int tcp = sk_socket6(UK_SOCK_STREAM, 0);
	uint64_t at;

	(void)state;
	assert_int_equal(uk_packet_source(to, 16, src), -UK_ENETUNREACH);
	assert_int_equal(uk_packet_send(p, len, false, &at), -UK_ENETUNREACH);
	assert_int_equal(
		uk_syscall_r_connect(fd, (long)&far_addr, sizeof(far_addr)),
		-UK_ENETUNREACH);
	assert_int_equal(
		uk_syscall_r_connect(tcp, (long)&far_addr, sizeof(far_addr)),
		-UK_ENETUNREACH);
	assert_int_equal(sk_sendto6(fd, "x", 1, FAR_ADDR6, 7), -UK_ENETUNREACH);
	sk_close(fd);
	sk_close(tcp);
}

/* IPv4 has nothing to do with it. */
static void ipv4_goes_on(void **state)
{
	uint8_t p[100];
	size_t len = icmp_packet(p, OUR_ADDR, FAR_ADDR, 8, 0, 1, 1, "ab", 2);
	uint64_t at;

	(void)state;
	fake_forget_sent();
	assert_int_equal(uk_packet_send(p, len, false, &at), 0);
	fake_pump();
	assert_int_equal(fake_sent_count, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_so_in_time),
		cmocka_unit_test(asks_three_times),
		cmocka_unit_test(refuses_at_once),
		cmocka_unit_test(ipv4_goes_on),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
