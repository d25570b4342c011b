/* SPDX-License-Identifier: BSD-3-Clause */
/* IPv6 packets past the sockets, from an address by configuration. */
#include <string.h>
#include <uk/errno.h>
#include <uk/packet.h>
#include <uk/time.h>
#include "fake.h"
#include "packet.h"

#define NEIGHBOUR "2001:db8::9" /* nobody answers for it */

static int setup(void **state)
{
	(void)state;
	return fake_setup6(OUR_ADDR6 "/64," GATEWAY6);
}

static size_t probe(uint8_t *p, const char *to, unsigned seq)
{
	memset(p + IP6_LEN + ICMP_LEN, 'x', 12);
	return icmp6_packet(p, OUR_ADDR6, to, 128, 0, seq, 12);
}

/* The router's hardware address is known when a program starts. */
static void first_probe_does_not_wait(void **state)
{
	uint8_t p[100];
	size_t len = probe(p, FAR_ADDR6, 1);
	uint64_t at, before = fake_now;

	(void)state;
	assert_string_equal(fake_said, "");
	fake_forget_sent();
	assert_int_equal(uk_packet_send(p, len, false, &at), 0);
	assert_int_equal(at, before + FAKE_SEND_NS);
	assert_int_equal(fake_sent_count, 1);
	assert_int_equal(fake_sent[0].len, 14 + len);
	assert_memory_equal(fake_sent[0].data + 12, "\x86\xdd", 2);
	assert_memory_equal(fake_sent[0].data + 14, p, len);
}

static void bursts_keep_their_order(void **state)
{
	uint8_t p[100];
	uint64_t at;
	unsigned i;

	(void)state;
	fake_forget_sent();
	for (i = 0; i < 20; i++) {
		size_t len = probe(p, FAR_ADDR6, i);

		assert_int_equal(uk_packet_send(p, len, true, &at), 0);
		assert_int_equal(fake_sent_count, i < 16 ? 0 : 16);
	}
	uk_packet_flush();
	assert_int_equal(fake_sent_count, 20);
	for (i = 0; i < 20; i++)
		assert_int_equal(get16(fake_sent[i].data + 14 + IP6_LEN + 6),
				 i);
}

/* One packet waits for each neighbour, and no memory is lost. */
static void to_an_unknown_neighbour(void **state)
{
	uint8_t p[100];
	size_t len = probe(p, NEIGHBOUR, 1), held = fake_allocated();
	uint64_t at;
	unsigned i;

	(void)state;
	fake_forget_sent();
	for (i = 0; i < 100; i++)
		assert_int_equal(uk_packet_send(p, len, false, &at), 0);
	assert_int_equal(fake_sent_count, 0);
	assert_true(fake_allocated() < held + 1024);
	fake_run_ms(10000);
	assert_int_equal(fake_allocated(), held);
	assert_int_equal(fake_sent_count, 0);
}

static void refused(void **state)
{
	static uint8_t big[1600];
	uint8_t p[100];
	size_t len = probe(p, FAR_ADDR6, 1);
	uint64_t at;

	(void)state;
	probe(big, FAR_ADDR6, 1);
	assert_int_equal(uk_packet_send(big, 1501, false, &at), -90);
	assert_int_equal(uk_packet_send(big, 1500, false, &at), 0);
	assert_int_equal(uk_packet_send(p, 39, false, &at), -EINVAL);
	fake_alloc_limit = 0;
	assert_int_equal(uk_packet_send(p, len, false, &at), -105);
	fake_alloc_limit = -1;
}

static bool everything(const uint8_t *packet, size_t len)
{
	(void)packet;
	(void)len;
	return true;
}

static void takes_and_gives_back(void **state)
{
	uint8_t p[100];
	size_t held = fake_allocated(), len;
	struct uk_netbuf *packet;

	(void)state;
	assert_int_equal(uk_packet_open(everything), 0);
	fake_forget_sent();
	memset(p + 48, 'y', 4);
	len = icmp6_packet(p, FAR_ADDR6, OUR_ADDR6, 128, 0, 7, 4);
	fake_arrive(p, len, 4711);
	assert_int_equal(uk_packet_wait(UK_TIME_NEVER), 0);
	packet = uk_packet_receive();
	assert_non_null(packet);
	assert_int_equal(packet->rx_mono_ns, 4711);
	assert_memory_equal(packet->data, p, len);
	uk_packet_return(packet);
	/* The stack has answered the request. */
	assert_int_equal(fake_sent_count, 1);
	assert_int_equal(fake_sent[0].data[14 + IP6_LEN], 129);
	assert_int_equal(
		checksum6(fake_sent[0].data + 14, 58, IP6_LEN, len - IP6_LEN),
		0);
	uk_packet_close();
	assert_int_equal(fake_allocated(), held);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_probe_does_not_wait),
		cmocka_unit_test(bursts_keep_their_order),
		cmocka_unit_test(to_an_unknown_neighbour),
		cmocka_unit_test(refused),
		cmocka_unit_test(takes_and_gives_back),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
