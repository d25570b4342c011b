/* SPDX-License-Identifier: BSD-3-Clause */
/* Packet codecs against recorded bytes and against damage. */
#include "test.h"

#include <stdbool.h>

#include "../../../lib-scamper/src/bytes.h"
#include "../../../lib-scamper/src/packet.h"
#include "fake.h"

enum { US = 0xac140002, THEM = 0x14090909, ROUTER = 0x14000202 };

static const uint8_t lse_bottom[] = {0x00, 0x3e, 0xa1, 0x01}; /* 1002, ttl 1 */

/* scamper.md section 3: `08 00 85 97 85 97 00 00 ec d0`. */
static void test_icmp_paris_bytes(void **state)
{
	struct probe_spec spec = {.src = scamper_addr_ipv4(US),
				  .dst = scamper_addr_ipv4(THEM),
				  .proto = PROTO_ICMP,
				  .ttl = 1,
				  .ipid = 1,
				  .sport = 0x8597,
				  .fixed_sum = true,
				  .sum = 0x8597,
				  .payload_len = 16};
	static const uint8_t head[] = {0x08, 0x00, 0x85, 0x97, 0x85, 0x97,
				       0x00, 0x00, 0xec, 0xd0, 0x00, 0x00};
	uint8_t packet[44];

	(void)state;
	assert_int_equal(packet_build(&spec, packet), 44);
	assert_memory_equal(packet + 20, head, sizeof(head));
	assert_memory_equal(packet, "\x45\x00\x00\x2c\x00\x01\x40\x00\x01\x01",
			    10);
	assert_int_equal(packet_sum(0, packet, 20), 0xffff);
	assert_int_equal(packet_sum(0, packet + 20, 24), 0xffff);
}

static void test_icmp_paris_sum_stays(void **state)
{
	struct probe_spec spec = {.proto = PROTO_ICMP,
				  .sport = 0x8597,
				  .fixed_sum = true,
				  .payload_len = 16};
	uint8_t packet[44];

	(void)state;
	for (unsigned int sum = 1; sum <= 0xffff; sum += 97) {
		spec.sum = (uint16_t)sum;
		spec.dport = (uint16_t)(sum * 3);
		packet_build(&spec, packet);
		assert_int_equal(get16(packet + 22), sum);
		assert_int_equal(packet_sum(0, packet + 20, 24), 0xffff);
	}
}

static uint16_t udp_sum(const uint8_t *packet, size_t len)
{
	uint32_t pseudo = packet_sum(17 + (uint32_t)len - 20, packet + 12, 8);

	return packet_sum(pseudo, packet + 20, len - 20);
}

/* udp-paris: the UDP checksum is the probe number from 1. */
static void test_udp_paris_sum_is_number(void **state)
{
	uint8_t packet[64], payload[17] = {1, 2, 3, 4, 5};

	(void)state;
	for (unsigned int number = 1; number < 6000; number += 13) {
		struct probe_spec spec = {.src = scamper_addr_ipv4(US),
					  .dst = scamper_addr_ipv4(THEM),
					  .proto = PROTO_UDP,
					  .ipid = (uint16_t)number,
					  .sport = 0x8597,
					  .dport = 33435,
					  .fixed_sum = true,
					  .sum = (uint16_t)number,
					  .payload = payload,
					  .payload_len = 17};
		size_t len = packet_build(&spec, packet);

		assert_int_equal(len, 45);
		assert_int_equal(get16(packet + 26), number);
		assert_int_equal(udp_sum(packet, len), 0xffff);
		assert_memory_equal(packet + 30, payload + 2, 15);
	}
}

/* A checksum of 0 would say that there is none (RFC 768). */
static void test_udp_never_sum_zero(void **state)
{
	uint8_t packet[44];
	bool all_ones = false;

	(void)state;
	for (unsigned int port = 1; port <= 0xffff; port++) {
		struct probe_spec spec = {.src = scamper_addr_ipv4(US),
					  .dst = scamper_addr_ipv4(THEM),
					  .proto = PROTO_UDP,
					  .sport = (uint16_t)port,
					  .dport = 33435,
					  .payload_len = 16};

		packet_build(&spec, packet);
		assert_int_not_equal(get16(packet + 26), 0);
		all_ones |= get16(packet + 26) == 0xffff;
	}
	assert_true(all_ones);
}

static size_t make_probe(uint8_t *probe)
{
	struct probe_spec spec = {.src = scamper_addr_ipv4(US),
				  .dst = scamper_addr_ipv4(THEM),
				  .proto = PROTO_UDP,
				  .ttl = 3,
				  .tos = 8,
				  .ipid = 7,
				  .sport = 0x8597,
				  .dport = 33435,
				  .fixed_sum = true,
				  .sum = 7,
				  .payload_len = 16};

	return packet_build(&spec, probe);
}

/* A time-exceeded with `ext` behind a quote of 128 bytes. */
static size_t make_te(uint8_t *out, uint32_t word, const uint8_t *ext,
		      size_t ext_len)
{
	uint8_t body[FAKE_BYTES] = {0};
	size_t len = make_probe(body);

	if (ext_len) {
		memcpy(body + 128, ext, ext_len);
		len = 128 + ext_len;
	}
	return fake_icmp(out, ROUTER, US, 247, ICMP_TIME_EXCEEDED, 0, word,
			 body, len);
}

static size_t make_ext(uint8_t *ext, const uint8_t *objects, size_t len)
{
	ext[0] = 0x20;
	ext[1] = 0;
	put16(ext + 2, 0);
	memcpy(ext + 4, objects, len);
	put16(ext + 2, (uint16_t)~packet_sum(0, ext, 4 + len));
	return 4 + len;
}

static void test_parse_quote(void **state)
{
	uint8_t packet[FAKE_BYTES];
	struct reply r;
	size_t len = make_te(packet, 0, NULL, 0);

	(void)state;
	assert_true(packet_parse(packet, len, &r));
	assert_int_equal(scamper_addr_to_ipv4(&r.src), ROUTER);
	assert_int_equal(scamper_addr_to_ipv4(&r.dst), US);
	assert_int_equal(r.ttl, 247);
	assert_int_equal(r.tos, 0xc0);
	assert_int_equal(r.size, 72);
	assert_int_equal(r.icmp_type, 11);
	assert_true(r.quotes);
	assert_int_equal(scamper_addr_to_ipv4(&r.quote.dst), THEM);
	assert_int_equal(r.quote.proto, PROTO_UDP);
	assert_int_equal(r.quote.ttl, 3);
	assert_int_equal(r.quote.tos, 8);
	assert_int_equal(r.quote.len, 44);
	assert_int_equal(r.quote.ipid, 7);
	assert_int_equal(r.quote.sport, 0x8597);
	assert_int_equal(r.quote.dport, 33435);
	assert_int_equal(r.quote.sum, 7);
	assert_int_equal(r.ext_len, 0);
}

/* RFC 4884 with and without the length, and the object in warts form. */
static void test_parse_labels(void **state)
{
	static const uint32_t words[] = {0, 32u << 16};
	uint8_t object[8] = {0, 8, 1, 1}, ext[64], packet[FAKE_BYTES];
	uint8_t *warts;
	uint16_t warts_len;
	struct reply r;

	(void)state;
	memcpy(object + 4, lse_bottom, 4);
	for (int i = 0; i < 2; i++) {
		size_t n = make_ext(ext, object, sizeof(object));
		size_t len = make_te(packet, words[i], ext, n);

		assert_true(packet_parse(packet, len, &r));
		assert_int_equal(r.size, 168);
		assert_int_equal(r.ext_len, 8);
		assert_true(packet_copy_ext(&r, &warts, &warts_len));
		assert_int_equal(warts_len, 8);
		assert_memory_equal(warts, "\0\4\1\1\x00\x3e\xa1\x01", 8);
		free(warts);
		assert_int_equal(r.quote.sum, 7);
	}
}

static void test_parse_bad_extensions(void **state)
{
	static const uint8_t too_long[] = {0, 200, 1, 1, 0, 0, 0, 0};
	static const uint8_t too_short[] = {0, 3, 1, 1, 0, 0, 0, 0};
	static const uint8_t odd[] = {0, 7, 1, 1, 0, 0, 0, 0};
	static const uint8_t zero[] = {0, 0, 1, 1, 0, 0, 0, 0};
	static const uint8_t second_bad[] = {0,    8, 1,    1,    0, 0x3e,
					     0xa1, 1, 0xff, 0xff, 1, 1};
	uint8_t ext[64], packet[FAKE_BYTES];
	struct reply r;

	(void)state;
	make_te(packet, 0, ext, make_ext(ext, too_long, 8));
	assert_true(packet_parse(packet, 168, &r));
	assert_int_equal(r.ext_len, 0);
	make_te(packet, 0, ext, make_ext(ext, too_short, 8));
	assert_true(packet_parse(packet, 168, &r));
	assert_int_equal(r.ext_len, 0);
	make_te(packet, 0, ext, make_ext(ext, zero, 8));
	assert_true(packet_parse(packet, 168, &r));
	assert_int_equal(r.ext_len, 0);
	make_te(packet, 0, ext, make_ext(ext, odd, 8));
	assert_true(packet_parse(packet, 168, &r));
	assert_int_equal(r.ext_len, 0);
	make_te(packet, 0, ext, make_ext(ext, second_bad, 12));
	assert_true(packet_parse(packet, 172, &r));
	assert_int_equal(r.ext_len, 8);
	/* Wrong version, wrong checksum, no checksum. */
	make_ext(ext, second_bad, 8);
	ext[0] = 0x10;
	make_te(packet, 0, ext, 12);
	assert_true(packet_parse(packet, 168, &r));
	assert_int_equal(r.ext_len, 0);
	make_ext(ext, second_bad, 8);
	ext[2] ^= 1;
	make_te(packet, 0, ext, 12);
	assert_true(packet_parse(packet, 168, &r));
	assert_int_equal(r.ext_len, 0);
	make_ext(ext, second_bad, 8);
	put16(ext + 2, 0);
	make_te(packet, 0, ext, 12);
	assert_true(packet_parse(packet, 168, &r));
	assert_int_equal(r.ext_len, 8);
}

/* Every length the RFC 4884 field can say, none of which may be believed: of
 * one beyond the end (35 words) nothing is, as with Debian's scamper. */
static void test_parse_every_quote_length(void **state)
{
	uint8_t object[8] = {0, 8, 1, 1}, ext[64], packet[FAKE_BYTES];
	struct reply r;

	(void)state;
	for (uint32_t words = 0; words < 256; words++) {
		size_t n = make_ext(ext, object, sizeof(object));
		size_t len = make_te(packet, words << 16, ext, n);

		assert_true(packet_parse(packet, len, &r));
		assert_int_equal(r.ext_len,
				 words == 0 || words == 32 || words > 35 ? 8
									 : 0);
	}
}

/* Cut at every byte: refused, or read within its bounds (ASan watches). */
static void test_parse_truncated(void **state)
{
	uint8_t object[8] = {0, 8, 1, 1}, ext[64], packet[FAKE_BYTES];
	size_t full = make_te(packet, 0, ext, make_ext(ext, object, 8));
	struct reply r;

	(void)state;
	for (size_t len = 0; len < full; len++) {
		uint8_t *cut = malloc(len ? len : 1);

		assert_non_null(cut);
		memcpy(cut, packet, len);
		assert_false(packet_parse(cut, len, &r));
		/* As if it had been sent that short, with good checksums. */
		if (len >= IP_HEADER + ICMP_HEADER) {
			put16(cut + 2, (uint16_t)len);
			put16(cut + 22, 0);
			put16(cut + 22,
			      (uint16_t)~packet_sum(0, cut + 20, len - 20));
			packet_parse(cut, len, &r);
		}
		free(cut);
	}
	assert_true(packet_parse(packet, full, &r));
}

static void test_parse_refusals(void **state)
{
	uint8_t good[FAKE_BYTES], bad[FAKE_BYTES];
	size_t len = make_te(good, 0, NULL, 0);
	struct reply r;

	(void)state;
	for (int i = 0; i < 7; i++) {
		memcpy(bad, good, len);
		switch (i) {
		case 0:
			bad[0] = 0x65; /* IP version 6 */
			break;
		case 1:
			bad[0] = 0x44; /* header of 16 bytes */
			break;
		case 2:
			bad[9] = 2; /* IGMP */
			break;
		case 3:
			put16(bad + 2, 27); /* shorter than its headers */
			break;
		case 4:
			put16(bad + 2, 73); /* longer than what came */
			break;
		case 5:
			bad[40] ^= 1; /* ICMP checksum */
			break;
		default:
			put16(bad + 34, 5); /* quote: not a first fragment */
			put16(bad + 22, 0);
			put16(bad + 22,
			      (uint16_t)~packet_sum(0, bad + 20, len - 20));
			break;
		}
		if (packet_parse(bad, len, &r))
			fail_msg("case %d was accepted", i);
	}
}

/* An echo reply of 12 bytes, to be put behind extension headers. */
static size_t make_reply6(uint8_t *p, uint8_t first, const uint8_t *extensions,
			  size_t len)
{
	uint8_t *icmp = p + IP6_HEADER + len;
	uint32_t sum;

	memset(p, 0, IP6_HEADER);
	p[0] = 0x60;
	put16(p + 4, (uint16_t)(len + 12));
	p[6] = first;
	p[7] = 61;
	memset(p + 8, 0x20, 32);
	memcpy(p + IP6_HEADER, extensions, len);
	memcpy(icmp, "\x81\0\0\0\x12\x34\0\7abcd", 12);
	sum = packet_sum(PROTO_ICMP6 + 12, p + 8, 32);
	put16(icmp + 2, (uint16_t)~packet_sum(sum, icmp, 12));
	return IP6_HEADER + len + 12;
}

/* A reply may come with options, and in one fragment (RFC 8200, RFC 6946). */
static void test_parse_extension_headers(void **state)
{
	static const uint8_t all[40] = {
		60, 0, 5, 2,  0,  0, 1, 0, /* hop-by-hop: router alert */
		43, 1, 1, 12, 0,  0, 0, 0, 0, 0, 0, 0, /* destination */
		0,  0, 0, 0,  44, 0, 4, 0, 0, 0, 0, 0, /* routing */
		58, 0, 0, 6,  1,  2, 3, 4,             /* the only fragment */
	};
	uint8_t packet[200];
	size_t len = make_reply6(packet, PROTO_HOP_BY_HOP, all, 40);
	struct reply r;

	(void)state;
	assert_true(packet_parse(packet, len, &r));
	assert_int_equal(r.answer, ANSWER_ECHO);
	assert_int_equal(r.id, 0x1234);
	assert_int_equal(r.seq, 7);
	assert_int_equal(r.proto, PROTO_ICMP6);
	assert_int_equal(r.size, len);
	/* Cut anywhere, in what came or in what its header says. */
	for (size_t cut = 0; cut < len; cut++) {
		uint8_t *part = malloc(cut ? cut : 1);

		assert_non_null(part);
		memcpy(part, packet, cut);
		assert_false(packet_parse(part, cut, &r));
		if (cut >= IP6_HEADER) {
			put16(part + 4, (uint16_t)(cut - IP6_HEADER));
			assert_false(packet_parse(part, cut, &r));
		}
		free(part);
	}
	/* A header that is longer than the packet, a real fragment. */
	packet[IP6_HEADER + 9] = 200;
	assert_false(packet_parse(packet, len, &r));
	packet[IP6_HEADER + 9] = 1;
	packet[IP6_HEADER + 32 + 3] = 1; /* more follow */
	assert_false(packet_parse(packet, len, &r));
	packet[IP6_HEADER + 32 + 3] = 8; /* not the first */
	assert_false(packet_parse(packet, len, &r));
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_parse_extension_headers),
	cmocka_unit_test(test_icmp_paris_bytes),
	cmocka_unit_test(test_icmp_paris_sum_stays),
	cmocka_unit_test(test_udp_paris_sum_is_number),
	cmocka_unit_test(test_udp_never_sum_zero),
	cmocka_unit_test(test_parse_quote),
	cmocka_unit_test(test_parse_labels),
	cmocka_unit_test(test_parse_bad_extensions),
	cmocka_unit_test(test_parse_every_quote_length),
	cmocka_unit_test(test_parse_truncated),
	cmocka_unit_test(test_parse_refusals),
};

TEST_GROUP(packet_tests, tests);
