/* SPDX-License-Identifier: BSD-3-Clause */
/* Packets past the sockets: what a program sends, takes and leaves. */
#include <string.h>
#include <uk/errno.h>
#include <uk/packet.h>
#include <uk/time.h>
#include "fake.h"
#include "packet.h"

#define NEIGHBOUR "192.0.2.9" /* nobody answers for it */
#define ECHO      8
#define REPLY     0

#ifdef CONFIG_LWIP_IPV6
#define NO_IPV6 -101
#else
#define NO_IPV6 -97
#endif

static size_t probe(uint8_t *p, const char *to, uint16_t seq)
{
	return icmp_packet(p, OUR_ADDR, to, ECHO, 0, 7, seq, "abcd", 4);
}

static void address(const char *text, uint8_t *bytes)
{
	uint32_t addr = ipaddr_addr(text);

	memcpy(bytes, &addr, sizeof(addr));
}

/* The gateway's hardware address has to be asked for once. */
static void to_the_gateway(void **state)
{
	uint8_t p[100];
	size_t len = probe(p, FAR_ADDR, 1);
	uint64_t at, before;

	(void)state;
	fake_forget_sent();
	assert_int_equal(uk_packet_send(p, len, false, &at), 0);
	fake_pump();
	assert_int_equal(fake_sent_count, 1);
	assert_memory_equal(fake_sent[0].data + 14, p, len);

	before = fake_now;
	assert_int_equal(uk_packet_send(p, len, false, &at), 0);
	assert_int_equal(at, before + FAKE_SEND_NS);
	assert_int_equal(fake_sent_count, 2);
	assert_int_equal(fake_sent[1].len, 14 + len);
	assert_memory_equal(fake_sent[1].data, fake_sent[0].data, 14 + len);
}

/* lwIP asks for a neighbour's address and keeps the packet meanwhile. */
static void to_an_unknown_neighbour(void **state)
{
	uint8_t p[100];
	size_t len = probe(p, NEIGHBOUR, 1);
	uint64_t at;

	(void)state;
	fake_forget_sent();
	assert_int_equal(uk_packet_send(p, len, false, &at), 0);
	assert_int_equal(at, fake_now - FAKE_SEND_NS); /* of the request */
	assert_int_equal(fake_sent_count, 0);
}

static void to_ourselves(void **state)
{
	uint8_t p[100];
	size_t len = probe(p, "127.0.0.1", 1);
	uint64_t at;

	(void)state;
	fake_forget_sent();
	assert_int_equal(uk_packet_send(p, len, false, &at), 0);
	fake_pump();
	assert_int_equal(fake_sent_count, 0);
}

static void bursts_keep_their_order(void **state)
{
	uint8_t p[100];
	size_t len = 0;
	uint64_t at;

	(void)state;
	fake_forget_sent();
	for (uint16_t seq = 0; seq < 40; seq++) {
		len = probe(p, FAR_ADDR, seq);
		assert_int_equal(uk_packet_send(p, len, seq != 38, &at), 0);
		/* 16 are a full burst; number 38 ends the third. */
		assert_int_equal(fake_sent_count, seq < 16   ? 0
						  : seq < 32 ? 16
						  : seq < 38 ? 32
							     : 39);
	}
	uk_packet_flush();
	assert_int_equal(fake_sent_count, 40);
	for (uint16_t seq = 0; seq < 40; seq++)
		assert_int_equal(get16(fake_sent[seq].data + 14 + IP_LEN + 6),
				 seq);
}

static void send_numbers(uint16_t from, uint16_t to)
{
	uint8_t p[100];
	uint64_t at;

	for (; from < to; from++)
		assert_int_equal(
			uk_packet_send(p, probe(p, FAR_ADDR, from), false, &at),
			0);
}

/* Nothing is lost, nothing overtakes, and there is an end. */
static void a_full_queue(void **state)
{
	uint8_t p[100];
	size_t len = probe(p, FAR_ADDR, 99), held = fake_allocated();
	uint64_t at;

	(void)state;
	fake_forget_sent();
	fake_tx_room = 1;
	send_numbers(0, 5);
	assert_int_equal(fake_sent_count, 1);
	assert_false(uk_packet_flush());
	fake_tx_room = 2;
	send_numbers(5, 10);
	assert_int_equal(fake_sent_count, 3);
	send_numbers(10, 19);
	/* So many are kept, no more. */
	assert_int_equal(uk_packet_send(p, len, false, &at), -105);
	fake_tx_room = UINT_MAX;
	assert_true(uk_packet_flush());
	assert_int_equal(fake_sent_count, 19);
	for (uint16_t seq = 0; seq < 19; seq++)
		assert_int_equal(get16(fake_sent[seq].data + 14 + IP_LEN + 6),
				 seq);
	/* A device that takes nothing any more. */
	fake_tx_room = 0;
	send_numbers(0, 3);
	assert_false(uk_packet_flush());
	fake_now += 2 * UK_NSEC_PER_SEC;
	assert_true(uk_packet_flush());
	fake_tx_room = UINT_MAX;
	assert_true(uk_packet_flush());
	assert_int_equal(fake_sent_count, 19);
	assert_int_equal(fake_allocated(), held);
}

static void refused(void **state)
{
	static uint8_t big[1600];
	uint8_t p[100];
	size_t len = probe(p, FAR_ADDR, 1);
	uint64_t at;

	(void)state;
	probe(big, FAR_ADDR, 1);
	assert_int_equal(uk_packet_send(big, 1501, false, &at), -90);
	assert_int_equal(uk_packet_send(p, 19, false, &at), -EINVAL);
	p[0] = 0x55;
	assert_int_equal(uk_packet_send(p, len, false, &at), -EINVAL);
	p[0] = 0x65; /* IPv6 is not in this stack, or not on this device */
	assert_int_equal(uk_packet_send(p, 60, false, &at), NO_IPV6);
	probe(p, FAR_ADDR, 1);
	fake_alloc_limit = 0;
	assert_int_equal(uk_packet_send(p, len, false, &at), -105);
	fake_alloc_limit = -1;
}

static void source_and_mtu(void **state)
{
	uint8_t far_addr[4], ours[4], src[4] = {0};
	uint8_t far6[16] = {0x20, 1}, src6[16];

	(void)state;
	address(FAR_ADDR, far_addr);
	address(OUR_ADDR, ours);
	assert_int_equal(uk_packet_source(far_addr, 4, src), 0);
	assert_memory_equal(src, ours, 4);
	assert_int_equal(uk_packet_source(far6, 16, src6), NO_IPV6);
	assert_int_equal(uk_packet_mtu(ours, 4), 1500);
	assert_int_equal(uk_packet_mtu(far_addr, 4), 0);
}

/* Wants echo replies only. */
static bool is_reply(const uint8_t *packet, size_t len)
{
	return len > IP_LEN && packet[IP_LEN] == REPLY;
}

static void takes_what_it_wants(void **state)
{
	uint8_t p[100];
	size_t held = fake_allocated(), len;
	struct uk_netbuf *packet;

	(void)state;
	assert_int_equal(uk_packet_open(is_reply), 0);
	assert_int_equal(uk_packet_open(is_reply), -EBUSY);
	assert_int_equal(uk_packet_wait(fake_now + 5 * UK_NSEC_PER_MSEC),
			 -ETIMEDOUT);
	fake_forget_sent();
	len = icmp_packet(p, FAR_ADDR, OUR_ADDR, ECHO, 0, 1, 1, "ab", 2);
	fake_arrive(p, len, fake_now);
	len = icmp_packet(p, FAR_ADDR, OUR_ADDR, REPLY, 0, 7, 2, "abcd", 4);
	fake_arrive(p, len, 4711);
	assert_int_equal(uk_packet_wait(UK_TIME_NEVER), 0);
	packet = uk_packet_receive();
	assert_non_null(packet);
	assert_int_equal(packet->len, len);
	assert_int_equal(packet->rx_mono_ns, 4711);
	assert_memory_equal(packet->data, p, len);
	uk_netbuf_free(packet);
	assert_null(uk_packet_receive());
	/* The request went to lwIP, which has answered it. */
	assert_int_equal(fake_sent_count, 1);
	assert_int_equal(fake_sent[0].data[14 + IP_LEN], REPLY);
	uk_packet_close();
	assert_int_equal(fake_allocated(), held);
}

static bool everything(const uint8_t *packet, size_t len)
{
	(void)packet;
	(void)len;
	return true;
}

static void gives_back_what_is_not_its(void **state)
{
	uint8_t p[100];
	size_t held = fake_allocated(), len;

	(void)state;
	assert_int_equal(uk_packet_open(everything), 0);
	fake_forget_sent();
	len = icmp_packet(p, FAR_ADDR, OUR_ADDR, ECHO, 0, 1, 1, "ab", 2);
	for (int i = 0; i < 3; i++)
		fake_arrive(p, len, fake_now);
	fake_pump();
	assert_int_equal(fake_sent_count, 0);
	uk_packet_return(uk_packet_receive());
	assert_int_equal(fake_sent_count, 1);
	/* Two are left; closing frees them. */
	uk_packet_close();
	assert_int_equal(fake_allocated(), held);
	/* From now on everything is lwIP's again. */
	fake_arrive(p, len, fake_now);
	fake_pump();
	assert_int_equal(fake_sent_count, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(to_the_gateway),
		cmocka_unit_test(to_an_unknown_neighbour),
		cmocka_unit_test(to_ourselves),
		cmocka_unit_test(bursts_keep_their_order),
		cmocka_unit_test(a_full_queue),
		cmocka_unit_test(refused),
		cmocka_unit_test(source_and_mtu),
		cmocka_unit_test(takes_what_it_wants),
		cmocka_unit_test(gives_back_what_is_not_its),
	};

	return cmocka_run_group_tests(tests, fake_setup, NULL);
}
