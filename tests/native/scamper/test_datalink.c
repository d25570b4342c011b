/* SPDX-License-Identifier: BSD-3-Clause */
/* -O dl and -M: packets and times of the data link (scamper.md sections 3, 5;
 * scamper(1), ping -M). */
#include <errno.h>
#include <scamper/result.h>

#include "../../../lib-scamper/src/bytes.h"
#include "../../../lib-scamper/src/packet.h"
#include "../../../lib-scamper/src/too_big.h"
#include "fake.h"
#include "test.h"

enum {
	STAMPS = SCAMPER_HOP_RX_STAMP | SCAMPER_HOP_DL_TX | SCAMPER_HOP_DL_RX,
	ROOM = 100,  /* -M of the tests */
	FIRST = 96,  /* bytes of the first fragment then */
	REPLY = 200, /* bytes of a whole reply */
};

static void answer(struct fake *fake, const struct fake_sent *probe)
{
	fake_answer(fake, probe, MS);
}

static struct fake *network(void)
{
	struct fake *fake = fake_new(NULL);

	fake->respond = answer;
	return fake;
}

/* The stamps of all hops of a trace. */
static void assert_stamps(const struct scamper_trace *trace,
			  unsigned int stamps)
{
	assert_true(trace->hops_used > 0);
	for (uint32_t i = 0; i < trace->hops_used; i++)
		assert_int_equal(trace->hops[i]->flags & STAMPS, stamps);
}

/* A task gets the packets of its kind, and their stamps are called what they
 * are; those of a device are for all. */
static void test_stamps(void **state)
{
	static const struct {
		const char *command;
		enum scamper_stamp stamp;
		int sent;
		int stamps; /* -1: nothing arrives */
	} cases[] = {
		{"trace -g 1 -w 1 20.0.0.1", SCAMPER_STAMP_PROGRAM, 0, 0},
		{"trace -g 1 -w 1 20.0.0.1", SCAMPER_STAMP_KERNEL, 0, 0x01},
		{"trace -g 1 -w 1 20.0.0.1", SCAMPER_STAMP_DATALINK, 0, -1},
		{"trace -g 1 -w 1 20.0.0.1", SCAMPER_STAMP_DEVICE, 0, 0x01},
		{"trace -O dl -g 1 -w 1 20.0.0.1", SCAMPER_STAMP_KERNEL, 0, -1},
		{"trace -O dl -g 1 -w 1 20.0.0.1", SCAMPER_STAMP_PROGRAM, 0,
		 -1},
		{"trace -O dl -g 1 -w 1 20.0.0.1", SCAMPER_STAMP_DATALINK, 0,
		 0x06},
		{"trace -O dl -g 1 -w 1 20.0.0.1", SCAMPER_STAMP_DATALINK, 1,
		 0x04},
		{"trace -O dl -g 1 -w 1 20.0.0.1", SCAMPER_STAMP_DEVICE, 0,
		 0x06},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct fake *fake = network();
		const struct scamper_trace *trace;

		fake->stamp = cases[i].stamp;
		fake->send_error = cases[i].sent;
		trace = fake_one(fake, cases[i].command)->trace;
		if (cases[i].stamps < 0)
			assert_int_equal(trace->stop_reason,
					 SCAMPER_TRACE_GAPLIMIT);
		else
			assert_stamps(trace, (unsigned int)cases[i].stamps);
		fake_free(fake);
	}
}

static void test_ping(void **state)
{
	struct fake *fake = network();
	const struct scamper_ping *ping;

	(void)state;
	fake->stamp = SCAMPER_STAMP_DATALINK;
	ping = fake_one(fake, "ping -c 1 -O dl 20.0.0.1")->ping;
	assert_int_equal(ping->flags, SCAMPER_PING_DATALINK);
	assert_int_equal(ping->replies_used, 1);
	fake_free(fake);
}

static unsigned int refused(const struct scamper_engine_options *options,
			    const char *command)
{
	struct scamper_source_options source_options = {0};
	struct scamper_engine *engine = scamper_engine_new(options, NULL);
	struct scamper_source *source =
		scamper_source_open(engine, &source_options, NULL);
	struct scamper_error error = {0};

	assert_int_equal(scamper_source_submit(source, command, NULL, &error),
			 0);
	scamper_engine_free(engine);
	return error.code;
}

static int whole_packets(void *backend, bool fragments)
{
	(void)backend;
	return fragments ? -ENOTSUP : 0;
}

/* Who has no such packets, or not all of them, refuses. */
static void test_refused(void **state)
{
	static const struct scamper_backend sockets = {.datalink = NULL};
	static const struct scamper_backend guest = {.datalink = whole_packets};
	struct scamper_engine_options o = {.ops = &sockets,
					   .features = &scamper_all_features};

	(void)state;
	assert_int_equal(refused(&o, "trace -O dl 20.0.0.1"), 6041);
	assert_int_equal(refused(&o, "ping -O dl 20.0.0.1"), 6041);
	assert_int_equal(refused(&o, "ping -M 1280 20.0.0.1"), 6041);
	o.ops = &guest;
	assert_int_equal(refused(&o, "ping -M 1280 20.0.0.1"), 6041);
	assert_int_equal(refused(&o, "dealias -m ally -p '-P icmp-echo -M 1280'"
				     " 20.0.0.1 20.0.0.2"),
			 6041);
	o.features = NULL;
	assert_int_equal(refused(&o, "ping -M 1280 20.0.0.1"), 5017);
}

/* An echo reply of REPLY bytes; cut at FIRST when it comes in fragments. */
static void reply_in(struct fake *fake, const struct fake_sent *probe,
		     bool fragments)
{
	const uint8_t *icmp = probe->bytes + IP_HEADER;
	uint8_t out[FAKE_BYTES], body[REPLY - IP_HEADER - ICMP_HEADER] = {1, 2};
	size_t len = fake_icmp(out, probe->dst, get32(probe->bytes + 12), 60,
			       ICMP_ECHO_REPLY, 0, get32(icmp + 4), body,
			       sizeof(body));

	put16(out + 4, 0x7777);
	if (fragments) {
		put16(out + 2, FIRST);
		put16(out + 6, 0x2000);
		len = FIRST;
	}
	put16(out + 10, 0);
	put16(out + 10, (uint16_t)~packet_sum(0, out, IP_HEADER));
	fake_plan(fake, out, len, MS);
}

/* A router that does as it is told: "fragmentation needed" about a reply. */
static void obey(struct fake *fake, const struct fake_sent *sent)
{
	const uint8_t *icmp = sent->bytes + IP_HEADER;
	static bool told;

	if (fake->sent_used == 1)
		told = false;
	if (icmp[0] == ICMP_ECHO) {
		reply_in(fake, sent, told);
		return;
	}
	assert_int_equal(get16(icmp), ICMP_UNREACH << 8 | UNREACH_NEEDFRAG);
	assert_int_equal(packet_sum(0, icmp, sent->len - IP_HEADER), 0xffff);
	assert_int_equal(get32(icmp + 4), ROOM);
	/* The quote is the header of the reply and what makes it ours. */
	assert_int_equal(sent->len, IP_HEADER + ICMP_HEADER + IP_HEADER + 8);
	assert_int_equal(get16(icmp + ICMP_HEADER + 2), REPLY);
	assert_int_equal(get32(icmp + ICMP_HEADER + 12), sent->dst);
	assert_int_equal(icmp[ICMP_HEADER + IP_HEADER], ICMP_ECHO_REPLY);
	told = true;
}

/* -M of IPv4: one message, and the first fragments of the replies after it. */
static void test_fragments(void **state)
{
	struct fake *fake = network();
	const struct scamper_ping *ping;

	(void)state;
	fake->respond = obey;
	fake->stamp = SCAMPER_STAMP_DATALINK;
	ping = fake_one(fake, "ping -M 100 -c 3 -s 200 20.0.0.1")->ping;
	assert_int_equal(fake->sent_used, 4);
	assert_int_equal(ping->sent, 3);
	assert_int_equal(ping->flags, SCAMPER_PING_DATALINK);
	assert_int_equal(ping->reply_pmtu, ROOM);
	assert_int_equal(ping->replies_used, 3);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(ping->replies[i]->reply_size,
				 i ? FIRST : REPLY);
		assert_int_equal(ping->replies[i]->reply_ipid, 0x7777);
		assert_int_equal(ping->replies[i]->probe, i);
	}
	fake_free(fake);
}

/* The first fragment of an echo reply of IPv6, of 8 bytes more than headers. */
static const uint8_t first6[] = {
	0x60, 0,    0,    0,    0,    24,   44, 61, /* 24 bytes behind the
						       header */
	0x20, 0x01, 0x0d, 0xb8, 0,    0,    0,  0,  0,
	0,    0,    0,    0,    0,    0,    9, /* from */
	0x20, 0x01, 0x0d, 0xb8, 0,    0,    0,  0,  0,
	0,    0,    0,    0,    0,    0,    1,     /* to */
	58,   0,    0,    1,    0xde, 0xad, 0,  5, /* offset 0, more, id */
	129,  0,    9,    9,    0,    7,    0,  0, /* echo reply, id 7, sequence
						      0 */
	0,    0,    0,    0,    0,    0,    0,  0,
};

/* -O tbt: whole replies do not count. */
static void answer6(struct fake *fake, const struct fake_sent *sent)
{
	uint8_t bytes[sizeof(first6)];

	memcpy(bytes, first6, sizeof(bytes));
	put16(bytes + 54, get16(sent->bytes + 46));
	if (fake->sent_used > 1) {
		fake_plan(fake, bytes, sizeof(bytes), MS);
		return;
	}
	/* The same as the only fragment, which is a whole packet. */
	bytes[43] = 0;
	put16(bytes + 50, 0);
	put16(bytes + 50,
	      (uint16_t)~packet_sum(packet_sum(PROTO_ICMP6 + 16, bytes + 8, 32),
				    bytes + 48, 16));
	fake_plan(fake, bytes, sizeof(bytes), MS);
}

static void test_counted(void **state)
{
	struct fake *fake = network();
	const struct scamper_ping *ping;

	(void)state;
	fake->respond = answer6;
	fake->stamp = SCAMPER_STAMP_DATALINK;
	ping = fake_one(fake, "ping -M 1280 -O tbt -F 7 -c 4 -o 1 2001:db8::9")
		       ->ping;
	assert_int_equal(ping->stop_reason, SCAMPER_PING_COMPLETED);
	assert_int_equal(ping->sent, 2);
	assert_int_equal(ping->replies_used, 2);
	assert_int_equal(ping->replies[0]->flags, SCAMPER_PING_REPLY_TTL);
	assert_int_equal(ping->replies[1]->flags,
			 SCAMPER_PING_REPLY_TTL | SCAMPER_PING_REPLY_IPID);
	assert_int_equal(ping->replies[1]->reply_ipid32, 0xdead0005);
	assert_int_equal(ping->replies[1]->reply_size, sizeof(first6));
	fake_free(fake);
}

static bool parses(const uint8_t *bytes, size_t len, struct reply *reply)
{
	/* An exact allocation, so that reading beyond it is noticed. */
	uint8_t *copy = malloc(len ? len : 1);
	bool ok;

	assert_non_null(copy);
	memcpy(copy, bytes, len);
	ok = packet_parse_fragment(copy, len, reply);
	free(copy);
	return ok;
}

/* Nothing else is taken for a first fragment, nothing beyond it is read. */
static void test_parse(void **state)
{
	static const struct {
		uint8_t at, value;
	} broken[] = {
		{0, 0x50}, /* version */
		{5, 25},   /* longer than what there is */
		{5, 15},   /* no whole ICMP header */
		{6, 58},   /* no fragment */
		{40, 17},  /* UDP */
		{43, 0},   /* the only one */
		{43, 9},   /* a later one */
		{48, 128}, /* a request */
	};
	struct reply reply;

	(void)state;
	assert_true(parses(first6, sizeof(first6), &reply));
	assert_true(reply.fragment && reply.fragment_id_known);
	assert_int_equal(reply.fragment_id, 0xdead0005);
	assert_int_equal(reply.ttl, 61);
	assert_int_equal(reply.id, 7);
	for (size_t len = 0; len < sizeof(first6); len++)
		assert_false(parses(first6, len, &reply));
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		uint8_t bytes[sizeof(first6)];

		memcpy(bytes, first6, sizeof(bytes));
		bytes[broken[i].at] = broken[i].value;
		assert_false(parses(bytes, sizeof(bytes), &reply));
	}
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_stamps),  cmocka_unit_test(test_ping),
	cmocka_unit_test(test_refused), cmocka_unit_test(test_fragments),
	cmocka_unit_test(test_counted), cmocka_unit_test(test_parse),
};

TEST_GROUP(datalink_tests, tests);
