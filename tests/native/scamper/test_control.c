/* SPDX-License-Identifier: BSD-3-Clause */
/* The control protocol: lines in, lines and records out (scamper.md 2). */
#include <stdio.h>

#include "../../../lib-scamper/src/uuencode.h"
#include "talk.h"
#include "test.h"

static void expect_lines(struct talk *talk, const char *expected)
{
	char *lines = talk_lines(talk->text);

	assert_string_equal(lines, expected);
	free(lines);
	talk_clear(talk);
}

static unsigned int results_of(const struct talk *talk)
{
	size_t len;
	uint8_t *records = talk_records(talk->text, &len);
	unsigned int count = talk_count(records, len);

	free(records);
	return count;
}

static void interactive_words(void **state)
{
	static const struct {
		const char *say;
		const char *hear;
	} words[] = {
		{"get pps\n", "OK pps 1000\n"},
		{"GET Window\r\n", "OK window 0/0\n"},
		{"get version\n", "OK version test\n"},
		{"get pid\n", "OK pid 4711\n"},
		{"get command\n", "OK command trace\n"},
		{"get monitorname\n", "OK null monitorname\n"},
		{"get foo\n", "ERR unhandled get command 'foo'\n"},
		{"get\n", "ERR usage: get [command | monitorname | pid | pps "
			  "| version | window]\n"},
		{"set pps 20\n", "OK pps 20\n"},
		{"  get   pps  \n", "OK pps 20\n"},
		{"set pps 0\n", "ERR pps: 0 out of range (1, 10000)\n"},
		{"set pps 10001\n", "ERR pps: 10001 out of range (1, 10000)\n"},
		{"set pps 99999999999999999999\n",
		 "ERR pps: 99999999999999999999 out of range (1, 10000)\n"},
		{"set pps x\n", "ERR set pps argument is not an integer\n"},
		{"set pps\n", "ERR set pps requires argument\n"},
		{"set window -1\n", "ERR window: -1 out of range (0, 65535)\n"},
		{"set window 7\n", "OK window 7\n"},
		{"get window\n", "OK window 0/7\n"},
		{"set window 0\n", "OK window 0\n"},
		{"set foo 1\n", "ERR unhandled set command 'foo'\n"},
		{"set\n", "ERR usage: set [pps | window]\n"},
		{"\n", ""},
		{"  \r\n", ""},
		{"ping 1.1.1.1\n", "ERR unhandled command 'ping'\n"},
		{"attach foo\n", "ERR command attach param 'foo' failed\n"},
		{"attach priority\n",
		 "ERR command attach param 'priority' failed\n"},
		{"attach priority 0\n", "ERR invalid priority\n"},
		{"attach priority 100001\n", "ERR invalid priority\n"},
		{"attach format xml\n",
		 "ERR command attach param 'format' failed\n"},
	};
	struct talk *talk = talk_new(0, 0);

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		talk_say(talk, words[i].say);
		assert_string_equal(talk->text, words[i].hear);
		talk_clear(talk);
	}
	assert_false(scamper_client_finished(talk->client));
	talk_say(talk, "exit\nget pps\n");
	assert_string_equal(talk->text, "");
	assert_true(scamper_client_finished(talk->client));
	talk_free(talk);
}

static void attached_from_end_to_end(void **state)
{
	struct talk *talk = talk_new(0, 0);

	(void)state;
	talk_say(talk, "Attach priority 5\r\n");
	expect_lines(talk, "OK\n");
	talk_wait(talk, 10 * MS, true);
	/* The lengths are those of scamper: list 48, cycle 44 (host "vm"). */
	expect_lines(talk, "MORE\nDATA 48\nDATA 48\n");
	talk_say(talk, "Ping -c 1 -o 1 20.0.0.1\n");
	expect_lines(talk, "OK id-1\n");
	fake_run_until(talk->fake, talk->fake->now + 5 * MS);
	talk_listen(talk);
	expect_lines(talk, "MORE\n");
	talk_say(talk, "trace 20.0.0.256\n\n");
	expect_lines(
		talk,
		"ERR command not accepted: UK5008: '20.0.0.256' is no address. "
		"Write an IPv4 or IPv6 address, like 192.0.2.1 or "
		"2001:db8::1.\n");
	talk_wait(talk, SEC, true);
	assert_int_equal(results_of(talk), 1);
	talk_clear(talk);
	talk_say(talk, "attach\nDONE\n");
	expect_lines(talk,
		     "ERR command not accepted: UK5002: 'attach' is no "
		     "command. Use trace, tracelb, dealias or ping.\nOK\nDATA 28\n");
	assert_true(scamper_client_finished(talk->client));
	talk_free(talk);
}

static void impatient_commands(void **state)
{
	struct talk *talk = talk_new(0, 0);

	(void)state;
	talk_say(talk, "attach\n");
	talk_wait(talk, 10 * MS, true);
	talk_clear(talk);
	talk_say(talk, "ping -c 1 20.0.0.1\nping -c 1 20.0.0.2\n"
		       "ping -c 1 -o 1 20.0.0.3\n");
	expect_lines(talk, "OK id-1\nOK id-2\nOK id-3\n");
	talk_wait(talk, 10 * MS, true);
	expect_lines(talk, "MORE\n");
	talk_wait(talk, 2 * SEC, true);
	assert_int_equal(results_of(talk), 3);
	talk_free(talk);
}

/* As observed: no MORE when all commands and `done` come with `attach`. */
static void everything_at_once(void **state)
{
	struct talk *talk = talk_new(0, 0);

	(void)state;
	talk_say(talk, "attach\nping -c 1 -o 1 20.0.0.1\ndone\n");
	expect_lines(talk, "OK\nOK id-1\nOK\n");
	talk_wait(talk, SEC, true);
	assert_int_equal(results_of(talk), 1);
	assert_null(strstr(talk->text, "MORE"));
	assert_true(scamper_client_finished(talk->client));
	talk_free(talk);
}

static void results_as_json(void **state)
{
	struct talk *talk = talk_new(0, 0);
	char *lines;

	(void)state;
	talk_say(talk, "attach format json priority 3\n"
		       "ping -c 1 -o 1 20.0.0.1\ndone\n");
	talk_wait(talk, SEC, true);
	assert_non_null(strstr(talk->text, "\n{\"type\":\"cycle-start\""));
	assert_non_null(strstr(talk->text, "\n{\"type\":\"ping\""));
	assert_non_null(strstr(talk->text, "\n{\"type\":\"cycle-stop\""));
	lines = talk_lines(talk->text); /* the lengths are right */
	assert_null(strchr(lines, '{'));
	free(lines);
	talk_free(talk);
}

static void halt_one(void **state)
{
	struct talk *talk = talk_new(0, 0);

	(void)state;
	talk_say(talk, "attach\nping -c 60 20.0.0.1\nping -c 60 20.0.0.2\n");
	talk_wait(talk, 500 * MS, true);
	talk_clear(talk);
	talk_say(talk, "halt\nhalt x\nhalt 0\nhalt 3\nHALT 1\n");
	expect_lines(talk, "ERR usage: halt [id]\nERR usage: halt [id]\n"
			   "ERR no task id-0\nERR no task id-3\n"
			   "OK halted 1\n");
	talk_wait(talk, 10 * MS, true);
	assert_int_equal(results_of(talk), 1);
	talk_clear(talk);
	talk_say(talk, "halt 1\n");
	expect_lines(talk, "ERR no task id-1\n");
	talk_say(talk, "done\nhalt 2\nping 20.0.0.1\n");
	expect_lines(talk, "OK\nOK halted 2\n"
			   "ERR command not accepted: UK5014: a command came "
			   "after \"no more commands\". Open another source "
			   "for it.\n");
	talk_wait(talk, 10 * MS, true);
	assert_int_equal(results_of(talk), 1);
	assert_true(scamper_client_finished(talk->client));
	talk_free(talk);
}

/* A command line may come in any pieces. */
static void byte_by_byte(void **state)
{
	static const char text[] =
		"get pps\nattach\r\nping -c 1 20.0.0.1\nfoo\n"
		"done\n";
	struct talk *whole = talk_new(0, 0), *pieces = talk_new(0, 0);

	(void)state;
	talk_say(whole, text);
	for (size_t i = 0; i < sizeof(text) - 1; i++)
		talk_receive(pieces, text + i, 1);
	talk_wait(whole, 2 * SEC, true);
	talk_wait(pieces, 2 * SEC, true);
	assert_string_equal(whole->text, pieces->text);
	assert_true(scamper_client_finished(pieces->client));
	talk_free(whole);
	talk_free(pieces);
}

static void say_pings(struct talk *talk, unsigned int from, unsigned int to)
{
	char line[64];

	for (unsigned int i = from; i < to; i++) {
		snprintf(line, sizeof(line), "ping -c 1 -o 1 20.0.%u.%u\n",
			 i >> 8, i & 255);
		talk_receive(talk, line, strlen(line));
	}
}

/* Who does not read gets no more commands taken, and no result is lost. */
static void slow_client(void **state)
{
	struct talk *talk = talk_new(0, 2000);
	size_t len;

	(void)state;
	talk_say(talk, "attach\n");
	for (unsigned int i = 0; i < 500; i++) {
		say_pings(talk, i, i + 1);
		talk_wait(talk, 20 * MS, false);
	}
	assert_false(scamper_client_hungry(talk->client));
	scamper_client_output(talk->client, &len);
	assert_in_range(len, 2000, 3000); /* of one result more */
	assert_true(talk->fake->sent_used < 20);
	talk_say(talk, "done\n");
	talk_wait(talk, 5 * SEC, true);
	assert_int_equal(results_of(talk), 500);
	assert_true(scamper_client_finished(talk->client));
	talk_free(talk);
}

static void many_tasks_wait(void **state)
{
	struct talk *talk = talk_new(5, 0);
	unsigned int most = 0;

	(void)state;
	talk_say(talk, "attach\n");
	say_pings(talk, 0, 100);
	talk_listen(talk);
	assert_null(strstr(talk->text, "id-6\n"));
	/* They wait in order: what comes behind them, too. */
	talk_say(talk, "done\n");
	for (int i = 0; i < 200; i++) {
		unsigned int running =
			scamper_engine_running(talk->fake->engine);

		most = running > most ? running : most;
		talk_wait(talk, 10 * MS, true);
	}
	assert_int_equal(most, 5);
	assert_int_equal(results_of(talk), 100);
	assert_true(scamper_client_finished(talk->client));
	talk_free(talk);
}

/* Although no task may be added, `halt` gets through. */
static void halt_when_full(void **state)
{
	struct talk *talk = talk_new(1, 0);

	(void)state;
	talk_say(talk, "attach\nping -c 100 20.0.0.1\nhalt 1\n");
	expect_lines(talk, "OK\nOK id-1\nOK halted 1\n");
	talk_free(talk);
}

static void gone_client(void **state)
{
	struct talk *talk = talk_new(0, 0);
	uint32_t sent;

	(void)state;
	talk_say(talk, "attach\nping -c 60 20.0.0.1\nping -c 60 20.0.0.1\n");
	talk_wait(talk, 3 * SEC, true);
	talk_clear(talk);
	/* sc_attach has said this long before it is killed. */
	talk_say(talk, "done\n");
	scamper_client_eof(talk->client);
	talk_listen(talk);
	expect_lines(talk, "OK\nDATA 28\n");
	assert_true(scamper_client_finished(talk->client));
	sent = talk->fake->sent_used;
	assert_true(sent >= 3);
	talk_wait(talk, 10 * SEC, true);
	assert_int_equal(talk->fake->sent_used, sent);
	talk_free(talk);
}

/* The answer to the last line is not lost when the end comes with it. */
static void answer_before_the_end(void **state)
{
	struct talk *talk = talk_new(0, 0);

	(void)state;
	talk_receive(talk, "get pps\n", 8);
	scamper_client_eof(talk->client);
	assert_false(scamper_client_finished(talk->client));
	talk_listen(talk);
	assert_string_equal(talk->text, "OK pps 1000\n");
	assert_true(scamper_client_finished(talk->client));
	talk_free(talk);
}

static void hostile_bytes(void **state)
{
	struct talk *talk;
	char *longline = malloc(30001);

	(void)state;
	assert_non_null(longline);
	for (int byte = 0; byte < 256; byte++) {
		char text[] = "get p?s\nget pps\n";

		if (byte == '\n' || (byte >= ' ' && byte <= '~'))
			continue;
		text[5] = (char)byte;
		talk = talk_new(0, 0);
		talk_receive(talk, text, sizeof(text) - 1);
		talk_listen(talk);
		assert_string_equal(talk->text,
				    "ERR invalid character in line\n");
		assert_true(scamper_client_finished(talk->client));
		talk_free(talk);
	}
	memset(longline, 'x', 30000);
	longline[30000] = '\0';
	talk = talk_new(0, 0);
	talk_say(talk, "attach\n");
	talk_say(talk, longline);
	expect_lines(talk, "OK\nERR line of more than 20480 characters\n");
	assert_true(scamper_client_finished(talk->client));
	free(longline);
	talk_free(talk);
}

static void invalid_while_attached(void **state)
{
	struct talk *talk = talk_new(0, 0);

	(void)state;
	talk_say(talk, "attach\nping -c 9 20.0.0.1\n");
	talk_wait(talk, SEC, true);
	talk_clear(talk);
	talk_say(talk, "pi\x01ng 20.0.0.1\n");
	expect_lines(talk, "ERR invalid character in line\nDATA 28\n");
	assert_true(scamper_client_finished(talk->client));
	talk_free(talk);
}

/* Ids, lists and results are each client's own. */
static void several_clients(void **state)
{
	struct talk *talk = talk_new(0, 0), other = *talk, third = *talk;

	(void)state;
	other.client =
		scamper_client_new(talk->control, "127.0.0.1:2", false, NULL);
	third.client =
		scamper_client_new(talk->control, "127.0.0.1:3", false, NULL);
	other.text = calloc(1, 1);
	third.text = calloc(1, 1);
	talk_say(talk, "attach\nping -c 1 -o 1 20.0.0.1\n");
	talk_say(&other, "attach\nping -c 1 20.0.0.1\nping -c 1 20.0.0.2\n");
	talk_say(&third, "attach\nping -c 9 20.0.0.1\n");
	talk_wait(talk, 5 * MS, true);
	scamper_client_free(third.client);
	talk_wait(talk, 4 * SEC, true);
	talk_listen(&other);
	assert_non_null(strstr(other.text, "OK id-2\n"));
	assert_null(strstr(talk->text, "OK id-2\n"));
	assert_int_equal(results_of(talk), 1);
	assert_int_equal(results_of(&other), 2);
	free(other.text);
	free(third.text);
	talk_free(talk);
}

/* While both have commands, three of one for each one of the other. */
static void priorities(void **state)
{
	struct talk *talk = talk_new(0, 0), other = *talk;

	(void)state;
	other.client =
		scamper_client_new(talk->control, "127.0.0.1:2", false, NULL);
	other.text = calloc(1, 1);
	talk_say(talk, "set window 1\nattach priority 3\n");
	talk_say(&other, "attach\n");
	say_pings(talk, 0, 80);
	say_pings(&other, 100, 180);
	/* One after the other, 10 ms each. */
	talk_wait(talk, 450 * MS, true);
	talk_listen(&other);
	assert_in_range(results_of(talk), 30, 36);
	assert_in_range(results_of(&other), 10, 12);
	free(other.text);
	talk_free(talk);
}

static void stop_in_peace(void **state)
{
	struct talk *talk = talk_new(0, 0);

	(void)state;
	talk_say(talk, "attach\nping -c 60 20.0.0.1\nping -c 60 20.0.0.2\n");
	talk_wait(talk, 3 * SEC, true);
	scamper_control_stop(talk->control);
	talk_wait(talk, 10 * MS, true);
	assert_int_equal(results_of(talk), 2);
	assert_true(scamper_client_finished(talk->client));
	talk_free(talk);
}

static void encoding(void **state)
{
	static const struct {
		const char *data;
		size_t len;
		const char *text;
	} cases[] = {
		{"", 0, "`\n"},
		{"C", 1, "!0P``\n`\n"},
		{"Cat", 3, "#0V%T\n`\n"},
		{"\0\0\0\0", 4, "$````````\n`\n"},
	};
	uint8_t many[136];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buffer out = {0};

		uuencode(&out, (const uint8_t *)cases[i].data, cases[i].len);
		assert_int_equal(out.len, strlen(cases[i].text));
		assert_memory_equal(out.data, cases[i].text, out.len);
		buffer_free(&out);
	}
	memset(many, 255, sizeof(many));
	for (size_t len = 0; len <= sizeof(many); len++) {
		struct buffer out = {0};

		uuencode(&out, many, len);
		assert_int_equal(out.len, uuencode_len(len));
		buffer_free(&out);
	}
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(interactive_words),
	cmocka_unit_test(attached_from_end_to_end),
	cmocka_unit_test(impatient_commands),
	cmocka_unit_test(everything_at_once),
	cmocka_unit_test(results_as_json),
	cmocka_unit_test(halt_one),
	cmocka_unit_test(byte_by_byte),
	cmocka_unit_test(slow_client),
	cmocka_unit_test(many_tasks_wait),
	cmocka_unit_test(halt_when_full),
	cmocka_unit_test(gone_client),
	cmocka_unit_test(answer_before_the_end),
	cmocka_unit_test(hostile_bytes),
	cmocka_unit_test(invalid_while_attached),
	cmocka_unit_test(several_clients),
	cmocka_unit_test(priorities),
	cmocka_unit_test(stop_in_peace),
	cmocka_unit_test(encoding),
};

TEST_GROUP(control_tests, tests);
