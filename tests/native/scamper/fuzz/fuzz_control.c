/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The control protocol from outside: a client in pieces of any length, or
 * (first byte odd) a controller whose messages are framed rightly, or its
 * connection breaks.
 */
#include <assert.h>
#include <scamper/control.h>
#include <stdlib.h>
#include <string.h>

#include "nowhere.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MAX_TASKS = 8, MAX_OUTPUT = 1000 };

struct input {
	const uint8_t *data;
	size_t left;
};

static uint8_t *piece(struct input *in, size_t *len)
{
	uint8_t *copy;

	*len = in->left ? in->data[0] : 0;
	if (*len)
		in->left--, in->data++;
	if (*len > in->left)
		*len = in->left;
	copy = malloc(*len + 16);
	assert(copy);
	memcpy(copy + 10, in->data, *len);
	in->data += *len;
	in->left -= *len;
	return copy;
}

static void client(struct scamper_control *control,
		   struct scamper_engine *engine, struct input *in)
{
	struct scamper_client *c =
		scamper_client_new(control, "fuzz", false, NULL);
	uint64_t now = 1000000;
	size_t len;

	while (in->left) {
		uint8_t *bytes = piece(in, &len);

		if (len == 0 && in->left)
			in->left--, in->data++;
		scamper_client_receive(c, bytes + 10, len);
		free(bytes);
		now += 500000000;
		scamper_engine_poll(engine, now);
		assert(scamper_engine_running(engine) <= MAX_TASKS);
		scamper_client_output(c, &len);
		scamper_client_sent(c, len / 2);
	}
	scamper_client_eof(c);
	scamper_engine_poll(engine, now + 1);
	scamper_client_output(c, &len);
	scamper_client_sent(c, len);
	scamper_client_free(c);
}

static void controller(struct scamper_control *control,
		       struct scamper_engine *engine, struct input *in)
{
	static const uint8_t magic[SCAMPER_REMOTE_MAGIC] = {1};
	struct scamper_remote *remote =
		scamper_remote_new(control, magic, NULL);
	uint64_t now = 1000000;
	uint32_t number = 0;
	size_t len;

	scamper_remote_connected(remote);
	scamper_remote_receive(remote, "\0\0\0\0\0\0\0\0\0\4\1\2x", 14);
	while (in->left) {
		uint8_t channel = in->data[0] & 3, what = in->data[0] >> 2;
		uint8_t *bytes;

		in->left--, in->data++;
		bytes = piece(in, &len);
		memset(bytes, 0, 10);
		bytes[3] = (uint8_t)number;
		bytes[7] = channel;
		bytes[9] = (uint8_t)len;
		if (what == 1)
			scamper_remote_alive(remote);
		if (!scamper_remote_receive(remote, bytes, len + 10) ||
		    what == 2) {
			scamper_remote_disconnected(remote);
			scamper_remote_connected(remote);
			number = 0;
		} else if (channel || (len && bytes[10] < 4)) {
			number++;
		}
		free(bytes);
		now += 500000000;
		scamper_engine_poll(engine, now);
		scamper_remote_output(remote, &len);
		scamper_remote_sent(remote, len / 2);
	}
	scamper_remote_free(remote);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct scamper_backend ops = {.send = send_nowhere,
						   .source = source_of_all};
	struct scamper_engine_options options = {
		.pps = 10000, .ops = &ops, .features = &scamper_all_features};
	struct scamper_engine *engine = scamper_engine_new(&options, NULL);
	struct scamper_control_options control_options = {
		.engine = engine,
		.version = "fuzz",
		.max_tasks = MAX_TASKS,
		.max_output = MAX_OUTPUT,
	};
	struct scamper_control *control =
		scamper_control_new(&control_options, NULL);
	struct input in = {data, size};

	if (size && data[0] & 1)
		controller(control, engine, &in);
	else
		client(control, engine, &in);
	scamper_control_free(control);
	scamper_engine_free(engine);
	return 0;
}
