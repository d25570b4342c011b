/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A tape that is being played. The program makes the blocks it made when it
 * was recorded; each must be the next one of the recording.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "fail.h"
#include "tape.h"

struct kept {
	struct kept *next;
	char text[];
};

struct player {
	struct scamper_tape tape;
	struct scamper_stream stream;
	uint64_t offset;      /* of `next` in the file */
	struct buffer next;   /* the next block */
	bool loaded;          /* it was read and not yet used up */
	struct buffer packet; /* in the hands of the engine */
	struct kept *kept;    /* texts given to the program */
};

static void ends(struct player *p)
{
	scamper_fail(&p->tape.error, ERR_TAPE_ENDS,
		     "the recording ends at offset %llu, before its run did. "
		     "Results up to there are good.",
		     (unsigned long long)(p->offset + p->next.len));
}

static void damaged(struct player *p, const char *what)
{
	scamper_fail(&p->tape.error, ERR_TAPE_DAMAGED,
		     "%s at offset %llu of the recording. Give a file that "
		     "--record wrote.",
		     what, (unsigned long long)p->offset);
}

/* Adds `len` octets of the file to p->next. */
static bool take(struct player *p, size_t len)
{
	while (len) {
		uint8_t *room = buffer_room(&p->next, len);
		long got;

		if (!room) {
			scamper_fail_memory(&p->tape.error);
			return false;
		}
		got = p->stream.read(p->stream.user, room, len);
		if (got < 0) {
			scamper_fail(&p->tape.error, ERR_TAPE_READ,
				     "reading the recording failed at offset "
				     "%llu: %s. Check the file and its disk.",
				     (unsigned long long)p->offset,
				     strerror((int)-got));
			return false;
		}
		if (got == 0) {
			ends(p);
			return false;
		}
		p->next.len += (size_t)got;
		len -= (size_t)got;
	}
	return true;
}

/* Has the next block in p->next; false: there is none, or an error. */
static bool load(struct player *p)
{
	uint32_t len;

	if (p->tape.error.code)
		return false;
	if (p->loaded)
		return true;
	p->offset += p->next.len;
	buffer_reset(&p->next);
	if (!take(p, BLOCK_BODY))
		return false;
	if (p->offset == 0 && get32(p->next.data) != BLOCK_SECTION) {
		damaged(p, "no recording");
		return false;
	}
	len = get32(p->next.data + 4);
	if (len % 4 || len < BLOCK_BODY + BLOCK_TAIL || len > BLOCK_MAX) {
		damaged(p, "no block");
		return false;
	}
	if (!take(p, len - BLOCK_BODY))
		return false;
	if (get32(p->next.data + len - BLOCK_TAIL) != len) {
		damaged(p, "a broken block");
		return false;
	}
	p->loaded = true;
	return true;
}

static enum tape_kind next_kind(struct player *p)
{
	return load(p) ? tape_kind(p->next.data, p->next.len) : KIND_OTHER;
}

static void differs(struct player *p, const char *now)
{
	struct tape_words recorded = tape_describe(p->next.data, p->next.len);

	scamper_fail(&p->tape.error, ERR_TAPE_DIFFERS,
		     "offset %llu recorded %s; this run has %s. Replay it "
		     "with the version that recorded it.",
		     (unsigned long long)p->offset, recorded.text, now);
}

/* What the program made must be what was recorded. */
static void compare(struct scamper_tape *tape, const struct buffer *block)
{
	struct player *p = (struct player *)tape;

	if (!load(p))
		return;
	if (block->failed)
		scamper_fail_memory(&tape->error);
	else if (block->len != p->next.len ||
		 memcmp(block->data, p->next.data, block->len) != 0)
		differs(p, tape_describe(block->data, block->len).text);
	else
		p->loaded = false;
}

/* The value of a note of that kind and name; NULL: it is another block. */
static const uint8_t *note(struct player *p, enum tape_kind kind,
			   const char *name, size_t *len)
{
	size_t room = strlen(name) + 1;
	const uint8_t *body;

	if (next_kind(p) != kind)
		return NULL;
	body = p->next.data + LOCAL_BODY;
	*len = p->next.len - BLOCK_TAIL - LOCAL_BODY;
	if (*len < room || memcmp(body, name, room) != 0)
		return NULL;
	*len -= room;
	return body + room;
}

static uint64_t get64(const uint8_t *at)
{
	return (uint64_t)get32(at) << 32 | get32(at + 4);
}

/* Without a recorded value our own is compared, which says what differs. */
static uint64_t play_number(struct scamper_tape *tape, const char *name,
			    uint64_t value)
{
	struct player *p = (struct player *)tape;
	size_t len;

	if (note(p, KIND_NUMBER, name, &len) && len >= 8)
		value = get64(p->next.data + p->next.len - BLOCK_TAIL - 8);
	tape_put_number(tape, name, value);
	return value;
}

static const char *keep(struct player *p, const uint8_t *text, size_t len)
{
	struct kept *kept = malloc(sizeof(*kept) + len + 1);

	if (!kept) {
		scamper_fail_memory(&p->tape.error);
		return NULL;
	}
	memcpy(kept->text, text, len);
	kept->text[len] = '\0';
	kept->next = p->kept;
	p->kept = kept;
	return kept->text;
}

static const char *play_text(struct scamper_tape *tape, const char *name,
			     const char *value)
{
	struct player *p = (struct player *)tape;
	const uint8_t *text;
	size_t len;

	text = note(p, KIND_TEXT, name, &len);
	if (text && len > 1)
		value = *text ? keep(p, text + 1, len - 1) : NULL;
	tape_put_text(tape, name, value);
	return tape->error.code ? NULL : value;
}

static bool play_close(struct scamper_tape *tape, struct scamper_error *error)
{
	struct player *p = (struct player *)tape;
	bool ok;

	tape_put_end(tape);
	ok = tape->error.code == 0;
	if (!ok && error)
		*error = tape->error;
	while (p->kept) {
		struct kept *next = p->kept->next;

		free(p->kept);
		p->kept = next;
	}
	buffer_free(&p->packet);
	buffer_free(&p->next);
	tape_release(tape);
	free(p);
	return ok;
}

static const struct tape_ops play_ops = {play_number, play_text, play_close};

/* The start says that this is a recording, and of which version. */
static void check_start(struct player *p)
{
	tape_put_start(&p->tape);
	if (p->tape.error.code == ERR_TAPE_DIFFERS) {
		bool head = tape_kind(p->next.data, p->next.len) == KIND_HEAD;

		p->tape.error.code = 0;
		if (head)
			scamper_fail(&p->tape.error, ERR_TAPE_VERSION,
				     "the recording is of another version "
				     "than %d. Replay it with the program that "
				     "recorded it.",
				     TAPE_VERSION);
		else
			damaged(p, "no recording");
	}
}

struct scamper_tape *scamper_tape_replay(struct scamper_stream stream,
					 struct scamper_error *error)
{
	struct player *p = calloc(1, sizeof(*p));

	if (!p) {
		scamper_fail_memory(error);
		return NULL;
	}
	tape_init(&p->tape, &play_ops, compare);
	p->stream = stream;
	check_start(p);
	if (p->tape.error.code == 0)
		return &p->tape;
	play_close(&p->tape, error);
	return NULL;
}

/*
 * The back end gives the recorded answers. When the next block is none, any
 * answer will do: the event that follows is compared and says what differs.
 */
static uint64_t packet_time(const struct player *p)
{
	return get64(p->next.data + BLOCK_BODY + 4) - p->tape.wall_offset;
}

/* Who took it: the last option before the end of options. */
static uint32_t packet_clock(const struct player *p)
{
	return get32(p->next.data + p->next.len - BLOCK_TAIL - 8);
}

static int play_send(void *backend, const uint8_t *packet, size_t len,
		     const struct scamper_probe *probe, uint64_t *tx_ns)
{
	struct player *p = backend;
	enum tape_kind kind = next_kind(p);
	const uint8_t *body = p->next.data + LOCAL_BODY;

	(void)packet;
	(void)len;
	(void)probe;
	*tx_ns = 0;
	if (kind == KIND_PACKET_OUT) {
		*tx_ns = packet_time(p);
		return packet_clock(p) == CLOCK_NOT_LINK;
	}
	if (kind != KIND_NOT_SENT || p->next.len < LOCAL_BODY + 12 + BLOCK_TAIL)
		return 0;
	*tx_ns = get64(body + 4);
	return -(int)(get32(body) & 0xffff);
}

/* The address at `at`, which may not be there. */
static struct scamper_addr get_addr(const struct player *p, size_t at)
{
	struct scamper_addr addr = {.type = SCAMPER_ADDR_IPV4, .len = 4};
	size_t end = p->next.len - BLOCK_TAIL;

	if (at + 2 > end || p->next.data[at + 1] > sizeof(addr.bytes) ||
	    at + 2 + p->next.data[at + 1] > end)
		return addr;
	addr.type = p->next.data[at];
	addr.len = p->next.data[at + 1];
	memcpy(addr.bytes, p->next.data + at + 2, addr.len);
	return addr;
}

static int play_source(void *backend, const struct scamper_addr *dst,
		       struct scamper_addr *src)
{
	struct player *p = backend;
	struct scamper_addr recorded = {0};
	int rc = 0;

	if (next_kind(p) == KIND_ROUTE && p->next.len >= LOCAL_BODY + 8) {
		recorded = get_addr(p, LOCAL_BODY + 4);
		rc = (int)(get32(p->next.data + LOCAL_BODY) & 0xffff);
	}
	if (rc)
		return -rc;
	*src = (struct scamper_addr){.type = dst->type, .len = dst->len};
	if (recorded.type == src->type && recorded.len == src->len)
		*src = recorded;
	return 0;
}

static unsigned int play_mtu(void *backend, const struct scamper_addr *src)
{
	struct player *p = backend;

	(void)src;
	if (next_kind(p) != KIND_MTU || p->next.len < LOCAL_BODY + 8)
		return 0;
	return get32(p->next.data + LOCAL_BODY);
}

/* Who recorded it did not refuse. */
static int play_datalink(void *backend, bool fragments)
{
	(void)backend;
	(void)fragments;
	return 0;
}

/* Names come from the tape. */
static int play_resolve(void *backend, const struct scamper_addr *addr)
{
	(void)backend;
	(void)addr;
	return 0;
}

const struct scamper_backend scamper_tape_backend = {
	.send = play_send,
	.source = play_source,
	.mtu = play_mtu,
	.datalink = play_datalink,
	.resolve = play_resolve,
};

static void play_packet(struct player *p, struct scamper_engine *engine)
{
	const uint8_t *body = p->next.data + BLOCK_BODY;
	uint32_t len = get32(body + 12);

	/* The block makes room for the next one while the packet is used. */
	buffer_reset(&p->packet);
	buffer_put(&p->packet, p->next.data + PACKET_BODY, len);
	if (p->packet.failed) {
		scamper_fail_memory(&p->tape.error);
		return;
	}
	scamper_engine_receive(engine, p->packet.data, len, packet_time(p),
			       (enum scamper_stamp)packet_clock(p));
}

static void play_named(struct player *p, struct scamper_engine *engine)
{
	struct scamper_addr addr = get_addr(p, LOCAL_BODY);
	size_t at = LOCAL_BODY + 2 + (size_t)addr.len;
	size_t end = p->next.len - BLOCK_TAIL;
	char name[256];

	if (at >= end || end - at > sizeof(name) ||
	    !memchr(p->next.data + at, '\0', end - at)) {
		damaged(p, "no name");
		return;
	}
	memcpy(name, p->next.data + at, end - at);
	scamper_engine_named(engine, &addr, name);
}

/* What the engine is given from outside; false: the recorded loop ended. */
static bool play_next(struct player *p, struct scamper_engine *engine)
{
	switch (next_kind(p)) {
	case KIND_POLL:
		if (p->next.len < LOCAL_BODY + 8 + BLOCK_TAIL)
			damaged(p, "a poll without time");
		else
			scamper_engine_poll(engine,
					    get64(p->next.data + LOCAL_BODY));
		return true;
	case KIND_NAMED:
		play_named(p, engine);
		return true;
	case KIND_PACKET_IN:
		play_packet(p, engine);
		return true;
	case KIND_HALT:
	case KIND_CLOSE:
	case KIND_NUMBER:
	case KIND_TEXT:
	case KIND_END:
		return false;
	default:
		if (p->loaded)
			differs(p, "nothing");
		return true;
	}
}

bool scamper_tape_is_at(struct scamper_tape *tape, const char *name)
{
	size_t len;

	return note((struct player *)tape, KIND_NUMBER, name, &len) != NULL;
}

int scamper_tape_run(struct scamper_tape *tape, struct scamper_engine *engine,
		     volatile int *stop)
{
	struct player *p = (struct player *)tape;

	while (!tape->error.code && !scamper_engine_finished(engine) && !*stop)
		if (!play_next(p, engine))
			*stop = 1;
	return tape->error.code ? -1 : 0;
}
