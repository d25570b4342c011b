/* SPDX-License-Identifier: BSD-3-Clause */
/* Recordings of a run; see <scamper/tape.h>. */
#include <stdio.h>

#include <scamper/tape.h>

#include "session.h"

static bool opened(struct tnt_options *options,
		   const struct scamper_error *error)
{
	if (!options->tape)
		fprintf(stderr, "%s\n", error->text);
	return options->tape;
}

#ifdef __Unikraft__
/* A guest replays nothing, and does not contain what could. */
static bool open_replay(struct tnt_options *options)
{
	return !options->replay;
}
#else
static bool open_replay(struct tnt_options *options)
{
	struct scamper_error error;
	char **argv = NULL;
	int argc = 0;

	options->tape = scamper_tape_replay_file(options->replay, &error);
	if (!opened(options, &error))
		return false;
	scamper_tape_words(options->tape, &argc, &argv);
	if (!tnt_options_replayed(options, argc, argv))
		return false;
	options->as_guest =
		scamper_tape_number(options->tape, "as guest", false);
	options->cache =
		(uint32_t)scamper_tape_number(options->tape, "cache", 0);
	return true;
}
#endif

bool tnt_tape_open(struct tnt_options *options, int argc, char **argv)
{
	struct scamper_error error;

	if (options->replay)
		return open_replay(options);
	if (!options->record)
		return true;
	options->tape = scamper_tape_record_file(options->record, &error);
	if (!opened(options, &error))
		return false;
	scamper_tape_words(options->tape, &argc, &argv);
	scamper_tape_number(options->tape, "as guest", options->as_guest);
	scamper_tape_number(options->tape, "cache", options->cache);
	return true;
}

bool tnt_tape_close(struct tnt_options *options)
{
	struct scamper_error error;

	if (scamper_tape_close(options->tape, &error))
		return true;
	fprintf(stderr, "%s\n", error.text);
	return false;
}
