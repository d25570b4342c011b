/* SPDX-License-Identifier: BSD-3-Clause */
/* Blocks of a recording from events; see tape.h. */
#include "tape.h"

#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "fail.h"

enum {
	OPTION_END = 0,
	IF_TSRESOL = 9,
	EPB_FLAGS = 2,
	EPB_CLOCK = 0x8001, /* local use */
	SHB_USERAPPL = 4,
	LINK_RAW = 101, /* the IP header comes first */
	MAX_WORDS = 1 << 16,
};

static void put64(struct buffer *out, uint64_t value)
{
	buffer_put32(out, (uint32_t)(value >> 32));
	buffer_put32(out, (uint32_t)value);
}

static void pad(struct buffer *out)
{
	while (out->len % 4)
		buffer_put8(out, 0);
}

static struct buffer *begin_block(struct scamper_tape *tape, uint32_t type)
{
	struct buffer *out = &tape->out;

	buffer_reset(out);
	buffer_put32(out, type);
	buffer_put32(out, 0); /* the length */
	return out;
}

static struct buffer *begin(struct scamper_tape *tape, enum tape_kind kind)
{
	struct buffer *out = begin_block(tape, BLOCK_LOCAL);

	buffer_put32(out, kind);
	return out;
}

static void end(struct scamper_tape *tape)
{
	struct buffer *out = &tape->out;

	pad(out);
	buffer_put32(out, (uint32_t)out->len + 4);
	if (!out->failed)
		put32(out->data + 4, (uint32_t)out->len);
	tape->block(tape, out);
}

static void put_option(struct buffer *out, uint16_t code, const void *value,
		       size_t len)
{
	buffer_put16(out, code);
	buffer_put16(out, (uint16_t)len);
	buffer_put(out, value, len);
	pad(out);
}

static void put_option32(struct buffer *out, uint16_t code, uint32_t value)
{
	uint8_t bytes[4];

	put32(bytes, value);
	put_option(out, code, bytes, sizeof(bytes));
}

/* NULL is different from an empty text. */
static void put_text(struct buffer *out, const char *text)
{
	buffer_put8(out, text != NULL);
	buffer_put_text(out, text ? text : "");
}

static void put_addr(struct buffer *out, const struct scamper_addr *addr)
{
	buffer_put8(out, addr->type);
	buffer_put8(out, addr->len);
	buffer_put(out, addr->bytes, addr->len);
}

static void put_packet(struct scamper_tape *tape,
		       const struct scamper_event *event, uint32_t direction)
{
	struct buffer *out = begin_block(tape, BLOCK_PACKET);

	buffer_put32(out, 0); /* interface */
	put64(out, event->time_ns + tape->wall_offset);
	buffer_put32(out, (uint32_t)event->len);
	buffer_put32(out, (uint32_t)event->len);
	buffer_put(out, event->packet, event->len);
	pad(out);
	put_option32(out, EPB_FLAGS, direction);
	put_option32(out, EPB_CLOCK,
		     event->rc > 0 ? CLOCK_NOT_LINK : event->stamp);
	put_option(out, OPTION_END, NULL, 0);
	end(tape);
}

static void put_send(struct scamper_tape *tape,
		     const struct scamper_event *event)
{
	struct buffer *out;

	if (event->rc >= 0) {
		put_packet(tape, event, DIRECTION_OUT);
		return;
	}
	out = begin(tape, KIND_NOT_SENT);
	buffer_put32(out, (uint32_t)-event->rc);
	put64(out, event->time_ns);
	buffer_put(out, event->packet, event->len);
	end(tape);
}

static void put_engine(struct scamper_tape *tape,
		       const struct scamper_engine_options *options)
{
	struct buffer *out = begin(tape, KIND_ENGINE);

	buffer_put32(out, options->pps);
	buffer_put32(out, options->window);
	buffer_put32(out, options->ping_ends_early);
	buffer_put32(out, options->pid);
	buffer_put32(out, options->seed);
	buffer_put32(out, options->features != NULL);
	end(tape);
}

static void put_source(struct scamper_tape *tape,
		       const struct scamper_event *event)
{
	const struct scamper_source_options *options = event->options;
	struct buffer *out = begin(tape, KIND_SOURCE);

	buffer_put32(out, event->source);
	put_text(out, options->list_name);
	put_text(out, options->list_descr);
	put_text(out, options->monitor);
	put_text(out, options->hostname);
	buffer_put32(out, options->list_id);
	buffer_put32(out, options->cycle_id);
	buffer_put32(out, options->start_sec);
	buffer_put32(out, options->priority);
	end(tape);
}

static void put_task(struct scamper_tape *tape, enum tape_kind kind,
		     const struct scamper_event *event)
{
	struct buffer *out = begin(tape, kind);

	buffer_put32(out, event->source);
	buffer_put32(out, event->id);
	if (event->text)
		buffer_put_text(out, event->text);
	end(tape);
}

static void put_route(struct scamper_tape *tape,
		      const struct scamper_event *event)
{
	struct buffer *out = begin(tape, KIND_ROUTE);

	buffer_put32(out, (uint32_t)-event->rc);
	put_addr(out, event->src);
	put_addr(out, event->dst);
	end(tape);
}

static void put_mtu(struct scamper_tape *tape,
		    const struct scamper_event *event)
{
	struct buffer *out = begin(tape, KIND_MTU);

	buffer_put32(out, event->mtu);
	put_addr(out, event->src);
	end(tape);
}

static void put_named(struct scamper_tape *tape,
		      const struct scamper_event *event)
{
	struct buffer *out = begin(tape, KIND_NAMED);

	put_addr(out, event->dst);
	buffer_put_text(out, event->text);
	end(tape);
}

static void put_time(struct scamper_tape *tape, enum tape_kind kind,
		     uint64_t time_ns)
{
	struct buffer *out = begin(tape, kind);

	put64(out, time_ns);
	end(tape);
}

static void on_event(struct scamper_observer *self,
		     const struct scamper_event *event)
{
	struct scamper_tape *tape = (struct scamper_tape *)self;

	switch (event->type) {
	case SCAMPER_EVENT_ENGINE:
		put_engine(tape, event->engine);
		break;
	case SCAMPER_EVENT_WALL_OFFSET:
		put_time(tape, KIND_WALL_OFFSET, event->time_ns);
		tape->wall_offset = event->time_ns;
		break;
	case SCAMPER_EVENT_SOURCE:
		put_source(tape, event);
		break;
	case SCAMPER_EVENT_COMMAND:
		put_task(tape, KIND_COMMAND, event);
		break;
	case SCAMPER_EVENT_HALT:
		put_task(tape, KIND_HALT, event);
		break;
	case SCAMPER_EVENT_NO_MORE:
		put_task(tape, KIND_NO_MORE, event);
		break;
	case SCAMPER_EVENT_CLOSE:
		put_task(tape, KIND_CLOSE, event);
		break;
	case SCAMPER_EVENT_POLL:
		put_time(tape, KIND_POLL, event->time_ns);
		break;
	case SCAMPER_EVENT_NAMED:
		put_named(tape, event);
		break;
	case SCAMPER_EVENT_RECEIVE:
		put_packet(tape, event, DIRECTION_IN);
		break;
	case SCAMPER_EVENT_ROUTE:
		put_route(tape, event);
		break;
	case SCAMPER_EVENT_MTU:
		put_mtu(tape, event);
		break;
	case SCAMPER_EVENT_SEND:
		put_send(tape, event);
		break;
	case SCAMPER_EVENT_TAKEN:
		break; /* follows from the packet */
	}
}

static void put_interface(struct scamper_tape *tape)
{
	static const uint8_t nanoseconds = 9;
	struct buffer *out = begin_block(tape, BLOCK_INTERFACE);

	buffer_put16(out, LINK_RAW);
	buffer_put16(out, 0);
	buffer_put32(out, 0); /* packets are whole */
	put_option(out, IF_TSRESOL, &nanoseconds, 1);
	put_option(out, OPTION_END, NULL, 0);
	end(tape);
}

void tape_put_start(struct scamper_tape *tape)
{
	struct buffer *out = begin_block(tape, BLOCK_SECTION);

	buffer_put32(out, 0x1a2b3c4d); /* byte order */
	buffer_put16(out, 1);
	buffer_put16(out, 0);
	put64(out, UINT64_MAX); /* length of the section: not known */
	put_option(out, SHB_USERAPPL, TAPE_MAGIC, strlen(TAPE_MAGIC));
	put_option(out, OPTION_END, NULL, 0);
	end(tape);
	out = begin(tape, KIND_HEAD);
	buffer_put_text(out, TAPE_MAGIC);
	pad(out);
	buffer_put32(out, TAPE_VERSION);
	end(tape);
	put_interface(tape);
}

void tape_put_number(struct scamper_tape *tape, const char *name,
		     uint64_t value)
{
	struct buffer *out = begin(tape, KIND_NUMBER);

	buffer_put_text(out, name);
	pad(out);
	put64(out, value);
	end(tape);
}

void tape_put_text(struct scamper_tape *tape, const char *name,
		   const char *value)
{
	struct buffer *out = begin(tape, KIND_TEXT);

	buffer_put_text(out, name);
	put_text(out, value);
	end(tape);
}

void tape_put_end(struct scamper_tape *tape)
{
	begin(tape, KIND_END);
	end(tape);
}

void tape_init(struct scamper_tape *tape, const struct tape_ops *ops,
	       void (*block)(struct scamper_tape *tape,
			     const struct buffer *block))
{
	*tape = (struct scamper_tape){
		.observer = {.event = on_event},
		.ops = ops,
		.block = block,
	};
}

struct scamper_observer *scamper_tape_observer(struct scamper_tape *tape)
{
	return tape ? &tape->observer : NULL;
}

uint64_t scamper_tape_number(struct scamper_tape *tape, const char *name,
			     uint64_t value)
{
	return tape ? tape->ops->number(tape, name, value) : value;
}

const char *scamper_tape_text(struct scamper_tape *tape, const char *name,
			      const char *value)
{
	return tape ? tape->ops->text(tape, name, value) : value;
}

bool scamper_tape_close(struct scamper_tape *tape, struct scamper_error *error)
{
	return !tape || tape->ops->close(tape, error);
}

void scamper_tape_words(struct scamper_tape *tape, int *argc, char ***argv)
{
	int count;
	char **words;

	if (!tape)
		return;
	count = (int)scamper_tape_number(tape, "words", (uint64_t)*argc);
	/* Of a recording that is not ours any number may come. */
	if (count < 0 || count > MAX_WORDS)
		count = 0;
	words = calloc((size_t)count + 1, sizeof(*words));
	for (int i = 0; words && i < count; i++) {
		const char *word = i < *argc ? (*argv)[i] : "";

		/* The library gives texts as const, main() has them not. */
		words[i] = (char *)(uintptr_t)scamper_tape_text(tape, "word",
								word);
		if (!words[i])
			count = i;
	}
	if (!words) {
		scamper_fail_memory(&tape->error);
		return;
	}
	free(tape->words);
	tape->words = words;
	*argc = count;
	*argv = words;
}

int tape_release(struct scamper_tape *tape)
{
	buffer_free(&tape->out);
	free(tape->words);
	return tape->file ? tape->file->close(tape->file) : 0;
}
