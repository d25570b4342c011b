/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Dial-in against a made-up controller, which behaves as sc_remoted was seen
 * to. Its bytes and ours are cut at arbitrary places when a connection breaks.
 */
#include <stdio.h>

#include "../../../lib-scamper/src/buffer.h"
#include "../../../lib-scamper/src/bytes.h"
#include "talk.h"
#include "test.h"

enum { CLIENTS = 3, HEADER = 10 };

enum { MASTER, MASTER_ID, NEW, FIN, ALIVE, ACK, RESUME, UNKNOWN, RESUMED };

static const uint8_t magic[8] = {1, 2, 3, 4, 5, 6, 7, 8};

struct controller {
	struct talk *talk;
	struct scamper_remote *remote;
	bool knows; /* the session */
	bool up;    /* it was greeted on this connection */
	struct buffer in;
	struct buffer out;  /* on its way to us */
	struct buffer kept; /* not acknowledged */
	uint32_t una, next, expected;
	struct buffer heard[CLIENTS]; /* of channel index + 1 */
	bool ended[CLIENTS];
	unsigned int alive;
};

static void put(struct buffer *to, uint32_t number, uint32_t channel,
		const void *data, size_t len)
{
	buffer_put32(to, number);
	buffer_put32(to, channel);
	buffer_put16(to, (uint16_t)len);
	buffer_put(to, data, len);
}

static void send_counted(struct controller *c, uint32_t channel,
			 const void *data, size_t len)
{
	put(&c->kept, c->next, channel, data, len);
	if (c->up)
		put(&c->out, c->next, channel, data, len);
	c->next++;
}

static void send_number(struct controller *c, uint8_t kind, uint32_t number)
{
	uint8_t message[5] = {kind};

	put32(message + 1, number);
	if (kind == NEW || kind == FIN)
		send_counted(c, 0, message, 5);
	else
		put(&c->out, c->next, 0, message, 5);
}

static void drop(struct buffer *buffer, size_t len)
{
	buffer->len -= len;
	memmove(buffer->data, buffer->data + len, buffer->len);
}

static void acknowledged(struct controller *c, uint32_t number)
{
	assert_in_range(number, c->una, c->next);
	for (; c->una < number; c->una++)
		drop(&c->kept, HEADER + get16(c->kept.data + 8));
}

static void greeted(struct controller *c, const uint8_t *data, size_t len)
{
	uint8_t unknown = UNKNOWN;

	assert_int_equal(data[1], 8);
	assert_memory_equal(data + 2, magic, 8);
	if (data[0] == MASTER) {
		assert_int_equal(len, 11);
		c->knows = c->up = true;
		put(&c->out, 0, 0,
		    "\x01\x0b"
		    "10.0.0.1:9",
		    13);
		return;
	}
	assert_int_equal(data[0], RESUME);
	assert_int_equal(len, 22);
	if (!c->knows) {
		put(&c->out, 0, 0, &unknown, 1);
		return;
	}
	assert_in_range(c->expected, get32(data + 14), get32(data + 18));
	acknowledged(c, get32(data + 10));
	c->up = true;
	put(&c->out, 0, 0,
	    (const uint8_t[]){RESUMED, (uint8_t)(c->expected >> 24),
			      (uint8_t)(c->expected >> 16),
			      (uint8_t)(c->expected >> 8),
			      (uint8_t)c->expected},
	    5);
	buffer_put(&c->out, c->kept.data, c->kept.len);
}

static void message(struct controller *c, uint32_t number, uint32_t channel,
		    const uint8_t *data, size_t len)
{
	if (!c->up) {
		assert_int_equal(channel, 0);
		greeted(c, data, len);
		return;
	}
	if (channel == 0 && data[0] == ACK) {
		acknowledged(c, get32(data + 1) + 1);
		return;
	}
	if (channel == 0 && data[0] == ALIVE) {
		c->alive++;
		return;
	}
	if (number < c->expected)
		return; /* sent again */
	assert_int_equal(number, c->expected);
	send_number(c, ACK, c->expected++);
	if (channel == 0) {
		assert_int_equal(data[0], FIN);
		c->ended[get32(data + 1) - 1] = true;
	} else {
		assert_in_range(channel, 1, CLIENTS);
		assert_false(c->ended[channel - 1]);
		buffer_put(&c->heard[channel - 1], data, len);
	}
}

static void take_messages(struct controller *c)
{
	while (c->in.len >= HEADER) {
		size_t len = get16(c->in.data + 8);

		if (c->in.len < HEADER + len)
			return;
		message(c, get32(c->in.data), get32(c->in.data + 4),
			c->in.data + HEADER, len);
		drop(&c->in, HEADER + len);
	}
}

/* Up to `most` bytes each way. False: we hung up. */
static bool exchange(struct controller *c, size_t most)
{
	size_t len;
	const void *data = scamper_remote_output(c->remote, &len);
	bool ok;

	len = len > most ? most : len;
	buffer_put(&c->in, data, len);
	scamper_remote_sent(c->remote, len);
	take_messages(c);
	len = c->out.len > most ? most : c->out.len;
	ok = scamper_remote_receive(c->remote, c->out.data, len);
	drop(&c->out, len);
	return ok;
}

static void broken(struct controller *c)
{
	scamper_remote_disconnected(c->remote);
	buffer_reset(&c->in);
	buffer_reset(&c->out);
	c->up = false;
}

static struct controller *controller_new(void)
{
	struct controller *c = calloc(1, sizeof(*c));

	assert_non_null(c);
	c->talk = talk_new(0, 0);
	c->remote = scamper_remote_new(c->talk->control, magic, NULL);
	scamper_remote_connected(c->remote);
	return c;
}

static void controller_free(struct controller *c)
{
	scamper_remote_free(c->remote);
	talk_free(c->talk);
	buffer_free(&c->in);
	buffer_free(&c->out);
	buffer_free(&c->kept);
	for (int i = 0; i < CLIENTS; i++)
		buffer_free(&c->heard[i]);
	free(c);
}

static void say(struct controller *c, uint32_t channel, const char *text)
{
	send_counted(c, channel, text, strlen(text));
}

static char *heard(struct controller *c, uint32_t channel)
{
	buffer_put8(&c->heard[channel - 1], 0);
	c->heard[channel - 1].len--;
	return (char *)c->heard[channel - 1].data;
}

static unsigned int results_of(struct controller *c, uint32_t channel)
{
	size_t len;
	uint8_t *records = talk_records(heard(c, channel), &len);
	unsigned int count = talk_count(records, len);

	free(records);
	return count;
}

static void run(struct controller *c, uint64_t ns)
{
	uint64_t until = c->talk->fake->now + ns;

	while (c->talk->fake->now < until) {
		talk_wait(c->talk, 10 * MS, false);
		assert_true(exchange(c, SIZE_MAX));
	}
}

/* Everything that three clients want, in order. */
static void three_clients(struct controller *c)
{
	for (uint32_t i = 1; i <= CLIENTS; i++) {
		char text[64];

		send_number(c, NEW, i);
		for (uint32_t k = 1; k <= 5; k++) {
			snprintf(text, sizeof(text),
				 "ping -c %u -o 1 20.0.%u.%u\n", k, i, k);
			say(c, i, text);
		}
		say(c, i, "foo\ndo");
		say(c, i, "ne\n");
	}
}

static void several_clients(void **state)
{
	struct controller *c = controller_new();

	(void)state;
	run(c, 10 * MS);
	three_clients(c);
	run(c, 3 * SEC);
	for (uint32_t i = 1; i <= CLIENTS; i++) {
		assert_true(c->ended[i - 1]);
		assert_int_equal(results_of(c, i), 5);
		/* No "OK" for an `attach` that nobody said. */
		assert_int_equal(strncmp(heard(c, i), "OK id-1\n", 8), 0);
	}
	assert_true(scamper_remote_idle(c->remote));
	assert_int_equal(c->kept.len, 0);
	scamper_remote_alive(c->remote);
	run(c, 10 * MS);
	assert_int_equal(c->alive, 1);
	controller_free(c);
}

/* Results may differ in their order and times, but none is lost or doubled. */
static void broken_everywhere(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 200; seed++) {
		struct controller *c = controller_new();
		uint32_t random = seed;

		assert_true(exchange(c, SIZE_MAX));
		assert_true(exchange(c, SIZE_MAX));
		three_clients(c);
		for (int i = 0; i < 300; i++) {
			random = random * 1103515245 + 12345;
			talk_wait(c->talk, 10 * MS, false);
			assert_true(exchange(c, random >> 16 & 255));
			if ((random >> 8 & 15) == 0) {
				broken(c);
				talk_wait(c->talk, 20 * MS, false);
				scamper_remote_connected(c->remote);
			}
		}
		run(c, 200 * MS);
		for (uint32_t i = 1; i <= CLIENTS; i++) {
			assert_true(c->ended[i - 1]);
			assert_int_equal(results_of(c, i), 5);
		}
		controller_free(c);
	}
}

static void forgotten_session(void **state)
{
	struct controller *c = controller_new();

	(void)state;
	run(c, 10 * MS);
	send_number(c, NEW, 1);
	say(c, 1, "ping -c 60 20.0.0.1\n");
	run(c, SEC);
	assert_int_equal(scamper_engine_running(c->talk->fake->engine), 1);
	broken(c);
	c->knows = false;
	buffer_reset(&c->kept);
	c->una = c->next = c->expected = 0;
	buffer_reset(&c->heard[0]);
	scamper_remote_connected(c->remote);
	assert_false(exchange(c, SIZE_MAX));
	broken(c);
	talk_wait(c->talk, 10 * MS, false);
	assert_int_equal(scamper_engine_running(c->talk->fake->engine), 0);
	scamper_remote_connected(c->remote);
	run(c, 10 * MS);
	send_number(c, NEW, 1);
	say(c, 1, "ping -c 1 -o 1 20.0.0.1\ndone\n");
	run(c, SEC);
	assert_true(c->ended[0]);
	assert_int_equal(results_of(c, 1), 1);
	controller_free(c);
}

static void client_leaves(void **state)
{
	struct controller *c = controller_new();
	uint32_t sent;

	(void)state;
	run(c, 10 * MS);
	send_number(c, NEW, 1);
	say(c, 1, "ping -c 60 20.0.0.1\n");
	run(c, 2 * SEC);
	send_number(c, FIN, 1);
	run(c, 30 * MS);
	assert_true(c->ended[0]);
	sent = c->talk->fake->sent_used;
	run(c, 5 * SEC);
	assert_int_equal(c->talk->fake->sent_used, sent);
	controller_free(c);
}

/* While nothing is acknowledged, a bounded number of bytes is in flight. */
static void deaf_controller(void **state)
{
	struct controller *c = controller_new();
	size_t len, most = 0;

	(void)state;
	run(c, 10 * MS);
	send_number(c, NEW, 1);
	for (int i = 0; i < 900; i++) {
		char text[64];

		snprintf(text, sizeof(text),
			 "ping -c 20 -i 0.01 -s 60 20.0.%d.%d\n", i >> 8,
			 i & 255);
		say(c, 1, text);
	}
	assert_true(scamper_remote_receive(c->remote, c->out.data, c->out.len));
	buffer_reset(&c->out);
	for (int i = 0; i < 300; i++) {
		talk_wait(c->talk, 10 * MS, false);
		scamper_remote_output(c->remote, &len);
		most = len > most ? len : most;
		if (c->talk->fake->sent_used > FAKE_SENT - 200)
			c->talk->fake->sent_used = 0;
	}
	assert_in_range(most, 1, (1 << 18) + 8192 + 900 * 15);
	controller_free(c);
}

static void not_the_protocol(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		bool up; /* after the greeting */
	} cases[] = {
		{"\0\0\0\0\0\0\0\0\0\0", 10, false}, /* empty */
		{"\0\0\0\0\0\0\0\0\0\1\5", 11, false},
		{"\0\0\0\0\0\0\0\0\0\3\1\1x", 13, false},  /* no NUL */
		{"\0\0\0\0\0\0\0\0\0\3\1\2\0", 13, false}, /* length */
		{"\0\0\0\0\0\0\0\0\0\2\1\0", 12, false},
		{"\0\0\0\0\0\0\0\1\0\1x", 11, false}, /* no channel yet */
		{"\0\0\0\0\0\0\0\0\0\0", 10, true},
		{"\0\0\0\0\0\0\0\0\0\1\2", 11, true},
		{"\0\0\0\0\0\0\0\0\0\5\2\0\0\0\0", 15, true}, /* channel 0 */
		{"\0\0\0\0\0\0\0\0\0\5\11\0\0\0\1", 15, true},
		{"\0\0\0\0\0\0\0\0\0\5\5\0\0\0\11", 15, true}, /* never sent */
		{"\0\0\0\0\0\0\0\0\0\2\4\0", 12, true},
		{"\0\0\0\1\0\0\0\0\0\5\2\0\0\0\1", 15, true}, /* one missing */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct controller *c = controller_new();

		if (cases[i].up)
			run(c, 20 * MS);
		assert_false(scamper_remote_receive(c->remote, cases[i].bytes,
						    cases[i].len));
		scamper_remote_disconnected(c->remote);
		controller_free(c);
	}
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(several_clients),
	cmocka_unit_test(broken_everywhere),
	cmocka_unit_test(forgotten_session),
	cmocka_unit_test(client_leaves),
	cmocka_unit_test(deaf_controller),
	cmocka_unit_test(not_the_protocol),
};

TEST_GROUP(remote_tests, tests);
