/* SPDX-License-Identifier: BSD-3-Clause */
/* An address that another machine has (RFC 4862 section 5.4). */
#include <string.h>
#include <uk/packet.h>
#include "fake.h"
#include "packet.h"

/* The other machine defends it before it is used. */
static int setup(void **state)
{
	static const uint8_t lladdr[8] = {2, 1, 2, 0, 0, 0, 0, 9};
	uint8_t p[100];

	(void)state;
	addr6(OUR_ADDR6, p + IP6_LEN + 8);
	memcpy(p + IP6_LEN + 24, lladdr, 8);
	fake_arrive(
		p,
		icmp6_packet(p, OUR_ADDR6, "ff02::1", 136, 0, 0x20000000, 24),
		fake_now);
	return fake_setup6(OUR_ADDR6 "/64," GATEWAY6);
}

static void is_not_used(void **state)
{
	uint8_t to[16], src[16];

	(void)state;
	assert_non_null(
		strstr(fake_said, "UK8106: the IPv6 address 2001:db8::1 "));
	addr6(FAR_ADDR6, to);
	assert_int_equal(uk_packet_source(to, 16, src), -101);
	fake_run_ms(30000);
	assert_int_equal(uk_packet_source(to, 16, src), -101);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_not_used),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
