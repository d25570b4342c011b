/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What surrounds the engine of a replay. The back end gives the recorded
 * answers. When the next block is none, any answer will do: the event that
 * follows is compared and says what differs.
 */
#include <string.h>

#include "bytes.h"
#include "fail.h"
#include "tape_player.h"

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
	enum tape_kind kind = player_next(p);
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

	if (player_next(p) == KIND_ROUTE && p->next.len >= LOCAL_BODY + 8) {
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
	if (player_next(p) != KIND_MTU || p->next.len < LOCAL_BODY + 8)
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
		player_damaged(p, "no name");
		return;
	}
	memcpy(name, p->next.data + at, end - at);
	scamper_engine_named(engine, &addr, name);
}

/* What the engine is given from outside; false: the recorded loop ended. */
static bool play_next(struct player *p, struct scamper_engine *engine)
{
	switch (player_next(p)) {
	case KIND_POLL:
		if (p->next.len < LOCAL_BODY + 8 + BLOCK_TAIL)
			player_damaged(p, "a poll without time");
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
			player_differs(p, "nothing");
		return true;
	}
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
