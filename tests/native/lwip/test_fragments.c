/* SPDX-License-Identifier: BSD-3-Clause */
/* Reassembly tells datagrams apart by protocol, too (lwip-patches/0003). */
#include <string.h>
#include <uk/errno.h>
#include "fake.h"
#include "inet.h"
#include "packet.h"

#define PORT 7100
#define ID   4242

static void fragment(const uint8_t *whole, uint8_t protocol, unsigned offset,
		     unsigned len, bool more)
{
	uint8_t p[200];

	memcpy(p + IP_LEN, whole + IP_LEN + offset, len);
	fake_arrive(p,
		    ip_packet(p, FAR_ADDR, OUR_ADDR, protocol, ID,
			      (uint16_t)(offset / 8 | (more ? 0x2000 : 0)), 60,
			      len),
		    fake_now);
}

/* The two datagrams have all but the protocol in common. */
static void interleaved_protocols(void **state)
{
	int udp = sk_socket(UK_SOCK_DGRAM, 0);
	int raw = sk_socket(UK_SOCK_RAW, UK_IPPROTO_ICMP);
	uint8_t u[100], i[100], buf[100];

	(void)state;
	assert_int_equal(sk_bind(udp, "0.0.0.0", PORT), 0);
	udp_packet(u, FAR_ADDR, 9, OUR_ADDR, PORT, "UUUUUUUUUUUUUUUU", 16);
	icmp_packet(i, FAR_ADDR, OUR_ADDR, 0, 0, 1, 1, "IIIIIIIIIIIIIIII", 16);
	fragment(u, 17, 0, 16, true);
	fragment(i, 1, 0, 16, true);
	fragment(u, 17, 16, 8, false);
	fragment(i, 1, 16, 8, false);
	fake_pump();
	assert_int_equal(sk_recv(udp, buf, sizeof(buf), UK_MSG_DONTWAIT), 16);
	assert_memory_equal(buf, "UUUUUUUUUUUUUUUU", 16);
	assert_int_equal(sk_recv(raw, buf, sizeof(buf), UK_MSG_DONTWAIT),
			 IP_LEN + 24);
	assert_memory_equal(buf + IP_LEN + 8, "IIIIIIIIIIIIIIII", 16);
	sk_close(udp);
	sk_close(raw);
}

static void overlapping_is_dropped(void **state)
{
	int udp = sk_socket(UK_SOCK_DGRAM, 0);
	uint8_t u[100], buf[100];

	(void)state;
	assert_int_equal(sk_bind(udp, "0.0.0.0", PORT), 0);
	udp_packet(u, FAR_ADDR, 9, OUR_ADDR, PORT, "0123456789abcdef01234567",
		   24);
	fragment(u, 17, 0, 16, true);
	fragment(u, 17, 8, 24, false);
	fake_pump();
	assert_int_equal(sk_recv(udp, buf, sizeof(buf), UK_MSG_DONTWAIT),
			 -EAGAIN);
	sk_close(udp);
}

/* Fragments that never become whole are given up, with their memory. */
static void incomplete_ones_go_away(void **state)
{
	size_t before = fake_allocated();
	uint8_t u[100];
	unsigned i;

	(void)state;
	fake_run_ms(40000);
	before = fake_allocated();
	for (i = 0; i < 300; i++) {
		uint8_t p[100];

		memset(u, 0, sizeof(u));
		memcpy(p + IP_LEN, u, 16);
		fake_arrive(p,
			    ip_packet(p, FAR_ADDR, OUR_ADDR, 17, (uint16_t)i,
				      0x2000, 60, 16),
			    fake_now);
	}
	fake_pump();
	/* Limits of lwipopts.h: 64 fragments, some 300 bytes each. */
	assert_true(fake_allocated() - before < 64 * 1024);
	fake_run_ms(40000);
	assert_int_equal(fake_allocated(), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(interleaved_protocols),
		cmocka_unit_test(overlapping_is_dropped),
		cmocka_unit_test(incomplete_ones_go_away),
	};

	return cmocka_run_group_tests(tests, fake_setup, NULL);
}
