/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The inside of tapes: blocks of pcapng
 * (draft-ietf-opsawg-pcapng, sections 3 and 4), big-endian.
 *
 *	type (4), length of the block (4), body, zeros up to a multiple of 4,
 *	the length again (4)
 *
 * Packets are Enhanced Packet Blocks: those sent go out, those received come
 * in; their time is wall time, and an option for local use says who took it.
 * All else is in blocks of a type for local use, which other readers skip.
 */
#ifndef SCAMPER_TAPE_STATE_H
#define SCAMPER_TAPE_STATE_H

#include <scamper/tape.h>

#include "buffer.h"

#define TAPE_MAGIC   "scamper recording"
#define TAPE_VERSION 2

enum {
	BLOCK_SECTION = 0x0a0d0d0a,
	BLOCK_INTERFACE = 1,
	BLOCK_PACKET = 6,
};

/* The type of all blocks that are ours alone; the body begins with a kind. */
#define BLOCK_LOCAL UINT32_C(0x80007363)

enum tape_kind {
	KIND_HEAD = 1, /* magic, version (4) */
	KIND_NUMBER,   /* name, value (8) */
	KIND_TEXT,     /* name, there or not (1), text */
	KIND_ENGINE,
	KIND_WALL_OFFSET,
	KIND_SOURCE,
	KIND_COMMAND,
	KIND_HALT,
	KIND_NO_MORE,
	KIND_CLOSE,
	KIND_POLL,     /* time (8) */
	KIND_ROUTE,    /* errno (4), source address, destination */
	KIND_MTU,      /* MTU (4), source address */
	KIND_NOT_SENT, /* errno (4), time (8), packet */
	KIND_END,
	KIND_NAMED, /* address, name */
	/* Blocks of pcapng, by what they are for us. */
	KIND_PACKET_IN,
	KIND_PACKET_OUT,
	KIND_OTHER,
};

enum {
	BLOCK_BODY = 8, /* where it begins */
	BLOCK_TAIL = 4,
	BLOCK_MAX = 1 << 20, /* octets of a block that is read */
	LOCAL_BODY = 12,     /* where it begins behind the kind */
	PACKET_BODY = 28,    /* where the packet begins */
	PACKET_OPTIONS = 20, /* octets behind it */
	/* Where the time was taken is an enum scamper_stamp; of a probe 0, or
	 * this: not at the data link, though it was asked. */
	CLOCK_NOT_LINK = 1,
	DIRECTION_IN = 1, /* epb_flags */
	DIRECTION_OUT = 2,
};

/* What a tape is on, when it is a file. */
struct tape_file {
	int (*close)(struct tape_file *file); /* frees it; 0 or -errno */
};

struct tape_ops {
	uint64_t (*number)(struct scamper_tape *tape, const char *name,
			   uint64_t value);
	const char *(*text)(struct scamper_tape *tape, const char *name,
			    const char *value);
	/* The end of the tape; the tape itself is freed. */
	bool (*close)(struct scamper_tape *tape, struct scamper_error *error);
};

/* The common part of a recorder and a player. */
struct scamper_tape {
	struct scamper_observer observer; /* first: it is cast back */
	const struct tape_ops *ops;
	/* Writes or compares a block. */
	void (*block)(struct scamper_tape *tape, const struct buffer *block);
	struct buffer out;      /* the block being made */
	struct tape_file *file; /* closed with the tape; NULL: none */
	char **words;           /* given to the program; NULL: none */
	uint64_t wall_offset;
	struct scamper_error error; /* the first one; code 0: none */
};

/* Makes tape->observer and the rest; `block` takes what is made. */
void tape_init(struct scamper_tape *tape, const struct tape_ops *ops,
	       void (*block)(struct scamper_tape *tape,
			     const struct buffer *block));

/* Each makes one block in tape->out and gives it to tape->block(). */
void tape_put_start(struct scamper_tape *tape); /* several blocks */
void tape_put_number(struct scamper_tape *tape, const char *name,
		     uint64_t value);
void tape_put_text(struct scamper_tape *tape, const char *name,
		   const char *value);
void tape_put_end(struct scamper_tape *tape);

/* Closes the file and frees what all tapes have. A negative errno: what was
 * written is not in the file. */
int tape_release(struct scamper_tape *tape);

/* What is in a whole block. */
enum tape_kind tape_kind(const uint8_t *block, size_t len);
/* The same in words, for a message. */
struct tape_words {
	char text[48];
};
struct tape_words tape_describe(const uint8_t *block, size_t len);

#endif
