/* SPDX-License-Identifier: BSD-3-Clause */
/* Which packets the back end of a guest takes, and which are the stack's. */
#include "test.h"

#include <uk/packet.h>
#include <uk/time.h>

#include <scamper/netdev.h>

#include "../../../lib-scamper/src/bytes.h"
#include "../../../lib-scamper/src/packet.h"

static bool (*wanted)(const uint8_t *packet, size_t len);

int uk_packet_open(bool (*fn)(const uint8_t *packet, size_t len))
{
	wanted = fn;
	return 0;
}

void uk_packet_close(void)
{
}

int uk_packet_wait(uint64_t deadline_ns)
{
	(void)deadline_ns;
	return 0;
}

struct uk_netbuf *uk_packet_receive(void)
{
	return NULL;
}

void uk_packet_return(struct uk_netbuf *packet)
{
	(void)packet;
}

void uk_netbuf_free(struct uk_netbuf *nb)
{
	(void)nb;
}

int uk_packet_source(const uint8_t *dst, size_t len, uint8_t *src)
{
	memcpy(src, dst, len);
	return 0;
}

uint16_t uk_packet_mtu(const uint8_t *src, size_t len)
{
	(void)src;
	(void)len;
	return 1500;
}

int uk_packet_send(const uint8_t *packet, size_t len, bool more,
		   uint64_t *sent_ns)
{
	(void)packet;
	(void)len;
	(void)more;
	*sent_ns = 0;
	return 0;
}

void uk_packet_flush(void)
{
}

uint64_t uk_time_mono_ns(void)
{
	return 0;
}

/* Whether a packet of IPv6 with these 24 bytes behind its header is taken. */
static bool takes6(uint8_t next, const uint8_t *rest)
{
	uint8_t packet[IP6_HEADER + 24] = {0x60};

	put16(packet + 4, 24);
	packet[6] = next;
	memcpy(packet + IP6_HEADER, rest, 24);
	return wanted(packet, sizeof(packet));
}

static void test_answers_of_ipv6(void **state)
{
	static const struct {
		uint8_t next, rest[24];
		bool taken;
	} cases[] = {
		{PROTO_ICMP6, {ICMP6_TIME_EXCEEDED}, true},
		{PROTO_ICMP6, {ICMP6_UNREACH}, true},
		{PROTO_ICMP6, {ICMP6_TOO_BIG}, true},
		{PROTO_ICMP6, {ICMP6_ECHO_REPLY}, true},
		{PROTO_TCP, {0}, true},
		{PROTO_UDP, {0}, true},
		{PROTO_HOP_BY_HOP, {58, 0, 1, 4, 0, 0, 0, 0, 3}, true},
		{PROTO_FRAGMENT, {58, 0, 0, 0, 0, 0, 0, 9, 129}, true},
		/* requests, neighbours, groups */
		{PROTO_ICMP6, {ICMP6_ECHO}, false},
		{PROTO_ICMP6, {134}, false},
		{PROTO_ICMP6, {135}, false},
		{PROTO_ICMP6, {136}, false},
		{PROTO_HOP_BY_HOP, {58, 0, 5, 2, 0, 0, 1, 0, 130}, false},
		/* fragments, nothing, headers that end nowhere */
		{PROTO_FRAGMENT, {58, 0, 0, 1, 0, 0, 0, 9, 129}, false},
		{59, {0}, false},
		{PROTO_HOP_BY_HOP, {58, 9}, false},
		{PROTO_HOP_BY_HOP, {58, 2}, false},
	};

	(void)state;
	assert_true(scamper_netdev_open(NULL));
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		if (takes6(cases[i].next, cases[i].rest) != cases[i].taken)
			fail_msg("case %zu", i);
	scamper_netdev_close();
}

static void test_short_packets(void **state)
{
	(void)state;
	assert_true(scamper_netdev_open(NULL));
	for (size_t len = 0; len <= IP6_HEADER; len++) {
		uint8_t *packet = calloc(1, len ? len : 1);

		assert_non_null(packet);
		packet[0] = 0x60;
		assert_false(wanted(packet, len));
		packet[0] = 0x45;
		assert_false(wanted(packet, len));
		free(packet);
	}
	scamper_netdev_close();
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_answers_of_ipv6),
	cmocka_unit_test(test_short_packets),
};

TEST_GROUP(netdev_tests, tests);
