/* SPDX-License-Identifier: BSD-3-Clause */
/* netdev.ip and its older names: a typing error never becomes an address. */
#include <uk/param.h>
#include "fake.h"
#include "stack.h"

extern const struct uk_param uk_param_netdev_ip, uk_param_netdev_addr,
	uk_param_netdev_gw, uk_param_netdev_mask;

static void refuses(void **state)
{
	static const char *const bad[] = {
		"",
		"/",
		"192.0.2.1",
		"192.0.2.1/",
		"192.0.2.1/33",
		"192.0.2.1/-1",
		"192.0.2.1/024x",
		"192.0.2.256/24",
		"192.0.2/24",
		"192.0.2.1.1/24",
		"0xc0000201/24",
		" 192.0.2.1/24",
		"192.0.2.1/24 ",
		"192.0.2.1/24:",
		"192.0.2.1/24:192.0.2",
		"192.0.2.1/24:198.51.100.1",
		"192.0.2.1/24:192.0.2.254:",
		"192.0.2.1/24:192.0.2.254:x",
		"192.0.2.1/24:192.0.2.254:0.0.0.0",
		"192.0.2.1/24:192.0.2.254:192.0.2.3:4",
		"0.0.0.0/24",
		"127.0.0.1/8",
		"224.0.0.1/24",
		"255.255.255.255/32",
		"192.0.2.1/24,192.0.2.254",
		"1111.0.2.1/24",
		"192.0.2.0001/24",
		"::1/64",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (!uk_param_netdev_ip.set(bad[i]))
			fail_msg("taken: '%s'", bad[i]);
	assert_false(uk_lwip_config(0)->given);
	assert_int_equal(uk_dns_server(), 0);
	assert_int_not_equal(uk_param_netdev_addr.set("1.2.3"), 0);
	assert_int_not_equal(uk_param_netdev_gw.set("1.2.3.4/5"), 0);
	assert_int_not_equal(uk_param_netdev_mask.set(""), 0);
}

static void takes(void **state)
{
	const struct uk_lwip_config *c = uk_lwip_config(0);

	(void)state;
	assert_int_equal(uk_param_netdev_ip.set("192.0.2.1/24"), 0);
	assert_int_equal(c->addr.addr, ipaddr_addr("192.0.2.1"));
	assert_int_equal(c->mask.addr, ipaddr_addr("255.255.255.0"));
	assert_int_equal(c->gateway.addr, 0);
	c = uk_lwip_config(1);
	assert_int_equal(
		uk_param_netdev_ip.set("10.0.0.2/31:10.0.0.3:10.0.0.53"), 0);
	assert_int_equal(c->mask.addr, ipaddr_addr("255.255.255.254"));
	assert_int_equal(c->gateway.addr, ipaddr_addr("10.0.0.3"));
	assert_int_equal(uk_dns_server(), ipaddr_addr("10.0.0.53"));
	/* A host route reaches a gateway outside of its network. */
	assert_int_equal(uk_param_netdev_ip.set("10.0.0.2/32:172.16.0.1"), 0);
	assert_int_equal(uk_lwip_config(2)->mask.addr, 0xffffffffu);
	assert_int_equal(uk_param_netdev_ip.set("192.0.2.1/0"), 0);
	/* One more than there can be devices. */
	assert_int_not_equal(uk_param_netdev_ip.set("192.0.2.9/24"), 0);
}

static void older_names(void **state)
{
	const struct uk_lwip_config *c = uk_lwip_config(0);

	(void)state;
	assert_int_equal(uk_param_netdev_addr.set("192.0.2.5"), 0);
	assert_int_equal(uk_param_netdev_gw.set("192.0.2.6"), 0);
	assert_int_equal(uk_param_netdev_mask.set("255.255.0.0"), 0);
	assert_int_equal(c->addr.addr, ipaddr_addr("192.0.2.5"));
	assert_int_equal(c->gateway.addr, ipaddr_addr("192.0.2.6"));
	assert_int_equal(c->mask.addr, ipaddr_addr("255.255.0.0"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refuses),
		cmocka_unit_test(takes),
		cmocka_unit_test(older_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
