/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * dealias: what IP ids tell; each method on made-up routers that count them
 * together or alone, with losses; commands and their refusals; the record of
 * Debian's scamper that its own tools cannot read.
 */
#include "test.h"

#include <stdio.h>

#include <scamper/dealias.h>

#include "../../../lib-scamper/src/bytes.h"
#include "../../../lib-scamper/src/command.h"
#include "../../../lib-scamper/src/dealias_feature.h"
#include "../../../lib-scamper/src/dealias_task.h"
#include "../../../lib-scamper/src/packet.h"
#include "../../../lib-scamper/src/result_dealias.h"
#include "fake.h"
#include "records.h"

static const struct command_rules *const rules[] = {&command_dealias_rules,
						    NULL};

static bool sequence(const uint16_t *numbers, uint32_t count, uint16_t fudge,
		     bool nobs)
{
	struct ip_id ids[8];

	for (uint32_t i = 0; i < count; i++)
		ids[i] = (struct ip_id){.number = numbers[i]};
	return dealias_in_sequence(ids, count, fudge, nobs);
}

static void test_sequences(void **state)
{
	static const uint16_t counter[] = {65500, 24, 84, 144};
	static const uint16_t swapped[] = {0x9001, 0x9201, 0x9401};
	static const uint16_t mixed[] = {0x0100, 0x0200, 0x0201};
	static const uint16_t zero[] = {0, 0}, back[] = {5001, 5000};
	static const uint16_t turns[] = {23205, 20978, 40327};
	static const struct ip_id wide[] = {{UINT32_MAX, true}, {5, true}};

	(void)state;
	assert_true(sequence(counter, 4, 60, true));
	assert_false(sequence(counter, 4, 59, true));
	assert_true(sequence(counter, 4, 0, true));
	assert_false(sequence(swapped, 3, 200, true));
	assert_true(sequence(swapped, 3, 200, false));
	assert_false(sequence(mixed, 3, 2, false)); /* in neither order */
	assert_false(sequence(zero, 2, 200, false));
	assert_false(sequence(zero, 2, 0, false));
	assert_false(sequence(back, 2, 2000, false));
	assert_false(sequence(turns, 3, 0, true));
	assert_true(dealias_in_sequence(wide, 2, 6, true));
	assert_false(dealias_in_sequence(wide, 2, 5, false));
}

/* 20.0.ROUTER.x: routers count their ids; 20.1.ROUTER.x: each address does.
 * 20.9.x.x is nobody, as is the first address that was told to be lost. */
static struct {
	uint16_t together[256];
	uint16_t alone[256];
	unsigned int lose; /* every n-th reply; 0: none */
	unsigned int replies;
	bool common_source; /* port unreachable comes from x.x.x.1 */
} net;

static void respond(struct fake *fake, const struct fake_sent *probe)
{
	uint8_t out[FAKE_BYTES];
	const uint8_t *p = probe->bytes;
	uint32_t router = probe->dst >> 8 & 255, from = probe->dst;
	uint16_t id = 0;
	size_t len;

	if (probe->dst >> 16 == 0x1400)
		id = net.together[router]++;
	else if (probe->dst >> 16 == 0x1401)
		id = net.alone[probe->dst & 255]++;
	else
		return;
	if (net.lose && ++net.replies % net.lose == 0)
		return;
	if (p[9] == PROTO_ICMP) {
		len = fake_icmp(out, from, get32(p + 12), 60, ICMP_ECHO_REPLY, 0,
				get32(p + 24), p + 28, probe->len - 28u);
	} else {
		if (net.common_source)
			from = (from & ~255u) | 1;
		len = fake_icmp(out, from, get32(p + 12), 60, ICMP_UNREACH,
				UNREACH_PORT, 0, p, 28);
	}
	put16(out + 4, id);
	put16(out + 10, 0);
	put16(out + 10, (uint16_t)~packet_sum(0, out, IP_HEADER));
	fake_plan(fake, out, len, 5 * MS);
}

static struct fake *run(const char *command, struct scamper_dealias **result)
{
	struct scamper_engine_options o = {
		.pps = 10000, .pid = 0x597, .features = &scamper_all_features};
	struct fake *fake = fake_new(&o);

	fake->respond = respond;
	*result = fake_one(fake, command)->dealias;
	assert_non_null(*result);
	return fake;
}

/* The verdict, and the definition of each probe as a digit. */
static void expect(const char *command, uint8_t verdict, const char *defs)
{
	struct scamper_dealias *d;
	struct fake *fake = run(command, &d);
	char text[256] = "";

	for (uint32_t i = 0; i < d->probes_used && i < 255; i++)
		text[i] = (char)('0' + d->probes[i].def % 10);
	if (d->result != verdict)
		fail_msg("%s: %s", command,
			 scamper_dealias_result_name(d->result));
	if (defs)
		assert_string_equal(text, defs);
	fake_free(fake);
}

static void clear_net(void)
{
	memset(&net, 0, sizeof(net));
	net.together[1] = 65530;
	net.together[2] = 30000;
}

static void test_mercator(void **state)
{
	(void)state;
	clear_net();
	expect("dealias 20.0.1.5", SCAMPER_DEALIAS_NONE, "0");
	expect("dealias -m mercator -w 1 20.9.1.5", SCAMPER_DEALIAS_NONE,
	       "000");
	net.common_source = true;
	expect("dealias -q 1 20.0.1.5", SCAMPER_DEALIAS_ALIASES, "0");
}

static void test_ally(void **state)
{
	(void)state;
	clear_net();
	expect("dealias -m ally 20.0.1.5 20.0.1.6", SCAMPER_DEALIAS_ALIASES,
	       "01010");
	expect("dealias -m ally -p '-P icmp-echo' 20.0.1.5 20.0.2.6",
	       SCAMPER_DEALIAS_NOT_ALIASES, "01");
	expect("dealias -m ally -O inseq -q 7 -p '-P udp-dport -i 20.0.1.5' "
	       "-p \"-P udp -i 20.0.1.6\"",
	       SCAMPER_DEALIAS_ALIASES, "0101010");
	net.lose = 4;
	expect("dealias -m ally -w 1 20.0.1.5 20.0.1.6", SCAMPER_DEALIAS_NONE,
	       "01010");
	expect("dealias -m ally -w 1 20.0.1.5 20.9.1.6", SCAMPER_DEALIAS_NONE,
	       "01010");
	expect("dealias -m ally -w 1 -q 1 20.0.1.5 20.0.1.6",
	       SCAMPER_DEALIAS_NONE, "0");
}

static void test_radargun(void **state)
{
	struct scamper_dealias *d;
	struct fake *fake;
	unsigned int moved = 0;

	(void)state;
	clear_net();
	expect("dealias -m radargun -q 3 -w 1 -p '-P udp' 20.0.1.1 20.0.2.1 "
	       "20.9.1.1",
	       SCAMPER_DEALIAS_NONE, "012012012");
	fake = run("dealias -m radargun -q 20 -w 1 -W 10 -r 1000 -O shuffle -p "
		   "'-P icmp-echo' 20.0.1.1 20.0.1.2 20.0.1.3",
		   &d);
	assert_int_equal(d->probes_used, 60);
	for (uint32_t i = 0; i < 60; i++) {
		unsigned int seen = 0;

		moved += d->probes[i].def != i % 3;
		assert_int_equal(d->probes[i].seq, i / 3);
		/* A round is one of all, and begins with a full second. */
		for (uint32_t j = i / 3 * 3; j < i / 3 * 3 + 3; j++)
			seen |= 1u << d->probes[j].def;
		assert_int_equal(seen, 7);
	}
	assert_true(moved > 10);
	assert_int_equal(fake->sent[57].at - fake->sent[0].at, 19 * SEC);
	fake_free(fake);
}

static void test_prefixscan(void **state)
{
	struct scamper_dealias *d;
	struct fake *fake;

	(void)state;
	clear_net();
	fake = run("dealias -m prefixscan -w 1 -p '-P icmp-echo' 20.0.1.9 "
		   "20.0.1.1/30",
		   &d);
	assert_int_equal(d->result, SCAMPER_DEALIAS_ALIASES);
	assert_int_equal(scamper_addr_to_ipv4(&d->ab), 0x14000102);
	assert_int_equal(d->defs_used, 2);
	assert_int_equal(dealias_link_prefix(&d->b, &d->ab), 30);
	fake_free(fake);
	/* The mate, then the rest: nobody has the ids of router 2. */
	net.alone[2] = 9000;
	expect("dealias -m prefixscan -w 1 -W 10 -p '-P icmp-echo' 20.0.2.9 "
	       "20.1.1.1/29",
	       SCAMPER_DEALIAS_NONE, "01203405607");
	expect("dealias -m prefixscan -w 1 -W 10 -q 2 -p '-P udp' -x 20.9.1.3 "
	       "20.0.2.9 20.9.1.1/30",
	       SCAMPER_DEALIAS_NONE, "01122");
	net.common_source = true;
	expect("dealias -m prefixscan -w 1 -p '-P udp' 20.0.2.9 20.0.2.2/30",
	       SCAMPER_DEALIAS_ALIASES, "01");
}

static void test_bump(void **state)
{
	(void)state;
	clear_net();
	net.alone[1] = 500;
	net.alone[2] = 500; /* by chance */
	expect("dealias -m bump -q 1 -W 10 -p '-P icmp-echo -i 20.0.1.1' -p "
	       "'-P icmp-echo -i 20.0.1.2'",
	       SCAMPER_DEALIAS_ALIASES, "0101111010000" "10");
	net.alone[2] = 501;
	expect("dealias -m bump -W 10 -p '-P icmp-echo' 20.1.0.1 20.1.0.2",
	       SCAMPER_DEALIAS_NOT_ALIASES, NULL);
	net.lose = 2;
	expect("dealias -m bump -W 10 -p '-P icmp-echo' 20.0.1.1 20.0.1.2",
	       SCAMPER_DEALIAS_NONE, "010");
}

/* Two dealias and a ping share one address: one after the other. */
static void test_addresses_are_owned(void **state)
{
	struct scamper_engine_options o = {.pps = 1000,
					   .features = &scamper_all_features};
	struct fake *fake = fake_new(&o);

	(void)state;
	clear_net();
	fake->respond = respond;
	fake_submit(fake, "dealias -m ally -W 100 20.0.1.1 20.0.1.2");
	fake_submit(fake, "dealias -m ally -W 100 20.0.1.2 20.0.1.3");
	fake_submit(fake, "ping -c 1 -o 1 20.0.1.3");
	fake_submit(fake, "ping -c 1 -o 1 20.0.1.4");
	fake_run(fake);
	assert_int_equal(fake->results_used, 4);
	assert_int_equal(fake->ids[0], 3);
	assert_int_equal(fake->ids[1], 4);
	assert_int_equal(fake->ids[2], 1);
	assert_int_equal(fake->ids[3], 2);
	assert_int_equal(fake->results[2]->dealias->result,
			 SCAMPER_DEALIAS_ALIASES);
	assert_int_equal(fake->results[3]->dealias->result,
			 SCAMPER_DEALIAS_ALIASES);
	fake_free(fake);
}

static void test_refusals(void **state)
{
	static const struct {
		unsigned int code;
		const char *line;
	} cases[] = {
		{5006, "dealias -m none 20.0.0.1"},
		{5006, "dealias -m ally -p '-P tcp-syn' 20.0.0.1 20.0.0.2"},
		{5003, "dealias -y 20.0.0.1"},
		{5003, "dealias -m ally -p '-x 1' 20.0.0.1 20.0.0.2"},
		{5004, "dealias -m ally -p '-P' 20.0.0.1 20.0.0.2"},
		{5009, "dealias -m ally -p 'udp' 20.0.0.1 20.0.0.2"},
		{5009, "dealias -m ally -p '-P udp 20.0.0.1' 20.0.0.2"},
		{5007, "dealias"},
		{5007, "dealias -m ally 20.0.0.1"},
		{5007, "dealias -m ally 20.0.0.1 20.0.0.2 20.0.0.3"},
		{5007, "dealias -m ally 20.0.0.1 2001:db8::1"},
		{5007, "dealias -m ally -p '-i 20.0.0.1' 20.0.0.2"},
		{5007, "dealias -m radargun 20.0.0.1 20.0.0.2"},
		{5007, "dealias -m bump -p '-P udp -i 20.0.0.1'"},
		{5007, "dealias -m prefixscan -p '-P udp' 20.0.0.1 20.0.0.2"},
		{5007, "dealias -m prefixscan 20.0.0.1 20.0.0.0/30"},
		{5008, "dealias 20.0.0"},
		{5008, "dealias 20.0.0.1 -q 2"},
		{5008, "dealias -m prefixscan -p '-P udp' 20.0.0.1 20.0.0.0/23"},
		{5008, "dealias -m prefixscan -p '-P udp' 20.0.0.1 20.0.0.0/32"},
		{5008, "dealias -m prefixscan -p '-P udp' 20.0.0.1 20.0.0.0/"},
		{5010, "dealias -f 200 20.0.0.1"},
		{5010, "dealias -m ally -t 3 20.0.0.1 20.0.0.2"},
		{5010, "dealias -m ally -O shuffle 20.0.0.1 20.0.0.2"},
		{5010, "dealias -m radargun -p '-P udp' 20.0.0.1 2001:db8::1"},
		{5010, "dealias -m radargun -p '-F 5' 20.0.0.1 20.0.0.2"},
		{5010, "dealias -m ally -p '-P udp -c 5' 20.0.0.1 20.0.0.2"},
		{5010, "dealias -m ally -p '-P udp -s 29' 20.0.0.1 20.0.0.2"},
		{5005, "dealias -q 4 20.0.0.1"},
		{5005, "dealias -m ally -q 256 20.0.0.1 20.0.0.2"},
		{5005, "dealias -m ally -q 0 20.0.0.1 20.0.0.2"},
		{5005, "dealias -m ally -O fast 20.0.0.1 20.0.0.2"},
		{5005, "dealias -m ally -W 65536 20.0.0.1 20.0.0.2"},
		{5008, "dealias -m prefixscan -x nobody 20.0.0.1"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct scamper_error error = {0};
		struct command c;

		if (command_parse(cases[i].line, rules, 7, &c, &error))
			fail_msg("accepted: %s", cases[i].line);
		if (error.code != cases[i].code)
			fail_msg("%s: %s", cases[i].line, error.text);
	}
}

/* Candidates of a prefix, as Debian's scamper orders them. */
static void test_candidates(void **state)
{
	static const struct {
		const char *prefix, *last;
	} cases[] = {
		{"20.3.5.3/30", "210"},
		{"20.3.5.3/29", "2104567"},
		{"20.3.5.2/31", "3"},
		{"20.3.5.1/30", "203"},
		{"20.3.5.2/29", "1034567"},
		{"20.3.5.4/29", "5670123"},
		{"20.3.5.5/29", "6470123"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct scamper_error error = {0};
		struct command c;
		char line[100], last[16] = "";

		snprintf(line, sizeof(line),
			 "dealias -m prefixscan -p '-P udp' 20.0.0.1 %s",
			 cases[i].prefix);
		assert_true(command_parse(line, rules, 7, &c, &error));
		for (uint32_t d = 1; d < c.dealias->defs_used; d++)
			last[d - 1] =
				(char)('0' + c.dealias->defs[d].dst.bytes[3]);
		assert_string_equal(last, cases[i].last);
		command_free(&c);
	}
}

/* Debian's scamper writes the number of excluded addresses in the byte order of
 * its machine; sc_warts2json printed this of a copy with the other order. */
static void test_excluded_of_debian(void **state)
{
	struct bytes in = bytes_of_file("data/dealias-excluded.warts");
	struct bytes expected = bytes_of_file("data/dealias-excluded.json");
	struct bytes out = {0};
	struct scamper_error error = {0};

	(void)state;
	assert_true(convert(&in, SCAMPER_LAYOUT_AUTO, SCAMPER_FORMAT_JSON, &out,
			    &error) > 0);
	assert_int_equal(out.len, expected.len);
	assert_memory_equal(out.data, expected.data, out.len);
	bytes_free(&in);
	bytes_free(&out);
	bytes_free(&expected);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_sequences),
	cmocka_unit_test(test_mercator),
	cmocka_unit_test(test_ally),
	cmocka_unit_test(test_radargun),
	cmocka_unit_test(test_prefixscan),
	cmocka_unit_test(test_bump),
	cmocka_unit_test(test_addresses_are_owned),
	cmocka_unit_test(test_refusals),
	cmocka_unit_test(test_candidates),
	cmocka_unit_test(test_excluded_of_debian),
};

TEST_GROUP(dealias_tests, tests);
