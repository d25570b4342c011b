/* SPDX-License-Identifier: BSD-3-Clause */
/* Commands: defaults, limits of every option, refusals (scamper.md 3, 4). */
#include "test.h"

#include <stdio.h>

#include "../../../lib-scamper/src/command.h"
#include "../../../lib-scamper/src/dealias_feature.h"
#include "../../../lib-scamper/src/tracelb_feature.h"

enum { PID = 0x10597 };

static const struct command_rules *const more[] = {
	&command_tracelb_rules, &command_dealias_rules, NULL};

static struct scamper_trace *trace(struct command *c, const char *line)
{
	struct scamper_error error = {0};

	command_parse(line, more, PID, c, &error);
	assert_string_equal(error.text, "");
	assert_non_null(c->trace);
	return c->trace;
}

static struct scamper_ping *ping(struct command *c, const char *line)
{
	struct scamper_error error = {0};

	command_parse(line, more, PID, c, &error);
	assert_string_equal(error.text, "");
	assert_non_null(c->ping);
	return c->ping;
}

static void refused(const char *line, unsigned int code)
{
	struct scamper_error error = {0};
	struct command c;
	char prefix[16];

	if (command_parse(line, more, PID, &c, &error))
		fail_msg("accepted: %s", line);
	if (error.code != code)
		fail_msg("%s: %s", line, error.text);
	snprintf(prefix, sizeof(prefix), "UK%u: ", code);
	assert_memory_equal(error.text, prefix, strlen(prefix));
	assert_null(c.trace);
	assert_null(c.ping);
}

static void test_trace_defaults(void **state)
{
	struct command c;
	struct scamper_trace *t = trace(&c, "trace 192.0.2.1");

	(void)state;
	assert_int_equal(t->type, SCAMPER_TRACE_UDP_PARIS);
	assert_int_equal(t->attempts, 2);
	assert_int_equal(t->first_hop, 1);
	assert_int_equal(t->hop_limit, 0);
	assert_int_equal(t->gap_limit, 5);
	assert_int_equal(t->gap_action, 1);
	assert_int_equal(t->loops, 1);
	assert_int_equal(t->wait_s, 5);
	assert_int_equal(t->wait_probe, 0);
	assert_int_equal(t->tos, 0);
	assert_int_equal(t->probe_size, 44);
	assert_int_equal(t->sport, 0x8000 + PID % 0x8000);
	assert_int_equal(t->dport, 33435);
	assert_int_equal(t->flags, 0);
	assert_int_equal(t->userid, 0);
	assert_int_equal(t->src.type, SCAMPER_ADDR_NONE);
	assert_int_equal(scamper_addr_to_ipv4(&t->dst), 0xc0000201);
	command_free(&c);
}

static void test_trace_icmp_paris_sum_is_id(void **state)
{
	struct command c;
	struct scamper_trace *t = trace(&c, "trace -P ICMP-Paris 192.0.2.1");

	(void)state;
	assert_int_equal(t->type, SCAMPER_TRACE_ICMP_PARIS);
	assert_int_equal(t->dport, t->sport);
	assert_int_equal(t->flags, SCAMPER_TRACE_ICMP_SUM);
	command_free(&c);
}

static void test_trace_all_options(void **state)
{
	struct command c;
	struct scamper_trace *t = trace(
		&c,
		"TRACE -d 7 -f 3 -g 4 -G 2 -l 0 -m 9 -p 0a0bFF -P udp -q 20 "
		"-QT -s 65535 -S 10.1.2.3 -t 255 -U 99999999999 -w 10 -W 200 "
		" 192.0.2.1\n");

	(void)state;
	assert_int_equal(t->type, SCAMPER_TRACE_UDP);
	assert_int_equal(t->dport, 7);
	assert_int_equal(t->first_hop, 3);
	assert_int_equal(t->gap_limit, 4);
	assert_int_equal(t->gap_action, 2);
	assert_int_equal(t->loops, 0);
	assert_int_equal(t->hop_limit, 9);
	assert_int_equal(t->probe_size, 31);
	assert_memory_equal(c.payload, "\x0a\x0b\xff", 3);
	assert_int_equal(t->attempts, 20);
	assert_int_equal(t->flags, SCAMPER_TRACE_ALL_ATTEMPTS |
					   SCAMPER_TRACE_IGNORE_DST_TE);
	assert_int_equal(t->sport, 65535);
	assert_int_equal(scamper_addr_to_ipv4(&t->src), 0x0a010203);
	assert_int_equal(t->tos, 255);
	/* 32 bits; larger values are cut, as Debian's scamper does. */
	assert_int_equal(t->userid, 1215752191);
	assert_int_equal(t->wait_s, 10);
	assert_int_equal(t->wait_probe, 200);
	command_free(&c);
}

static void test_last_one_counts(void **state)
{
	struct command c;

	(void)state;
	assert_int_equal(trace(&c, "trace -q 3 -q 4 192.0.2.1")->attempts, 4);
	command_free(&c);
	trace(&c, "trace -p 0102 -p 010203 192.0.2.1");
	assert_int_equal(c.trace->probe_size, 31);
	command_free(&c);
}

static void test_ping_defaults(void **state)
{
	struct command c;
	struct scamper_ping *p = ping(&c, "ping 192.0.2.1");

	(void)state;
	assert_int_equal(p->method, SCAMPER_PING_ICMP_ECHO);
	assert_int_equal(p->probe_count, 4);
	assert_int_equal(p->wait_s, 1);
	assert_int_equal(p->wait_us, 0);
	assert_int_equal(p->timeout_s, 1);
	assert_int_equal(p->ttl, 64);
	assert_int_equal(p->size, 84);
	assert_int_equal(p->stop_count, 0);
	assert_int_equal(p->sport, PID & 0xffff);
	assert_int_equal(p->dport, 0);
	assert_int_equal(p->flags, 0);
	command_free(&c);
}

static void test_ping_all_options(void **state)
{
	struct command c;
	struct scamper_ping *p = ping(
		&c, "ping -P icmp-echo -c 65535 -d 9 -F 0 -i 1.25 -m 255 -o 2 "
		    "-s 28 -S 10.0.0.1 -U 5 -W 255 -z 1 192.0.2.1");

	(void)state;
	assert_int_equal(p->probe_count, 65535);
	assert_int_equal(p->dport, 9);
	assert_int_equal(p->sport, 0);
	assert_int_equal(p->wait_s, 1);
	assert_int_equal(p->wait_us, 250000);
	assert_int_equal(p->ttl, 255);
	assert_int_equal(p->stop_count, 2);
	assert_int_equal(p->size, 28);
	assert_int_equal(p->userid, 5);
	assert_int_equal(p->timeout_s, 255);
	assert_int_equal(p->tos, 1);
	command_free(&c);
	assert_int_equal(ping(&c, "ping -i 0.001 1.2.3.4")->wait_us, 1000);
	command_free(&c);
	assert_int_equal(ping(&c, "ping -i 20 1.2.3.4")->wait_s, 20);
	command_free(&c);
}

/* Both ends of each range, and what lies beyond. */
static void test_ranges(void **state)
{
	static const struct {
		const char *format;
		unsigned int min, max;
	} options[] = {
		{"trace -d %u 1.2.3.4", 1, 65535},
		{"trace -f %u 1.2.3.4", 1, 255},
		{"trace -g %u 1.2.3.4", 1, 255},
		{"trace -G %u 1.2.3.4", 1, 2},
		{"trace -l %u 1.2.3.4", 0, 255},
		{"trace -m %u 1.2.3.4", 1, 255},
		{"trace -q %u 1.2.3.4", 1, 20},
		{"trace -s %u 1.2.3.4", 1, 65535},
		{"trace -t %u 1.2.3.4", 0, 255},
		{"trace -w %u 1.2.3.4", 1, 10},
		{"trace -W %u 1.2.3.4", 0, 200},
		{"ping -c %u 1.2.3.4", 1, 65535},
		{"ping -d %u 1.2.3.4", 0, 65535},
		{"ping -F %u 1.2.3.4", 0, 65535},
		{"ping -m %u 1.2.3.4", 1, 255},
		{"ping -o %u 1.2.3.4", 0, 65535},
		{"ping -s %u 1.2.3.4", 28, 65535},
		{"ping -W %u 1.2.3.4", 1, 255},
		{"ping -z %u 1.2.3.4", 0, 255},
		{"ping -i %u 1.2.3.4", 1, 20},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		struct command c;
		struct scamper_error error = {0};
		char line[64];

		for (int end = 0; end < 2; end++) {
			snprintf(line, sizeof(line), options[i].format,
				 end ? options[i].max : options[i].min);
			if (!command_parse(line, more, PID, &c, &error))
				fail_msg("%s: %s", line, error.text);
			command_free(&c);
		}
		snprintf(line, sizeof(line), options[i].format,
			 options[i].max + 1);
		refused(line, 5005);
		snprintf(line, sizeof(line), options[i].format,
			 options[i].min - 1); /* 0 - 1 is beyond, too */
		refused(line, 5005);
	}
}

static void test_refusals(void **state)
{
	static const struct {
		const char *line;
		unsigned int code;
	} cases[] = {
		{"", 5001},
		{"  \n", 5001},
		{"tracelbx 1.2.3.4", 5002},
		{"tracelb -m 5 1.2.3.4", 5003},
		{"tracelb -c 90 1.2.3.4", 5005},
		{"tracelb -c 96 1.2.3.4", 5010},
		{"tracelb -Q 49 1.2.3.4", 5005},
		{"tracelb -W 201 1.2.3.4", 5005},
		{"tracelb -P udp 1.2.3.4", 5006},
		{"tracelb", 5007},
		{"tracee 1.2.3.4", 5002},
		{"trac 1.2.3.4", 5002},
		{"attach", 5002},
		{"trace -x 1.2.3.4", 5003},
		{"trace -X 1.2.3.4", 5003},
		{"trace -M -P icmp 1.2.3.4", 5010},
		{"trace -M -f 2 1.2.3.4", 5010},
		{"trace -N 5 1.2.3.4", 5010},
		{"trace -N 2 -Q 1.2.3.4", 5010},
		{"trace -c 96 1.2.3.4", 5010},
		{"trace -c 94 1.2.3.4", 5005},
		{"trace -c 95 -Q 1.2.3.4", 5010},
		{"trace -O ld 1.2.3.4", 5005},
		{"trace -o 8 1.2.3.4", 6040},
		{"trace -r 1.2.3.5 1.2.3.4", 6040},
		{"ping -r 1.2.3.5 1.2.3.4", 6040},
		{"ping -M 67 1.2.3.4", 5005},
		{"ping -M 1280 -O tbt 1.2.3.4", 5010},
		{"ping -O tbt 2001:db8::1", 5010},
		{"ping -O spoof 1.2.3.4", 6040},
		{"ping -O nosrc 1.2.3.4", 6040},
		{"ping -O x 1.2.3.4", 5005},
		{"tracelb -O ptr 1.2.3.4", 6040},
		{"tracelb -O x 1.2.3.4", 5005},
		{"tracelb -r 1.2.3.5 1.2.3.4", 6040},
		{"trace -O dtree-noback 1.2.3.4", 5010},
		{"trace -O const-payload 2001:db8::1", 5010},
		{"trace -z here 1.2.3.4", 5008},
		{"trace -Qx 1.2.3.4", 5003},
		{"trace - 1.2.3.4", 5003},
		{"ping -", 5003},
		{"ping -X 1.2.3.4", 5003},
		{"ping -R ::1", 5010},
		{"ping -R -T tsonly 1.2.3.4", 5010},
		{"ping -T tsx 1.2.3.4", 5005},
		{"ping -T tsprespec=1.1.1.1,2.2.2.2,3.3.3.3,4.4.4.4,5.5.5.5 "
		 "1.2.3.4",
		 5005},
		{"ping -P icmp-time ::1", 5010},
		{"ping -P tcp-syn -p 01 1.2.3.4", 5010},
		{"ping -P tcp-syn -s 41 1.2.3.4", 5010},
		{"ping -A 1 1.2.3.4", 5010},
		{"ping -P udp -C 1 1.2.3.4", 5010},
		{"ping -B 01 -s 100 1.2.3.4", 5010},
		{"ping -p 0102030405060708090a0b0c0d0e0f1011 1.2.3.4", 5010},
		{"ping -s 28 ::1", 5010},
		{"ping -s 30 -R 1.2.3.4", 5010},
		{"ping -S ::1 1.2.3.4", 5010},
		{"trace -S 1.2.3.4 ::1", 5010},
		{"trace -P tcp -p 01 1.2.3.4", 5010},
		{"trace 1::2::3", 5008},
		{"trace -g", 5004},
		{"trace -g5 1.2.3.4", 5004},
		{"trace -g -1 1.2.3.4", 5005},
		{"trace -g +5 1.2.3.4", 5005},
		{"trace -g 5x 1.2.3.4", 5005},
		{"trace -g 0x5 1.2.3.4", 5005},
		{"trace -g 99999999999999999999999 1.2.3.4", 5005},
		{"trace -U -1 1.2.3.4", 5005},
		{"trace -p 0 1.2.3.4", 5005},
		{"trace -p zz 1.2.3.4", 5005},
		{"trace -p 010 1.2.3.4", 5005},
		{"ping -i 0 1.2.3.4", 5005},
		{"ping -i 0.0009 1.2.3.4", 5005},
		{"ping -i 20.000001 1.2.3.4", 5005},
		{"ping -i 1. 1.2.3.4", 5005},
		{"ping -i .. 1.2.3.4", 5005},
		{"ping -i 99999999999999999999 1.2.3.4", 5005},
		{"trace -P foo 1.2.3.4", 5006},
		{"trace -P tcpx 1.2.3.4", 5006},
		{"ping -P udpx 1.2.3.4", 5006},
		{"trace", 5007},
		{"trace -Q", 5007},
		{"ping -c 1", 5007},
		{"trace 1.2.3", 5008},
		{"trace 1.2.3.4.5", 5008},
		{"trace 1.2.3.256", 5008},
		{"trace 1..3.4", 5008},
		{"trace 0001.2.3.4", 5008},
		{"trace host.example", 5008},
		{"trace 2001:db8::1::", 5008},
		{"trace -S here 1.2.3.4", 5008},
		{"trace 1.2.3.4 5.6.7.8", 5009},
		{"trace 1.2.3.4 -q 3", 5009},
		{"trace -f 4 -m 3 1.2.3.4", 5010},
		{"trace -p 00 1.2.3.4", 5010},
		{"trace \x01 1.2.3.4", 5011},
		{"trace \xc3\xa9 1.2.3.4", 5011},
		{"trace\n1.2.3.4", 5011},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		refused(cases[i].line, cases[i].code);
}

static void test_long_lines(void **state)
{
	char *line = malloc(30000);

	(void)state;
	assert_non_null(line);
	memset(line, 'a', 29999);
	line[29999] = '\0';
	refused(line, 5012);
	line[19999] = '\0';
	refused(line, 5002); /* and the message is cut, not overrun */
	free(line);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_trace_defaults),
	cmocka_unit_test(test_trace_icmp_paris_sum_is_id),
	cmocka_unit_test(test_trace_all_options),
	cmocka_unit_test(test_last_one_counts),
	cmocka_unit_test(test_ping_defaults),
	cmocka_unit_test(test_ping_all_options),
	cmocka_unit_test(test_ranges),
	cmocka_unit_test(test_refusals),
	cmocka_unit_test(test_long_lines),
};

TEST_GROUP(command_tests, tests);
