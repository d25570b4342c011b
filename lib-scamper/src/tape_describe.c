/* SPDX-License-Identifier: BSD-3-Clause */
/* Blocks of a recording in words. */
#include <stdio.h>
#include <string.h>

#include "bytes.h"
#include "tape.h"

enum tape_kind tape_kind(const uint8_t *block, size_t len)
{
	uint32_t type = get32(block);
	uint32_t kind, packet;
	size_t options;

	if (type == BLOCK_LOCAL && len >= LOCAL_BODY + BLOCK_TAIL) {
		kind = get32(block + BLOCK_BODY);
		return kind >= KIND_HEAD && kind <= KIND_NAMED
			       ? (enum tape_kind)kind
			       : KIND_OTHER;
	}
	if (type != BLOCK_PACKET ||
	    len < PACKET_BODY + PACKET_OPTIONS + BLOCK_TAIL)
		return KIND_OTHER;
	packet = get32(block + BLOCK_BODY + 12);
	options = len - PACKET_OPTIONS - BLOCK_TAIL;
	if (packet > options - PACKET_BODY ||
	    options - PACKET_BODY - packet >= 4)
		return KIND_OTHER;
	return get32(block + options + 4) == DIRECTION_OUT ? KIND_PACKET_OUT
							   : KIND_PACKET_IN;
}

static void describe_packet(struct tape_words *words, const char *what,
			    const uint8_t *packet, size_t len)
{
	struct scamper_addr dst = {0};
	char text[SCAMPER_ADDR_TEXT];
	bool v6 = len >= 40 && packet[0] >> 4 == 6;

	if (!v6 && len < 20) {
		snprintf(words->text, sizeof(words->text), "%s", what);
		return;
	}
	dst.type = v6 ? SCAMPER_ADDR_IPV6 : SCAMPER_ADDR_IPV4;
	dst.len = v6 ? 16 : 4;
	memcpy(dst.bytes, packet + (v6 ? 24 : 16), dst.len);
	snprintf(words->text, sizeof(words->text), "%s %s ttl %u", what,
		 scamper_addr_text(&dst, text), packet[v6 ? 7 : 8]);
}

/* A text of a block whose end may not be there. */
static void describe_text(struct tape_words *words, const char *what,
			  const uint8_t *text, size_t len)
{
	snprintf(words->text, sizeof(words->text), "%s '%.*s'", what, (int)len,
		 (const char *)text);
}

struct tape_words tape_describe(const uint8_t *block, size_t len)
{
	static const char *const names[] = {
		[KIND_HEAD] = "its head",
		[KIND_ENGINE] = "options of an engine",
		[KIND_WALL_OFFSET] = "an offset of the clocks",
		[KIND_SOURCE] = "a source of commands",
		[KIND_HALT] = "a halt",
		[KIND_NO_MORE] = "no more commands",
		[KIND_CLOSE] = "a closed source",
		[KIND_POLL] = "a poll of the engine",
		[KIND_ROUTE] = "a source address",
		[KIND_MTU] = "an MTU",
		[KIND_NAMED] = "the name of an address",
		[KIND_END] = "the end",
		[KIND_OTHER] = "a block of another program",
	};
	enum tape_kind kind = tape_kind(block, len);
	size_t local = len - BLOCK_TAIL - LOCAL_BODY;
	const uint8_t *body = block + LOCAL_BODY;
	struct tape_words words = {""};

	switch (kind) {
	case KIND_PACKET_IN:
	case KIND_PACKET_OUT:
		describe_packet(
			&words,
			kind == KIND_PACKET_IN ? "a packet to" : "a probe to",
			block + PACKET_BODY, get32(block + BLOCK_BODY + 12));
		break;
	case KIND_NOT_SENT:
		describe_packet(&words, "an unsent probe to", body + 12,
				local < 12 ? 0 : local - 12);
		break;
	case KIND_COMMAND:
		describe_text(&words, "command", body + 8,
			      local < 8 ? 0 : local - 8);
		break;
	case KIND_NUMBER:
	case KIND_TEXT:
		describe_text(&words, "input", body, local);
		break;
	default:
		snprintf(words.text, sizeof(words.text), "%s", names[kind]);
		break;
	}
	return words;
}
