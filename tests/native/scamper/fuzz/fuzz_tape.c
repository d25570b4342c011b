/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Recordings: a program that is replayed on one ends, or is told a coded
 * error. Few files that are made by chance would be one, so the first byte
 * says what the input is: 0x0a a file; an odd number changes to a good one
 * (place, value); an even one blocks (kind, length, body), to be put into
 * the frame of a recording.
 */
#include <assert.h>
#include <scamper/tape.h>
#include <stdlib.h>
#include <string.h>

#include "../../../../lib-scamper/src/buffer.h"
#include "../../../../lib-scamper/src/tape.h"
#include "mend.h"
#include "nowhere.h"
#include "input.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int put(void *user, const void *data, size_t len)
{
	buffer_put(user, data, len);
	return 0;
}

/* One block from the input; its length. */
static size_t add_block(struct buffer *file, const uint8_t *data, size_t size)
{
	size_t len = size < 2 ? 0 : data[1], start = file->len;
	bool local = size && data[0] <= KIND_END;

	if (len > size - 2)
		len = size - 2;
	buffer_put32(file, local ? BLOCK_LOCAL : BLOCK_PACKET);
	buffer_put32(file, 0);
	if (local)
		buffer_put32(file, data[0]);
	buffer_put(file, data + 2, len);
	while (file->len % 4)
		buffer_put8(file, 0);
	if (!local) {
		buffer_put32(file, 0x00020004); /* epb_flags */
		buffer_put32(file, data[0] & 3);
		buffer_put32(file, 0x80010004);
		buffer_put32(file, data[0] & 1);
		buffer_put32(file, 0);
		if (len >= 20)
			put32(file->data + start + 20, (uint32_t)len - 20);
	}
	buffer_put32(file, (uint32_t)(file->len - start) + 4);
	put32(file->data + start + 4, (uint32_t)(file->len - start));
	return 2 + len;
}

static void make_file(struct buffer *file, const uint8_t *data, size_t size)
{
	struct scamper_sink sink = {put, file};
	struct scamper_tape *tape = scamper_tape_record(sink, NULL);

	scamper_tape_close(tape, NULL);
	file->len -= BLOCK_BODY + 4 + BLOCK_TAIL; /* its end */
	while (size >= 2) {
		size_t used = add_block(file, data, size);

		data += used;
		size -= used;
	}
}

/* The network of the good recording: what echoes is answered. */
struct network {
	uint8_t reply[128];
	size_t len;
};

static int answer(void *backend, const uint8_t *packet, size_t len,
		  const struct scamper_probe *probe, uint64_t *tx_ns)
{
	struct network *network = backend;
	uint8_t *reply = network->reply;

	*tx_ns = 5;
	if (probe->proto != PROTO_ICMP || len > sizeof(network->reply))
		return 0;
	memcpy(reply, packet, len);
	memcpy(reply + 12, packet + 16, 4);
	memcpy(reply + 16, packet + 12, 4);
	reply[20] = 0;
	mend_sum(reply, len);
	network->len = len;
	return 0;
}

static const struct scamper_backend answering = {.send = answer,
						 .source = source_of_all};

/* Polls the engine until it has finished. */
static void live(struct scamper_engine *engine, struct network *network)
{
	for (uint64_t now = 1000000; !scamper_engine_finished(engine);
	     now += 50000000) {
		scamper_engine_poll(engine, now);
		if (network->len)
			scamper_engine_receive(engine, network->reply,
					       network->len, now, true);
		network->len = 0;
	}
}

/* `network` is NULL when the tape is replayed. */
static void program(struct scamper_tape *tape, struct network *network)
{
	static const char *const commands[] = {
		"trace -P icmp-paris 20.9.9.9",
		"trace -P udp -m 2 -q 1 2001:db8::1",
	};
	struct scamper_engine_options options = {
		.pps = 1000,
		.pid = (uint32_t)scamper_tape_number(tape, "pid", 1),
		.features = &scamper_all_features,
		.ops = network ? &answering : &scamper_tape_backend,
		.backend = network ? (void *)network : tape,
		.observer = scamper_tape_observer(tape),
	};
	struct scamper_source_options so = {
		.hostname = scamper_tape_text(tape, "host name", "host")};
	char *words[] = {NULL}, **argv = words;
	int argc = 0;
	volatile int stop = 0;
	struct scamper_engine *engine = scamper_engine_new(&options, NULL);
	struct scamper_source *s;

	scamper_tape_words(tape, &argc, &argv);
	for (int i = 0; i < argc; i++)
		assert(strlen(argv[i]) < BLOCK_MAX);
	scamper_engine_set_wall_offset(engine, 7);
	s = scamper_source_open(engine, &so, NULL);
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		scamper_source_submit(s, commands[i], NULL, NULL);
	scamper_source_no_more_commands(s);
	if (network)
		live(engine, network);
	else
		scamper_tape_run(tape, engine, &stop);
	scamper_engine_free(engine);
}

static const struct buffer *good_file(void)
{
	static struct buffer file;
	struct network network = {.len = 0};
	struct scamper_tape *tape;

	if (file.len)
		return &file;
	tape = scamper_tape_record((struct scamper_sink){put, &file}, NULL);
	program(tape, &network);
	assert(scamper_tape_close(tape, NULL));
	return &file;
}

/* Three octets say where and what; one at the end cuts. */
static void change_file(struct buffer *file, const uint8_t *data, size_t size)
{
	const struct buffer *good = good_file();

	buffer_put(file, good->data, good->len);
	for (; size >= 3; data += 3, size -= 3)
		file->data[get16(data) % file->len] ^= data[2];
	if (size)
		file->len -= file->len * data[0] / 256;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer file = {0};
	struct scamper_error error = {0};
	struct scamper_tape *tape;
	struct input input;

	if (!size)
		return 0;
	if (data[0] == 0x0a)
		buffer_put(&file, data, size);
	else if (data[0] & 1)
		change_file(&file, data + 1, size - 1);
	else
		make_file(&file, data + 1, size - 1);
	input = (struct input){file.data, file.len};
	tape = scamper_tape_replay((struct scamper_stream){input_read, &input},
				   &error);
	if (tape) {
		program(tape, NULL);
		if (scamper_tape_close(tape, &error))
			error.code = 0;
	}
	assert(size != 1 || !(data[0] & 1) || error.code == 0);
	assert(error.code == 0 || (error.code >= 5091 && error.code <= 5095));
	buffer_free(&file);
	return 0;
}
