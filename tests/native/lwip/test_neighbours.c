/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Neighbour discovery and addresses by router advertisement (RFC 4861, 4862),
 * well-formed and not (lwip-patches/0007 and 0009).
 */
#include <stdio.h>
#include <string.h>
#include <uk/packet.h>
#include <uk/time.h>
#include "lwip/nd6.h"
#include "lwip/priv/nd6_priv.h"
#include "fake.h"
#include "packet.h"
#include "stack.h"

#define ROUTER    "fe80::ff:fe00:fe"
#define ALL_NODES "ff02::1"
#define OURS      "2001:db8::ff:fe00:1" /* of MAC 02:00:00:00:00:01 */
#define RA        134
#define NS        135
#define NA        136
#define REDIRECT  137

/* Advertises 2001:db8::/64; options begin at byte 16 of the message. */
static size_t advertisement(uint8_t *p, unsigned lifetime)
{
	uint8_t *m = p + IP6_LEN;
	const uint8_t lladdr[8] = {1, 1, 2, 0, 0, 0, 0, 0xfe};

	memset(m + 8, 0, 48);
	memcpy(m + 16, lladdr, 8);
	m[24] = 3;
	m[25] = 4;
	m[26] = 64;
	m[27] = 0xc0;
	memset(m + 28, 0xff, 8);
	addr6("2001:db8::", m + 40);
	return icmp6_packet(p, ROUTER, ALL_NODES, RA, 0, 64u << 24 | lifetime,
			    48);
}

/* A machine that is not on the network yet; the first RA waits for it. */
static int setup(void **state)
{
	uint8_t p[200];

	(void)state;
	fake_keep_neighbourhood = true;
	fake_arrive(p, advertisement(p, 1800), fake_now);
	return fake_setup6("auto");
}

static bool has(const char *addr)
{
	uint8_t bytes[16];
	unsigned i;

	addr6(addr, bytes);
	for (i = 0; i < LWIP_IPV6_NUM_ADDRESSES; i++)
		if (ip6_addr_isvalid(netif_ip6_addr_state(fake_netif, i)) &&
		    !memcmp(netif_ip6_addr(fake_netif, i)->addr, bytes, 16))
			return true;
	return false;
}

/* The n-th message of a type that was sent, or NULL. */
static const uint8_t *sent(uint8_t type, unsigned n)
{
	unsigned i;

	for (i = 0; i < fake_sent_count; i++) {
		const uint8_t *p = fake_sent[i].data + 14;

		if (p[6] == 58 && p[IP6_LEN] == type && n-- == 0)
			return p;
	}
	return NULL;
}

static size_t arrive(uint8_t *p, size_t len)
{
	size_t held = fake_allocated();

	fake_arrive(p, len, fake_now);
	fake_pump();
	return held;
}

/* RFC 4862 section 5.4: asked for from ::, a second before it is used. */
static void address_of_a_prefix(void **state)
{
	const uint8_t *ask;
	uint8_t target[16];

	(void)state;
	assert_string_equal(fake_said, "");
	assert_true(has(OURS));
	ask = sent(NS, 1);
	assert_non_null(ask);
	addr6(OURS, target);
	assert_memory_equal(ask + IP6_LEN + 8, target, 16);
	assert_memory_equal(ask + 8, (uint8_t[16]){0}, 16);
	assert_int_equal(ask[7], 255);
	assert_non_null(sent(133, 0));
}

static void source_of_probes(void **state)
{
	uint8_t to[16], src[16], ours[16];

	(void)state;
	addr6(FAR_ADDR6, to);
	addr6(OURS, ours);
	assert_int_equal(uk_packet_source(to, 16, src), 0);
	assert_memory_equal(src, ours, 16);
	assert_int_equal(uk_packet_mtu(src, 16), 1500);
	assert_int_equal(uk_packet_mtu(to, 16), 0);
}

static size_t solicitation(uint8_t *p, const char *from)
{
	const uint8_t option[8] = {1, 1, 2, 0, 0, 0, 0, 0xfe};

	addr6(OURS, p + IP6_LEN + 8);
	memcpy(p + IP6_LEN + 24, option, 8);
	return icmp6_packet(p, from, "ff02::1:ff00:1", NS, 0, 0, 24);
}

static void answers_solicitations(void **state)
{
	uint8_t p[200];
	const uint8_t *answer;

	(void)state;
	fake_forget_sent();
	arrive(p, solicitation(p, ROUTER));
	answer = sent(NA, 0);
	assert_non_null(answer);
	assert_int_equal(answer[IP6_LEN + 4] & 0xe0, 0x60);
	assert_memory_equal(answer + IP6_LEN + 24, "\2\1\2\0\0\0\0\1", 8);
	/* One that came over a router is none (section 7.1.1). */
	fake_forget_sent();
	solicitation(p, ROUTER);
	p[7] = 254;
	arrive(p, IP6_LEN + 32);
	assert_null(sent(NA, 0));
}

/* Every message with an option of length 0, cut, or too long is dropped. */
static void options_have_a_length(void **state)
{
	static const uint8_t lengths[] = {0, 2, 32, 255};
	uint8_t p[200];
	size_t i, len;

	(void)state;
	for (i = 0; i < sizeof(lengths); i++) {
		fake_forget_sent();
		len = solicitation(p, ROUTER);
		p[IP6_LEN + 25] = lengths[i];
		put16(p + IP6_LEN + 2, 0);
		put16(p + IP6_LEN + 2,
		      checksum6(p, 58, IP6_LEN, len - IP6_LEN));
		arrive(p, len);
		assert_null(sent(NA, 0));
	}
	/* The first option need not be the one that is looked for. */
	fake_forget_sent();
	len = solicitation(p, ROUTER);
	memmove(p + len, p + len - 8, 8);
	p[IP6_LEN + 24] = 77;
	len = icmp6_packet(p, ROUTER, "ff02::1:ff00:1", NS, 0, 0, 32);
	arrive(p, len);
	assert_non_null(sent(NA, 0));
}

/* A neighbour's advertisement with two bytes of an option, length 0. */
static void no_address_is_read_behind_the_end(void **state)
{
	uint8_t *p = test_malloc(IP6_LEN + 26);

	(void)state;
	addr6(ROUTER, p + IP6_LEN + 8);
	p[IP6_LEN + 24] = 2;
	p[IP6_LEN + 25] = 0;
	icmp6_packet(p, ROUTER, OURS, NA, 0, 0x60000000, 18);
	arrive(p, IP6_LEN + 26);
	icmp6_packet(p, ROUTER, ALL_NODES, NA, 0, 0x20000000, 18);
	arrive(p, IP6_LEN + 26);
	test_free(p);
}

/* The frame's destination of a probe to FAR_ADDR6. */
static void leaves_to(const char *mac)
{
	uint8_t p[100];
	size_t len = icmp6_packet(p, OURS, FAR_ADDR6, 128, 0, 1, 4);
	uint64_t at;

	fake_forget_sent();
	assert_int_equal(uk_packet_send(p, len, false, &at), 0);
	assert_int_equal(fake_sent_count, 1);
	assert_memory_equal(fake_sent[0].data, mac, 6);
}

/* Path MTUs of RFC 8201: none below 1280, and 55 does not hang ip6_frag(). */
static void path_mtu(void **state)
{
	static uint8_t big[3000];
	uint8_t p[200], far_addr[16];
	int fd = sk_socket6(UK_SOCK_DGRAM, 0);
	ip6_addr_t addr = {0};
	size_t len;

	(void)state;
	leaves_to("\2\0\0\0\0\xfe");
	addr6(FAR_ADDR6, far_addr);
	memcpy(addr.addr, far_addr, 16);
	icmp6_packet(p + 48, OURS, FAR_ADDR6, 128, 0, 1, 4);
	len = icmp6_packet(p, ROUTER, OURS, 2, 0, 55, 52);
	arrive(p, len);
	assert_int_equal(nd6_get_destination_mtu(&addr, fake_netif), 1500);
	assert_int_equal(sk_sendto6(fd, big, 2000, FAR_ADDR6, 9), 2000);
	len = icmp6_packet(p, ROUTER, OURS, 2, 0, 1280, 52);
	arrive(p, len);
	assert_int_equal(nd6_get_destination_mtu(&addr, fake_netif), 1280);
	sk_close(fd);
}

/* A prefix list of twenty, thousands of routers: tables are full, all holds. */
static void floods_of_advertisements(void **state)
{
	uint8_t p[200];
	size_t held = fake_allocated();
	unsigned i;

	(void)state;
	for (i = 0; i < 5000; i++) {
		char from[20];
		size_t len;

		advertisement(p, i % 3 ? 1800 : 0);
		put16(p + IP6_LEN + 42, i);
		snprintf(from, sizeof(from), "fe80::%x", i + 2);
		len = icmp6_packet(p, from, ALL_NODES, RA, 0, 1800, 48);
		arrive(p, len);
		if (i % 16 == 0)
			fake_run_ms(10);
		fake_forget_sent();
	}
	assert_true(has(OURS));
	assert_true(fake_allocated() < held + 4096);
	leaves_to("\2\0\0\0\0\xfe");
}

/* A router by configuration stays, whatever it advertises. */
static void static_router(void **state)
{
	uint8_t p[200];
	ip6_addr_t addr = {0};
	unsigned i;

	(void)state;
	fake_run_ms(2000000); /* those that were advertised are gone */
	nd6_clear_destination_cache();
	fake_keep_neighbourhood = false;
	addr6(GATEWAY6, (uint8_t *)addr.addr);
	assert_int_equal(nd6_add_static_router(fake_netif, &addr), ERR_OK);
	fake_run_ms(5);
	leaves_to("\2\0\0\0\0\xfe");
	for (i = 0; i < 3; i++)
		assert_int_equal(nd6_router_pending(fake_netif), 0);
	advertisement(p, 0);
	arrive(p, icmp6_packet(p, ROUTER, ALL_NODES, RA, 0, 0, 48));
	fake_run_ms(10000000);
	leaves_to("\2\0\0\0\0\xfe");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(address_of_a_prefix),
		cmocka_unit_test(source_of_probes),
		cmocka_unit_test(answers_solicitations),
		cmocka_unit_test(options_have_a_length),
		cmocka_unit_test(no_address_is_read_behind_the_end),
		cmocka_unit_test(path_mtu),
		cmocka_unit_test(floods_of_advertisements),
		cmocka_unit_test(static_router),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
