/* SPDX-License-Identifier: BSD-3-Clause */
/* A tape that is being written. */
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "tape.h"

struct recorder {
	struct scamper_tape tape;
	struct scamper_sink sink;
};

static void failed(struct scamper_tape *tape, int rc)
{
	if (rc && !tape->error.code)
		scamper_fail(&tape->error, ERR_TAPE_WRITE,
			     "the recording could not be written: %s. Make "
			     "room and run again; the results are good.",
			     strerror(-rc));
}

static void write_block(struct scamper_tape *tape, const struct buffer *block)
{
	const struct scamper_sink *sink = &((struct recorder *)tape)->sink;

	/* A tape with a gap is of no use: nothing follows a failure. */
	if (tape->error.code)
		return;
	if (block->failed) {
		scamper_fail_memory(&tape->error);
		return;
	}
	failed(tape, sink->write(sink->user, block->data, block->len));
}

static uint64_t record_number(struct scamper_tape *tape, const char *name,
			      uint64_t value)
{
	tape_put_number(tape, name, value);
	return value;
}

static const char *record_text(struct scamper_tape *tape, const char *name,
			       const char *value)
{
	tape_put_text(tape, name, value);
	return value;
}

static bool record_close(struct scamper_tape *tape, struct scamper_error *error)
{
	bool ok;

	tape_put_end(tape);
	failed(tape, tape_release(tape));
	ok = tape->error.code == 0;
	if (!ok && error)
		*error = tape->error;
	free(tape);
	return ok;
}

static const struct tape_ops record_ops = {record_number, record_text,
					   record_close};

struct scamper_tape *scamper_tape_record(struct scamper_sink sink,
					 struct scamper_error *error)
{
	struct recorder *recorder = malloc(sizeof(*recorder));

	if (!recorder) {
		scamper_fail_memory(error);
		return NULL;
	}
	tape_init(&recorder->tape, &record_ops, write_block);
	recorder->sink = sink;
	tape_put_start(&recorder->tape);
	if (recorder->tape.error.code == 0)
		return &recorder->tape;
	record_close(&recorder->tape, error);
	return NULL;
}
