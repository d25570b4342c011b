/* SPDX-License-Identifier: BSD-3-Clause */
/* Which packets the back end of a guest takes, and which are the stack's. */
#include "test.h"

#include <stdio.h>

#include <uk/packet.h>
#include <uk/time.h>

#include <scamper/netdev.h>

#include "../../../lib-scamper/src/bytes.h"
#include "../../../lib-scamper/src/packet.h"

static bool (*wanted)(const uint8_t *packet, size_t len);
static uint64_t now = 1000000000;
static bool has_room = true;
static unsigned int sent, waits;

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
	waits++;
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
	sent++;
	return 0;
}

bool uk_packet_flush(void)
{
	return has_room;
}

uint64_t uk_time_mono_ns(void)
{
	return now;
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

/* Probes wait for room in the device's queue. */
static void test_full_queue(void **state)
{
	struct scamper_engine_options options = {
		.pps = 1000, .ops = &scamper_netdev_backend};
	struct scamper_source_options source_options = {0};
	struct scamper_engine *engine = scamper_engine_new(&options, NULL);
	struct scamper_source *source =
		scamper_source_open(engine, &source_options, NULL);

	(void)state;
	assert_true(scamper_netdev_open(NULL));
	has_room = false;
	for (unsigned int i = 0; i < 3; i++) {
		char text[40];

		snprintf(text, sizeof(text), "trace 192.0.2.%u", i + 1);
		assert_true(scamper_source_submit(source, text, NULL, NULL));
		scamper_netdev_step(engine, UINT64_MAX);
		now += 1000000;
	}
	assert_int_equal(sent, 1);
	assert_int_equal(waits, 3);
	has_room = true;
	for (unsigned int i = 0; i < 3; i++)
		scamper_netdev_step(engine, UINT64_MAX);
	assert_int_equal(sent, 3);
	scamper_engine_free(engine);
	scamper_netdev_close();
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_full_queue),
	cmocka_unit_test(test_answers_of_ipv6),
	cmocka_unit_test(test_short_packets),
};

TEST_GROUP(netdev_tests, tests);
