/* SPDX-License-Identifier: BSD-3-Clause */
#include "talk.h"

#include <scamper/record.h>
#include <stdio.h>

#include "../../../lib-scamper/src/bytes.h"
#include "test.h"

static void respond(struct fake *fake, const struct fake_sent *probe)
{
	fake_answer(fake, probe, 10 * MS);
}

struct talk *talk_new(uint32_t max_tasks, uint32_t max_output)
{
	struct talk *talk = calloc(1, sizeof(*talk));
	struct scamper_control_options options = {
		.version = "test",
		.hostname = "host",
		.pid = 4711,
		.max_tasks = max_tasks,
		.max_output = max_output,
	};

	assert_non_null(talk);
	talk->fake = fake_new(NULL);
	talk->fake->respond = respond;
	options.engine = talk->fake->engine;
	fake_run_until(talk->fake, talk->fake->now + MS);
	talk->control = scamper_control_new(&options, NULL);
	assert_non_null(talk->control);
	talk->client = scamper_client_new(talk->control, "127.0.0.1:31337",
					  false, NULL);
	assert_non_null(talk->client);
	talk_clear(talk);
	return talk;
}

void talk_free(struct talk *talk)
{
	scamper_control_free(talk->control);
	fake_free(talk->fake);
	free(talk->text);
	free(talk);
}

void talk_clear(struct talk *talk)
{
	free(talk->text);
	talk->text = calloc(1, 1);
	assert_non_null(talk->text);
	talk->len = 0;
}

void talk_listen(struct talk *talk)
{
	for (;;) {
		size_t len;
		const void *data = scamper_client_output(talk->client, &len);

		if (len == 0)
			return;
		/* In pieces: what is left must stay in its place. */
		if (len > 100)
			len = 100;
		talk->text = realloc(talk->text, talk->len + len + 1);
		assert_non_null(talk->text);
		memcpy(talk->text + talk->len, data, len);
		talk->len += len;
		talk->text[talk->len] = '\0';
		scamper_client_sent(talk->client, len);
	}
}

void talk_receive(struct talk *talk, const void *data, size_t len)
{
	/* A copy of its own size: reading beyond it is seen. */
	uint8_t *copy = malloc(len ? len : 1);

	assert_non_null(copy);
	memcpy(copy, data, len);
	scamper_client_receive(talk->client, copy, len);
	free(copy);
}

void talk_say(struct talk *talk, const char *text)
{
	talk_receive(talk, text, strlen(text));
	talk_listen(talk);
}

void talk_wait(struct talk *talk, uint64_t ns, bool listen)
{
	uint64_t until = talk->fake->now + ns;

	while (talk->fake->now < until) {
		fake_run_until(talk->fake, talk->fake->now + 10 * MS);
		if (listen)
			talk_listen(talk);
	}
}

/* Behind the DATA that begins here; *n: its length. */
static const char *data_of(const char *line, size_t *n)
{
	char *end;

	*n = strtoul(line + 5, &end, 10);
	assert_int_equal(*end, '\n');
	assert_true(strlen(end + 1) >= *n);
	return end + 1;
}

char *talk_lines(const char *text)
{
	char *lines = calloc(1, strlen(text) + 1), *to = lines;

	assert_non_null(lines);
	while (*text) {
		const char *end = strchr(text, '\n');
		size_t n = 0;

		assert_non_null(end);
		memcpy(to, text, (size_t)(end - text) + 1);
		to += end - text + 1;
		if (strncmp(text, "DATA ", 5) == 0)
			end = data_of(text, &n) - 1;
		text = end + 1 + n;
	}
	return lines;
}

/* One uuencoded line (scamper.md section 2); behind its LF. */
static const char *decode_line(const char *line, uint8_t *to, size_t *used)
{
	size_t len = (size_t)(line[0] - 32) & 63;

	line++;
	for (size_t i = 0; i < len; i += 3, line += 4) {
		uint32_t bits = 0;

		for (int k = 0; k < 4; k++) {
			assert_true(line[k] > 32 && line[k] <= 96);
			bits = bits << 6 | ((uint32_t)(line[k] - 32) & 63);
		}
		for (size_t k = 0; k < 3 && i + k < len; k++)
			to[(*used)++] = (uint8_t)(bits >> (16 - 8 * k));
	}
	assert_int_equal(*line, '\n');
	return line + 1;
}

uint8_t *talk_records(const char *text, size_t *len)
{
	uint8_t *records = calloc(1, strlen(text) + 1);

	assert_non_null(records);
	*len = 0;
	while (*text) {
		const char *end = strchr(text, '\n') + 1;
		size_t n;

		if (strncmp(text, "DATA ", 5) == 0) {
			const char *at = data_of(text, &n);

			end = at + n;
			while (*at != '`')
				at = decode_line(at, records, len);
			assert_ptr_equal(at + 2, end);
		}
		text = end;
	}
	return records;
}

/* Whole records, one behind the other (scamper.md section 6). */
unsigned int talk_count(const uint8_t *warts, size_t len)
{
	unsigned int count = 0;

	for (size_t at = 0; at < len; at += 8 + get32(warts + at + 4)) {
		uint16_t type = get16(warts + at + 2);

		assert_int_equal(get16(warts + at), 0x1205);
		assert_in_range(get32(warts + at + 4), 1, len - at - 8);
		count += type == SCAMPER_OBJECT_TRACE ||
			 type == SCAMPER_OBJECT_PING;
	}
	return count;
}
