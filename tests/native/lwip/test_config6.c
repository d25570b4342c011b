/* SPDX-License-Identifier: BSD-3-Clause */
/* netdev.ip6: a typing error never becomes an address. */
#include <stdio.h>
#include <uk/param.h>
#include "fake.h"
#include "packet.h"
#include "stack.h"

extern const struct uk_param uk_param_netdev_ip6;

static void refuses(void **state)
{
	static const char *const bad[] = {
		"",
		"Auto",
		"auto,fe80::1",
		"192.0.2.1/24",
		"2001:db8::1",
		"2001:db8::1/",
		"2001:db8::1/48",
		"2001:db8::1/640",
		"2001:db8::1/64 ",
		" 2001:db8::1/64",
		"2001:db8::1/64,",
		"2001:db8::1/64:fe80::1",
		"2001:db8::1/64,2001:db8::1",
		"2001:db8::1/64,2001:db8:0:1::1",
		"2001:db8::1/64,ff02::2",
		"2001:db8::1/64,::",
		"2001:db8::1/64,fe80::1,",
		"2001:db8:::1/64",
		"2001::db8::1/64",
		"2001:db8::12345/64",
		"2001:db8::1:/64",
		":2001:db8::1/64",
		":/64",
		"2001:db8:1:2:3:4:5/64",
		"2001:db8:1:2:3:4:5:/64",
		"2001:db8:1:2:3:4:5:6:7/64",
		"2001:db8:1:2:3:4:5:6::/64",
		"1:2:3:4:5:6:7::8/64",
		"2001:db8::g/64",
		"::/64",
		"::1/64",
		"ff02::1/64",
		"fe80::1/64",
		"::ffff:c000:201/64",
		"2001:db8::192.0.2.1/64",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (!uk_param_netdev_ip6.set(bad[i]))
			fail_msg("taken: '%s'", bad[i]);
	assert_false(uk_lwip_config6(0)->given);
}

static void is(const ip6_addr_t *addr, const char *text)
{
	uint8_t bytes[16];

	addr6(text, bytes);
	assert_memory_equal(addr->addr, bytes, 16);
}

static void takes(void **state)
{
	static const char *const addrs[] = {
		"2001:db8:a:b:c:d:e:f", "2001:DB8:a:b::", "1:2:3:4:5:6:7::"};
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		const struct uk_lwip_config6 *c = uk_lwip_config6((unsigned)i);
		char value[100];

		snprintf(value, sizeof(value), "%s/64%s", addrs[i],
			 i ? ",fe80::1" : "");
		assert_int_equal(uk_param_netdev_ip6.set(value), 0);
		assert_true(c->given);
		assert_false(c->automatic);
		is(&c->addr, addrs[i]);
		is(&c->gateway, i ? "fe80::1" : "::");
	}
	assert_int_equal(uk_param_netdev_ip6.set("auto"), 0);
	assert_true(uk_lwip_config6(3)->automatic);
	/* One more than there can be devices. */
	assert_int_not_equal(uk_param_netdev_ip6.set("auto"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refuses),
		cmocka_unit_test(takes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
