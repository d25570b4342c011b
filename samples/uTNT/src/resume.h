/* SPDX-License-Identifier: BSD-3-Clause */
/* Goes on with the result file of a run that was cut off: --resume. */
#ifndef TNT_RESUME_H
#define TNT_RESUME_H

#include "destinations.h"
#include "options.h"
#include "path.h"
#include "table.h"

struct tnt_resume {
	struct scamper_cycle *cycle; /* of the file, owned; NULL: none */
	struct tnt_table done;       /* destination: number of its records */
	size_t records;
	uint8_t *bits; /* of destinations that are done, once they are known */
	bool has_seed;
	uint64_t seed; /* of the order of that run */
};

/* Who is given the paths that are there. */
struct tnt_resume_reader {
	void (*take)(void *user, const struct tnt_path *path);
	void *user;
};

/*
 * Reads the file, cuts off a record that was not written whole and a cycle
 * stop, and leaves `fd` (open for reading and writing) at the end. False: the
 * error was printed, nothing was changed.
 */
bool tnt_resume_read(struct tnt_resume *resume, int fd,
		     const struct tnt_resume_reader *to,
		     const struct tnt_options *options);

/*
 * On Linux: puts the file on the tape of --record, or makes of a replay's file
 * the recorded one. False: the error was printed.
 */
bool tnt_resume_tape(int fd, const struct tnt_options *options);

/* Which of the destinations are done; frees the table. */
void tnt_resume_match(struct tnt_resume *resume,
		      const struct tnt_destinations *list);

/* True for a destination that has its record. */
static inline bool tnt_resume_is_done(const struct tnt_resume *resume,
				      size_t number)
{
	return resume->bits && resume->bits[number / 8] >> number % 8 & 1;
}

void tnt_resume_free(struct tnt_resume *resume);

#endif
