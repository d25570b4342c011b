/* SPDX-License-Identifier: BSD-3-Clause */
/* A tape that is being played, shared by its files. */
#ifndef SCAMPER_TAPE_PLAYER_H
#define SCAMPER_TAPE_PLAYER_H

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

/* What the next block is; KIND_OTHER also when there is none, or an error:
 * then p->loaded is false. */
enum tape_kind player_next(struct player *p);

/* Ends the replay: the next block is not what this run has now, or cannot be
 * understood. */
void player_differs(struct player *p, const char *now);
void player_damaged(struct player *p, const char *what);

#endif
