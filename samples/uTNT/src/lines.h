/* SPDX-License-Identifier: BSD-3-Clause */
/* Text files of one thing a line: destinations, block lists. */
#ifndef TNT_LINES_H
#define TNT_LINES_H

#include <stdbool.h>

#include <scamper/tape.h>

/* What is said of a file that cannot be used. */
struct tnt_lines {
	const char *kind;     /* "destination file" */
	const char *thing;    /* what each line must be */
	int unreadable, line; /* codes: the file, a line of it */
	/* The lines are noted on the tape (NULL: none); of a replay they come
	 * from there. */
	bool replay;
	struct scamper_tape *tape;
	/* Takes one line without blanks around it; false: it is bad. */
	bool (*take)(void *user, char *text);
	void *user;
};

/*
 * Gives all lines but empty ones and those that begin with # to `take`. Every
 * bad line is reported with its number. False: there was one, or the file
 * cannot be read.
 */
bool tnt_lines_read(const struct tnt_lines *lines, const char *path);

#endif
