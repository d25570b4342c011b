/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * TCP, IPv6, IP options and the methods of ping on a made-up network. What
 * the probes look like was read off Debian's scamper with tcpdump.
 */
#include "test.h"

#include <stdbool.h>

#include "../../../lib-scamper/src/bytes.h"
#include "../../../lib-scamper/src/ip_options.h"
#include "../../../lib-scamper/src/packet.h"
#include "fake.h"

enum { DEST_TTL = 3, TCP_PORT = 80 };

static struct fake *network(void (*respond)(struct fake *,
					    const struct fake_sent *))
{
	struct fake *fake = fake_new(NULL);

	fake->respond = respond;
	return fake;
}

/* A segment or datagram from the port that the probe went to. */
static void transport_reply(struct fake *fake, const struct fake_sent *probe,
			    uint8_t flags)
{
	bool ipv6 = probe->bytes[0] >> 4 == 6;
	size_t head = ipv6 ? IP6_HEADER : IP_HEADER;
	uint8_t out[FAKE_BYTES];

	memcpy(out, probe->bytes, probe->len);
	if (ipv6) {
		memcpy(out + 8, probe->bytes + 24, 16);
		memcpy(out + 24, probe->bytes + 8, 16);
	} else {
		memcpy(out + 12, probe->bytes + 16, 4);
		memcpy(out + 16, probe->bytes + 12, 4);
	}
	memcpy(out + head, probe->bytes + head + 2, 2);
	memcpy(out + head + 2, probe->bytes + head, 2);
	out[ipv6 ? 7 : 8] = 62;
	out[head + 13] = flags;
	fake_plan(fake, out, probe->len, 10 * MS);
}

/* An ICMPv6 message from `from` (the last byte of its address). */
static void icmp6(struct fake *fake, const struct fake_sent *probe,
		  uint8_t from, uint8_t type, uint8_t code)
{
	uint8_t out[FAKE_BYTES] = {0x60};
	size_t body = probe->len;
	const uint8_t *data = probe->bytes;
	uint8_t *icmp = out + IP6_HEADER;
	size_t len;
	uint32_t sum;

	if (type == ICMP6_ECHO_REPLY) {
		data += IP6_HEADER + 4;
		body -= IP6_HEADER + 4;
	}
	len = body + (type == ICMP6_ECHO_REPLY ? 4 : ICMP_HEADER);
	put16(out + 4, (uint16_t)len);
	out[6] = PROTO_ICMP6;
	out[7] = 61;
	memcpy(out + 8, probe->bytes + 24, 16);
	if (from)
		out[8 + 15] = from;
	memcpy(out + 24, probe->bytes + 8, 16);
	icmp[0] = type;
	icmp[1] = code;
	memcpy(out + IP6_HEADER + len - body, data, body);
	if (type != ICMP6_ECHO_REPLY)
		icmp[ICMP_HEADER + 7] = 1; /* the hop limit has run down */
	sum = packet_sum(PROTO_ICMP6 + (uint32_t)len, out + 8, 32);
	put16(icmp + 2, (uint16_t)~packet_sum(sum, icmp, len));
	fake_plan(fake, out, IP6_HEADER + len, 10 * MS);
}

static void chain(struct fake *fake, const struct fake_sent *probe)
{
	bool ipv6 = probe->bytes[0] >> 4 == 6;
	uint8_t proto = probe->bytes[ipv6 ? 6 : 9];

	if (probe->ttl >= DEST_TTL && proto == PROTO_TCP)
		transport_reply(fake, probe, TCP_SYN | TCP_ACK);
	else if (!ipv6 && probe->ttl >= DEST_TTL)
		fake_answer(fake, probe, 10 * MS);
	else if (!ipv6)
		fake_time_exceeded(fake, probe, 0x1e000000u + probe->ttl,
				   10 * MS);
	else if (probe->ttl < DEST_TTL)
		icmp6(fake, probe, (uint8_t)(0xa0 + probe->ttl),
		      ICMP6_TIME_EXCEEDED, 0);
	else if (proto == PROTO_ICMP6)
		icmp6(fake, probe, 0, ICMP6_ECHO_REPLY, 0);
	else
		icmp6(fake, probe, 0, ICMP6_UNREACH, UNREACH6_PORT);
}

/* Sum over the pseudo header and what follows the IP header. */
static uint16_t whole_sum(const uint8_t *packet, size_t len)
{
	bool ipv6 = packet[0] >> 4 == 6;
	size_t head = ipv6 ? IP6_HEADER : (packet[0] & 15u) * 4u;
	uint32_t sum = (ipv6 ? packet[6] : packet[9]) + (uint32_t)(len - head);

	sum = packet_sum(sum, packet + (ipv6 ? 8 : 12), ipv6 ? 32 : 8);
	return packet_sum(sum, packet + head, len - head);
}

static void test_trace_methods(void **state)
{
	static const struct {
		const char *command;
		int size;
	} cases[] = {
		{"trace -P tcp -d 80 20.0.0.1", 40},
		{"trace -P tcp-ack -d 80 20.0.0.1", 40},
		{"trace -P tcp -d 80 2001:db8::2", 60},
		{"trace -P tcp-ack 2001:db8::2", 60},
		{"trace -P udp-paris 2001:db8::2", 60},
		{"trace -P udp 2001:db8::2", 60},
		{"trace -P icmp-paris 2001:db8::2", 60},
		{"trace -P icmp -p 010203 2001:db8::2", 51},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct fake *fake = network(chain);
		struct scamper_trace *t =
			fake_one(fake, cases[i].command)->trace;

		assert_int_equal(t->stop_reason, SCAMPER_TRACE_COMPLETED);
		assert_int_equal(t->hop_count, 3);
		assert_int_equal(t->probe_count, 3);
		assert_int_equal(t->hops_used, 3);
		assert_int_equal(t->probe_size, cases[i].size);
		assert_true(scamper_addr_equal(&t->hops[2]->addr, &t->dst));
		assert_int_equal(t->hops[0]->quoted_ttl, 1);
		assert_int_equal(t->hops[0]->quoted_len, cases[i].size);
		for (int n = 0; n < 3; n++) {
			const struct fake_sent *s = &fake->sent[n];

			assert_int_equal(s->len, cases[i].size);
			assert_int_equal(s->ttl, n + 1);
			assert_int_equal(t->hops[n]->rtt_us, 10000);
			if (s->bytes[0] >> 4 == 6 || s->bytes[9] == PROTO_TCP)
				assert_int_equal(whole_sum(s->bytes, s->len),
						 0xffff);
		}
		fake_free(fake);
	}
}

static void test_trace_tcp_fields(void **state)
{
	struct fake *fake = network(chain);
	struct scamper_trace *t =
		fake_one(fake, "trace -P tcp -s 40000 -d 80 20.0.0.1")->trace;
	const uint8_t *p = fake->sent[1].bytes;

	(void)state;
	assert_int_equal(get16(p + 4), 2);
	assert_int_equal(get16(p + 20), 40000);
	assert_int_equal(get16(p + 22), TCP_PORT);
	assert_int_equal(get32(p + 24), 0);
	assert_int_equal(p[33], TCP_SYN);
	assert_int_equal(t->hops[2]->flags & SCAMPER_HOP_TCP, SCAMPER_HOP_TCP);
	assert_int_equal(t->hops[2]->tcp_flags, TCP_SYN | TCP_ACK);
	fake_free(fake);
	fake = network(chain);
	fake_one(fake, "trace -P tcp-ack 2001:db8::2");
	p = fake->sent[1].bytes;
	assert_int_equal(get32(p), 0x60000002); /* flow label: the number */
	assert_int_equal(p[IP6_HEADER + 13], TCP_ACK);
	fake_free(fake);
}

static void prohibited(struct fake *fake, const struct fake_sent *probe)
{
	icmp6(fake, probe, 0xa1, ICMP6_UNREACH, 1);
}

static void test_trace_unreachable_ipv6(void **state)
{
	struct fake *fake = network(prohibited);
	struct scamper_trace *t =
		fake_one(fake, "trace -P icmp-paris 2001:db8::2")->trace;

	(void)state;
	assert_int_equal(t->stop_reason, SCAMPER_TRACE_UNREACH);
	assert_int_equal(t->stop_data, 1);
	fake_free(fake);
}

static void timestamp_reply(struct fake *fake, const struct fake_sent *probe)
{
	uint8_t out[FAKE_BYTES], body[ICMP_TIMES];
	size_t len;

	put32(body, get32(probe->bytes + 28));
	put32(body + 4, 5);
	put32(body + 8, 6);
	len = fake_icmp(out, probe->dst, 0xac140002, 60, ICMP_TIMESTAMP_REPLY,
			0, get32(probe->bytes + 24), body, sizeof(body));
	fake_plan(fake, out, len, 20 * MS);
}

static void test_ping_icmp_time(void **state)
{
	struct fake *fake = network(timestamp_reply);
	struct scamper_ping *p =
		fake_one(fake, "ping -c 2 -P icmp-time 20.0.0.1")->ping;

	(void)state;
	assert_int_equal(p->method, SCAMPER_PING_ICMP_TIME);
	assert_int_equal(p->replies_used, 2);
	assert_int_equal(fake->sent[0].bytes[20], ICMP_TIMESTAMP);
	/* Sent at 1005 s of the wall clock. */
	assert_true(p->replies[0]->have_icmp_times);
	assert_int_equal(p->replies[0]->icmp_times[0], 1005000);
	assert_int_equal(p->replies[1]->icmp_times[0], 1006000);
	assert_int_equal(p->replies[0]->icmp_times[2], 6);
	fake_free(fake);
}

static void reset(struct fake *fake, const struct fake_sent *probe)
{
	transport_reply(fake, probe, TCP_RST);
}

static void test_ping_tcp(void **state)
{
	static const struct {
		const char *command;
		int flags;
		int port_step;
	} cases[] = {
		{"ping -c 2 -P tcp-ack -F 9 20.0.0.1", TCP_ACK, 0},
		{"ping -c 2 -P tcp-ack-sport -F 9 20.0.0.1", TCP_ACK, 1},
		{"ping -c 2 -P tcp-syn -F 9 20.0.0.1", TCP_SYN, 0},
		{"ping -c 2 -P tcp-synack -F 9 20.0.0.1", TCP_SYN | TCP_ACK, 0},
		{"ping -c 2 -P tcp-rst -F 9 20.0.0.1", TCP_RST, 0},
		{"ping -c 2 -P tcp-syn -F 9 2001:db8::2", TCP_SYN, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct fake *fake = network(reset);
		struct scamper_ping *p = fake_one(fake, cases[i].command)->ping;
		size_t head = p->dst.type == SCAMPER_ADDR_IPV6 ? 40 : 20;
		const uint8_t *tcp = fake->sent[1].bytes + head;

		assert_int_equal(p->replies_used, 2);
		assert_int_equal(p->replies[1]->probe, 1);
		assert_int_equal(p->replies[1]->proto, PROTO_TCP);
		assert_int_equal(p->replies[1]->tcp_flags, TCP_RST);
		assert_int_equal(get16(tcp), 9 + cases[i].port_step);
		assert_int_equal(get16(tcp + 2), 33435);
		assert_int_equal(tcp[13], cases[i].flags);
		assert_int_equal(get16(tcp + 14), 65535);
		assert_int_equal(get32(tcp + 4), p->tcp_seq);
		assert_int_equal(get32(tcp + 8), p->tcp_ack);
		assert_int_not_equal(p->tcp_seq, 0);
		assert_int_equal(
			whole_sum(fake->sent[1].bytes, fake->sent[1].len),
			0xffff);
		fake_free(fake);
	}
}

static void answer(struct fake *fake, const struct fake_sent *probe)
{
	if (probe->bytes[0] >> 4 == 6)
		chain(fake, probe);
	else
		fake_answer(fake, probe, 10 * MS);
}

static void test_ping_udp_and_ipv6(void **state)
{
	static const char *const commands[] = {
		"ping -c 3 -P udp 20.0.0.1",
		"ping -c 3 -P udp-dport 20.0.0.1",
		"ping -c 3 -P udp 2001:db8::2",
		"ping -c 3 2001:db8::2",
		"ping -c 3 -p 0102 2001:db8::2",
		"ping -c 3 -C 77 2001:db8::2",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		struct fake *fake = network(answer);
		struct scamper_ping *p = fake_one(fake, commands[i])->ping;

		assert_int_equal(p->stop_reason, SCAMPER_PING_COMPLETED);
		assert_int_equal(p->replies_used, 3);
		for (unsigned int n = 0; n < 3; n++)
			assert_int_equal(p->replies[n]->probe, n);
		fake_free(fake);
	}
}

/* A record route option that two routers have filled, damaged in all ways. */
static void test_ip_options(void **state)
{
	uint8_t route[40] = {1, 7, 39, 12, 10, 0, 0, 1, 10, 0, 0, 2};
	uint8_t times[12] = {68, 12, 13, 1, 10, 0, 0, 9, 0, 0, 1, 0};
	struct scamper_ip_options o;

	(void)state;
	assert_true(ip_options_parse(route, sizeof(route), &o));
	assert_int_equal(o.route_used, 2);
	assert_int_equal(scamper_addr_to_ipv4(&o.route[1]), 0x0a000002);
	route[3] = 255;
	assert_true(ip_options_parse(route, sizeof(route), &o));
	assert_int_equal(o.route_used, 9);
	route[2] = 2;
	assert_false(ip_options_parse(route, sizeof(route), &o));
	route[2] = 0;
	assert_false(ip_options_parse(route, sizeof(route), &o));
	assert_true(ip_options_parse(times, sizeof(times), &o));
	assert_int_equal(o.times_used, 1);
	assert_int_equal(o.time_addrs_used, 1);
	assert_int_equal(o.times[0], 256);
	times[3] = 0;
	assert_true(ip_options_parse(times, sizeof(times), &o));
	assert_int_equal(o.times_used, 2);
	assert_int_equal(o.time_addrs_used, 0);
	for (size_t len = 0; len < sizeof(times); len++)
		assert_false(ip_options_parse(times, len, &o));
}

static void test_ping_options_in_probe(void **state)
{
	static const struct {
		const char *command;
		int size, first, length;
	} cases[] = {
		{"ping -c 1 -R 20.0.0.1", 124, 7, 39},
		{"ping -c 1 -T tsonly 20.0.0.1", 124, 68, 40},
		{"ping -c 1 -T tsandaddr 20.0.0.1", 120, 68, 36},
		{"ping -c 1 -T tsprespec=1.2.3.4,5.6.7.8 20.0.0.1", 104, 68,
		 20},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct fake *fake = network(NULL);
		struct scamper_ping *p = fake_one(fake, cases[i].command)->ping;
		const struct fake_sent *s = &fake->sent[0];

		assert_int_equal(p->size, cases[i].size);
		assert_int_equal(s->len, cases[i].size);
		assert_int_equal(s->bytes[20], cases[i].first);
		assert_int_equal(s->bytes[21], cases[i].length);
		assert_int_equal(packet_sum(0, s->bytes, s->bytes[0] % 16 * 4),
				 0xffff);
		fake_free(fake);
	}
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_trace_methods),
	cmocka_unit_test(test_trace_tcp_fields),
	cmocka_unit_test(test_trace_unreachable_ipv6),
	cmocka_unit_test(test_ping_icmp_time),
	cmocka_unit_test(test_ping_tcp),
	cmocka_unit_test(test_ping_udp_and_ipv6),
	cmocka_unit_test(test_ip_options),
	cmocka_unit_test(test_ping_options_in_probe),
};

TEST_GROUP(method_tests, tests);
