/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Recordings of a run, and their replay (docs/replay.md). A tape holds, in
 * the order in which they happened, all that a run depends on: the options
 * and commands of the engine, the times at which it was polled, the packets
 * it received, the answers of its back end, and what the program above took
 * from its surroundings. Replayed, the same program gives the same results,
 * byte for byte; where it does not do the same, replay ends with UK5093.
 *
 * A recording is a pcapng file: tcpdump and Wireshark show its packets.
 *
 *	tape = scamper_tape_record(sink, &error);   or _replay(stream, &error)
 *	options.observer = scamper_tape_observer(tape);
 *	options.pid = scamper_tape_number(tape, "pid", getpid());
 *	...
 *	ok = scamper_tape_close(tape, &error);
 *
 * Every function takes NULL for a run without tape.
 */
#ifndef SCAMPER_TAPE_H
#define SCAMPER_TAPE_H

#include <scamper/engine.h>
#include <scamper/record.h>

struct scamper_tape;

/*
 * Starts a recording. The sink gets whole blocks; it may buffer them: of a
 * killed run the blocks that were written can be replayed. NULL with *error
 * set: no memory, or the sink failed.
 */
struct scamper_tape *scamper_tape_record(struct scamper_sink sink,
					 struct scamper_error *error);
/* Starts a replay. NULL with *error set: no recording, or no memory. */
struct scamper_tape *scamper_tape_replay(struct scamper_stream stream,
					 struct scamper_error *error);
/* The same on files. */
struct scamper_tape *scamper_tape_record_file(const char *path,
					      struct scamper_error *error);
struct scamper_tape *scamper_tape_replay_file(const char *path,
					      struct scamper_error *error);
/*
 * Ends a recording or a replay and frees the tape. False with *error set:
 * the recording could not be written (UK5090), or the replayed run was not
 * the recorded one (UK5091..UK5094; of the first fault).
 */
bool scamper_tape_close(struct scamper_tape *tape, struct scamper_error *error);

/* For struct scamper_engine_options; the tape has one engine. */
struct scamper_observer *scamper_tape_observer(struct scamper_tape *tape);

/*
 * An input of the program that is none of the engine. Recording: `value` is
 * noted under this name and returned; replaying: the recorded value is
 * returned. Both happen in the same order with the same names. A text may be
 * NULL; what is returned lives as long as the tape (when recording or without
 * one: as long as `value`).
 */
uint64_t scamper_tape_number(struct scamper_tape *tape, const char *name,
			     uint64_t value);
const char *scamper_tape_text(struct scamper_tape *tape, const char *name,
			      const char *value);

/* The words of the command line. When replaying, *argc and *argv become the
 * recorded ones, which live as long as the tape. */
void scamper_tape_words(struct scamper_tape *tape, int *argc, char ***argv);

/*
 * The back end of a replayed engine: ops = &scamper_tape_backend, backend =
 * the tape; and the loop in place of scamper_posix_run(). It ends where the
 * recorded loop did; when that was before scamper_engine_finished(), *stop is
 * set to 1. 0, or -1: scamper_tape_close() tells the error.
 */
extern const struct scamper_backend scamper_tape_backend;
int scamper_tape_run(struct scamper_tape *tape, struct scamper_engine *engine,
		     volatile int *stop);
/*
 * Whether that number is what a replayed tape holds next: for a loop that did
 * something between its turns, which it noted by a number of this name.
 */
bool scamper_tape_is_at(struct scamper_tape *tape, const char *name);

#endif
