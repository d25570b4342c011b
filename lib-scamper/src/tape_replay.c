/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A tape that is being played. The program makes the blocks it made when it
 * was recorded; each must be the next one of the recording.
 */
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "fail.h"
#include "tape_player.h"

static void ends(struct player *p)
{
	scamper_fail(&p->tape.error, ERR_TAPE_ENDS,
		     "the recording ends at offset %llu, before its run did. "
		     "Results up to there are good.",
		     (unsigned long long)(p->offset + p->next.len));
}

void player_damaged(struct player *p, const char *what)
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
		player_damaged(p, "no recording");
		return false;
	}
	len = get32(p->next.data + 4);
	if (len % 4 || len < BLOCK_BODY + BLOCK_TAIL || len > BLOCK_MAX) {
		player_damaged(p, "no block");
		return false;
	}
	if (!take(p, len - BLOCK_BODY))
		return false;
	if (get32(p->next.data + len - BLOCK_TAIL) != len) {
		player_damaged(p, "a broken block");
		return false;
	}
	p->loaded = true;
	return true;
}

enum tape_kind player_next(struct player *p)
{
	return load(p) ? tape_kind(p->next.data, p->next.len) : KIND_OTHER;
}

void player_differs(struct player *p, const char *now)
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
		player_differs(p, tape_describe(block->data, block->len).text);
	else
		p->loaded = false;
}

/* The value of a note of that kind and name; NULL: it is another block. */
static const uint8_t *note(struct player *p, enum tape_kind kind,
			   const char *name, size_t *len)
{
	size_t room = strlen(name) + 1;
	const uint8_t *body;

	if (player_next(p) != kind)
		return NULL;
	body = p->next.data + LOCAL_BODY;
	*len = p->next.len - BLOCK_TAIL - LOCAL_BODY;
	if (*len < room || memcmp(body, name, room) != 0)
		return NULL;
	*len -= room;
	return body + room;
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
			player_damaged(p, "no recording");
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

bool scamper_tape_is_at(struct scamper_tape *tape, const char *name)
{
	size_t len;

	return note((struct player *)tape, KIND_NUMBER, name, &len) != NULL;
}
